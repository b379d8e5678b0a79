package io.flowscope.server;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.engine.store.StoreException;
import io.flowscope.server.access.KeyFiles;
import io.flowscope.server.access.LoginLinks;
import io.flowscope.server.access.Sessions;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.http.Readiness;
import io.flowscope.server.http.WebServer;
import io.flowscope.server.http.WebWiring;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.ProcessSettings;
import io.flowscope.server.swf.KeyRing;
import io.flowscope.server.swf.SwfEndpoint;
import io.flowscope.server.swf.SwfRoute;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as a whole: opens its parts in order, and closes them in the opposite order. Pages are
 * answered last at the start and first refused at the end.
 */
public final class App implements AutoCloseable {
  /** The file that tells where the server is to be reached. */
  static final String ADDRESS_FILE = "address";

  /** The domain in which uploaded jars run. */
  static final String DOMAIN = "default";

  private static final Logger LOG = LoggerFactory.getLogger(App.class);
  private static final String RETENTION_DAYS = "90";
  private static final Duration FIRST_LINK_LIFE = Duration.ofDays(30);

  private final ServerConfig config;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private final Readiness readiness = new Readiness();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final DataFolder folder;
  private final LoginLinks links = new LoginLinks(random, clock);
  private final Deployment deployment;
  private final WebServer web;
  private boolean closed;

  private App(ServerConfig config) throws IOException {
    this.config = config;
    checkPort(config);
    this.folder = opened(DataFolder.open(config.data()));
    Logs.writeTo(folder.root());
    Engine engine = opened(openEngine());
    KeyFiles keyFiles = KeyFiles.open(folder, random);
    KeyRing ring = new KeyRing(random);
    ring.accept(keyFiles.accessKey());
    this.deployment =
        opened(Deployment.open(folder.root(), engine, leases(engine), ring, processes(), clock));
    this.web =
        opened(
            new WebWiring(
                    engine,
                    deployment,
                    DOMAIN,
                    new SwfRoute(new SwfEndpoint(engine, ring, clock)),
                    keyFiles,
                    new Sessions(
                        folder,
                        random,
                        clock,
                        Duration.ofHours(config.number(Setting.ACCESS_IDLE_HOURS))),
                    links,
                    clock,
                    random,
                    Main.Version.text(),
                    readiness,
                    hosts(),
                    config.data().toString(),
                    folder.folder("uploads"),
                    config.number(Setting.JARS_MAXIMUM_BYTES),
                    Duration.ofMillis(config.number(Setting.LIVE_PACE_MILLIS)),
                    config.number(Setting.PAGES_RUNS))
                .build());
  }
}
