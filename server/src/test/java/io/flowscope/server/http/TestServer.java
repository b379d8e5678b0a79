package io.flowscope.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.engine.model.Action.RegisterWorkflowType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.TaskList;
import io.flowscope.server.ConnectionSettings;
import io.flowscope.server.DataFolder;
import io.flowscope.server.Storage;
import io.flowscope.server.access.Audit;
import io.flowscope.server.access.ClientKeys;
import io.flowscope.server.access.KeyFiles;
import io.flowscope.server.access.LoginLinks;
import io.flowscope.server.access.Sessions;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.connect.Connections;
import io.flowscope.server.payload.ServerPayloads;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.Leases;
import io.flowscope.server.process.ProcessSettings;
import io.flowscope.server.swf.KeyRing;
import io.flowscope.server.swf.SwfEndpoint;
import io.flowscope.server.swf.SwfHandler;
import io.flowscope.server.swf.Tasks;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The HTTP server with the real engine in memory, on a free port, without worker processes. */
final class TestServer implements AutoCloseable {
  static final String TYPE = "Greeting";
  static final long LARGEST_UPLOAD = 1 << 20;

  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

  final Engine engine;
  final Connections connections;
  final Deployment deployment;
  final Readiness readiness = new Readiness();
  final LoginLinks links;
  final WebServer web;
  final URI base;
  final String token;
  final HttpClient client = HttpClient.newHttpClient();
  private final DataFolder folder;

  private TestServer(Path dir, boolean withWorkers, List<ConnectionSettings> others)
      throws IOException {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    Path noWorker = Files.writeString(dir.resolve("no-worker.jar"), "no process is started");
    System.setProperty("flowscope.workerJar", noWorker.toString());
    folder = DataFolder.open(dir.resolve("data"));
    engine = Engine.open(EngineConfig.inMemory());
    call(new RegisterDomain("default", null, "1", null));
    KeyFiles keys = KeyFiles.open(folder, random);
    KeyRing ring = new KeyRing(random);
    ring.accept(keys.accessKey());
    Storage storage = new Storage(engine, folder.root(), 0);
    connections =
        new Connections(
            Connection.local("default", storage.guarding(engine), engine.feed()::subscribe),
            others,
            clock);
    deployment =
        Deployment.open(
            folder.root(), connections, leases(), ring, ProcessSettings.defaults(), clock);
    links = new LoginLinks(random, clock);
    ServerPayloads payloads = ServerPayloads.in(folder.folder("values"), false, 1_000_000, clock);
    web =
        new WebWiring(
                engine,
                storage,
                connections,
                deployment,
                new SwfHandler(
                    new SwfEndpoint(
                        key -> connections.named(key.connection()),
                        ring,
                        clock,
                        Tasks.of(engine),
                        payloads)),
                keys,
                ClientKeys.open(folder, ring),
                new Sessions(folder, random, clock, Duration.ofHours(12)),
                links,
                Audit.open(folder.root().resolve("audit.log"), clock),
                clock,
                random,
                "1.2.3",
                readiness,
                HOSTS,
                "./data",
                folder.root(),
                folder.folder("uploads"),
                LARGEST_UPLOAD,
                Duration.ofMillis(50),
                8,
                payloads)
            .build();
    base = URI.create("http://127.0.0.1:" + web.start("127.0.0.1", 0));
    if (withWorkers) {
      deployment.start(base);
    }
    readiness.become(Readiness.State.READY);
    token = Files.readString(folder.root().resolve("admin-token")).strip();
  }

  /** Ready, with an empty catalogue and a workflow type that somebody else's workers would run. */
  static TestServer open(Path dir) throws IOException {
    TestServer server = new TestServer(dir, true, List.of());
    server.registerType(TYPE, "1");
    return server;
  }

  /** Ready, with an empty catalogue and SWFs elsewhere. */
  static TestServer openWith(Path dir, ConnectionSettings... others) throws IOException {
    return new TestServer(dir, true, List.of(others));
  }

  /** Ready, with the catalogue that lies in the folder, whose workers are not started. */
  static TestServer openWithJars(Path dir) throws IOException {
    return new TestServer(dir, false, List.of());
  }

  void registerType(String name, String version) {
    call(
        new RegisterWorkflowType(
            "default",
            name,
            version,
            null,
            "30",
            "3600",
            new TaskList("elsewhere"),
            null,
            ChildPolicy.TERMINATE,
            null));
  }

  private Leases leases() {
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

  <R> R call(Action<R> action) {
    return engine.call(action).join();
  }

  /** A request with the admin token. */
  HttpRequest.Builder api(String path) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(api(path));
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(api(path).DELETE());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(
        api(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  /** Starts an execution of {@link #TYPE}; answers its path in the API. */
  String start(String workflowId) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post(
            "/api/v1/local/default/executions",
            "{\"workflow\":\"%s\",\"workflowId\":\"%s\",\"input\":[1]}"
                .formatted(TYPE, workflowId));
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.body());
    }
    return "/api/v1/local/default/executions/%s/%s"
        .formatted(workflowId, Json.read(answer.body(), null).path("runId").asText());
  }

  /** A browser that is logged in, following redirects. */
  HttpClient browser() throws IOException, InterruptedException {
    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpResponse<String> home =
        browser.send(request(links.make(Duration.ofMinutes(1))).build(), BodyHandlers.ofString());
    if (home.statusCode() != 200) {
      throw new AssertionError(home.statusCode() + home.body());
    }
    return browser;
  }

  /** The form token in a page. */
  static String csrf(String page) {
    int at = page.indexOf("name=\"_csrf\" value=\"") + "name=\"_csrf\" value=\"".length();
    return page.substring(at, page.indexOf('"', at));
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body(), null);
  }

  @Override
  public void close() {
    client.shutdownNow();
    web.close();
    deployment.close();
    connections.close();
    engine.close();
    folder.close();
  }
}
