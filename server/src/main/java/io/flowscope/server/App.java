package io.flowscope.server;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.engine.store.Dump;
import io.flowscope.engine.store.StoreException;
import io.flowscope.server.access.Audit;
import io.flowscope.server.access.ClientKeys;
import io.flowscope.server.access.KeyFiles;
import io.flowscope.server.access.LoginLinks;
import io.flowscope.server.access.Sessions;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.connect.Connections;
import io.flowscope.server.http.Readiness;
import io.flowscope.server.http.WebServer;
import io.flowscope.server.http.WebWiring;
import io.flowscope.server.payload.AgedPayloads;
import io.flowscope.server.payload.PayloadSweep;
import io.flowscope.server.payload.ServerPayloads;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.Leases;
import io.flowscope.server.process.ProcessSettings;
import io.flowscope.server.swf.KeyRing;
import io.flowscope.server.swf.SwfEndpoint;
import io.flowscope.server.swf.SwfHandler;
import io.flowscope.server.swf.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as a whole: opens its parts in order, and closes them in the opposite order. Pages are
 * answered last at the start and first refused at the end.
 */
public final class App implements AutoCloseable {
  /** The file that tells where the server is to be reached. */
  static final String ADDRESS_FILE = "address";

  /** The folder of the engine, in the data folder. */
  static final String ENGINE_FOLDER = "engine";

  /** The folder of large values, in the data folder. */
  static final String VALUES_FOLDER = "values";

  /** The domain in which uploaded jars run. */
  static final String DOMAIN = "default";

  private static final Logger LOG = LoggerFactory.getLogger(App.class);
  private static final String RETENTION_DAYS = "90";
  private static final Duration FIRST_LINK_LIFE = Duration.ofDays(30);

  private final ServerConfig config;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private final Readiness readiness = new Readiness();
  private final Deque<AutoCloseable> parts;
  private final DataFolder folder;
  private final LoginLinks links = new LoginLinks(random, clock);
  private final Deployment deployment;
  private final SwfEndpoint swf;
  private final WebServer web;
  private boolean closed;

  private App(ServerConfig config, Deque<AutoCloseable> parts) throws IOException {
    this.config = config;
    this.parts = parts;
    checkPort(config);
    this.folder = opened(DataFolder.open(config.data()));
    Logs.writeTo(folder.root());
    Engine engine = opened(openEngine());
    KeyFiles keyFiles = KeyFiles.open(folder, random);
    KeyRing ring = new KeyRing(random);
    ring.accept(keyFiles.accessKey());
    ClientKeys clientKeys = ClientKeys.open(folder, ring);
    Storage storage =
        new Storage(engine, folder.root(), config.number(Setting.DISK_RESERVE_MEGABYTES));
    Connections connections =
        opened(
            new Connections(
                Connection.local(DOMAIN, storage.guarding(engine), engine.feed()::subscribe),
                config.connections(),
                clock));
    this.deployment =
        opened(
            Deployment.open(
                folder.root(),
                connections,
                leases(engine),
                ring,
                ProcessSettings.of(config),
                clock));
    ServerPayloads payloads =
        ServerPayloads.in(
            folder.folder(VALUES_FOLDER),
            config.durability() == Durability.POWER,
            config.number(Setting.VALUES_MAX_CHARACTERS),
            clock);
    PayloadSweep sweep =
        new PayloadSweep(
            folder.root().resolve(VALUES_FOLDER).resolve(Connection.LOCAL),
            out -> dump(engine, out),
            clock);
    ScheduledExecutorService daily =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sweep-values").factory());
    opened(daily::shutdownNow);
    AgedPayloads aged =
        new AgedPayloads(
            folder.root().resolve(VALUES_FOLDER),
            Connection.LOCAL,
            config.number(Setting.VALUES_ELSEWHERE_DAYS),
            clock);
    var unused =
        List.of(
            daily.scheduleWithFixedDelay(sweep::runQuietly, 1, 24, TimeUnit.HOURS),
            daily.scheduleWithFixedDelay(aged::runQuietly, 1, 24, TimeUnit.HOURS));
    this.swf =
        opened(
            new SwfEndpoint(
                key -> connections.named(key.connection()),
                ring,
                clock,
                Tasks.of(engine),
                payloads));
    this.web =
        opened(
            new WebWiring(
                    engine,
                    storage,
                    connections,
                    deployment,
                    new SwfHandler(swf),
                    keyFiles,
                    clientKeys,
                    new Sessions(
                        folder,
                        random,
                        clock,
                        Duration.ofHours(config.number(Setting.ACCESS_IDLE_HOURS))),
                    links,
                    opened(Audit.open(folder.root().resolve("audit.log"), clock)),
                    clock,
                    random,
                    Main.Version.text(),
                    readiness,
                    hosts(),
                    config.data().toString(),
                    folder.root(),
                    folder.folder("uploads"),
                    largestUpload(),
                    Duration.ofMillis(config.number(Setting.LIVE_PACE_MILLIS)),
                    config.number(Setting.PAGES_RUNS),
                    payloads)
                .build());
  }

  /**
   * Opens everything but the port.
   *
   * @throws UsageError when it cannot be done as configured; nothing is left open then
   */
  public static App open(ServerConfig config) throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new App(config, opened);
    } catch (StoreException e) {
      closeAll(opened);
      throw new UsageError("--data %s: %s".formatted(config.data(), e.getMessage()));
    } catch (IOException | RuntimeException e) {
      closeAll(opened);
      throw e;
    }
  }

  /**
   * Opens the port, starts the workers, and then answers pages.
   *
   * @return the link that logs in
   * @throws UsageError when the port is taken
   */
  public String start() throws IOException {
    int port;
    try {
      port = web.start(config.host(), config.port());
    } catch (RuntimeException e) {
      throw config.port() != 0 && isBindFailure(e) ? portTaken(config) : e;
    }
    String address = "http://" + shownHost() + ":" + port;
    LOG.info("Listening on {}", address);
    deployment.start(URI.create(address));
    if (config.demo()) {
      addDemo();
    }
    folder.write(ADDRESS_FILE, address + "\n");
    readiness.become(Readiness.State.READY);
    LOG.info("Ready");
    return address + links.make(FIRST_LINK_LIFE);
  }

  private void addDemo() throws IOException {
    try (InputStream demo = demoJar()) {
      switch (deployment.provide(demo, "flowscope-demos.jar")) {
        case AddResult.Added added -> LOG.info("The demo jar is stored");
        // Whoever uploaded a version of their own since goes on with that one.
        case AddResult.UsedAgain there -> LOG.info("The demo jar was stored before");
        case AddResult.AlreadyThere there -> LOG.info("The demo jar was stored before");
        case AddResult.Rejected refused ->
            throw new IllegalStateException("The demo jar was refused: " + refused.checks());
        case AddResult.TooLarge large ->
            throw new UsageError(
                "--set upload.megabytes: the demo jar is larger than that; set a larger value.");
      }
    }
  }

  private static void dump(Engine engine, OutputStream out) throws IOException {
    Dump.Counts unused = engine.dump(out);
  }

  private static InputStream demoJar() throws IOException {
    String given = System.getProperty("flowscope.demosJar");
    if (given != null) {
      return Files.newInputStream(Path.of(given));
    }
    InputStream resource = App.class.getResourceAsStream("/demos.jar");
    if (resource == null) {
      throw new UsageError(
          "--demo: this build carries no demo jar; run the packaged flowscope-server.jar.");
    }
    return resource;
  }

  private Engine openEngine() {
    Engine engine =
        Engine.open(
            EngineConfig.at(folder.folder(ENGINE_FOLDER))
                .withDurability(config.durability())
                .withLimits(config.limits()));
    try {
      engine.call(new RegisterDomain(DOMAIN, "Uploaded jars", RETENTION_DAYS, null)).join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof SwfFault fault)
          || !fault.type().equals("DomainAlreadyExistsFault")) {
        engine.close();
        throw e;
      }
    }
    return engine;
  }

  private static Leases leases(Engine engine) {
    return new Leases() {
      @Override
      public CompletableFuture<Integer> workerLost(String identity) {
        return engine.workerLost(identity);
      }

      @Override
      public Collection<String> leaseHolders() {
        return engine.leaseHolders();
      }
    };
  }

  private long largestUpload() {
    return config.number(Setting.UPLOAD_MEGABYTES) * 1_000_000;
  }

  private Set<String> hosts() {
    Set<String> hosts = new LinkedHashSet<>(Set.of("127.0.0.1", "localhost", "[::1]"));
    hosts.add(config.host().toLowerCase(Locale.ROOT));
    Arrays.stream(config.text(Setting.ACCESS_HOSTS).split(","))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .forEach(hosts::add);
    return Set.copyOf(hosts);
  }

  /** The host of addresses for programs and people on this machine. */
  private String shownHost() {
    String host = config.host();
    if (host.equals("0.0.0.0")) {
      return "127.0.0.1";
    }
    if (host.equals("::")) {
      return "[::1]";
    }
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** Says early what opening the port would say after the store was opened. */
  private static void checkPort(ServerConfig config) {
    if (config.port() == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(config.host()), config.port()));
    } catch (IOException e) {
      throw portTaken(config);
    }
  }

  private static UsageError portTaken(ServerConfig config) {
    return new UsageError(
        "--port %d: the port cannot be opened on %s, most likely another program uses it; give another port, or 0 for any free one."
            .formatted(config.port(), config.host()));
  }

  private static boolean isBindFailure(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Refuses pages and ends long polls, stops the workers, which still hand in what they have done,
   * then closes the port and the engine.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    LOG.info("Stopping");
    web.refuse();
    swf.close();
    deployment.close();
    closeAll(parts);
    LOG.info("Stopped");
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the server did not close", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }
}
