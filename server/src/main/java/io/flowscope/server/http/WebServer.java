package io.flowscope.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flowscope.server.swf.SwfHandler;
import io.flowscope.server.swf.WatchedConnector;
import io.flowscope.web.page.ActionPage;
import io.flowscope.web.page.ErrorPage;
import io.flowscope.web.page.LoginPage.Reason;
import io.flowscope.web.page.Shell.Place;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The one HTTP server: pages, REST, live streams, and the SWF endpoint on {@code POST /}. */
public final class WebServer implements AutoCloseable {
  /** The largest body that is no upload; SWF's own limit. */
  private static final long LARGEST_BODY = 1_048_576 + 1;

  private static final String EXECUTION = "/executions/{connection}/{domain}/{workflowId}/{runId}";
  private static final String API = "/api/v1/{connection}/{domain}/executions/{workflowId}/{runId}";
  private static final int LARGEST_HEADERS = 16 * 1024;
  private static final long STOP_MILLIS = 3_000;
  private static final int THREADS = 24;

  /** Longer than the 60 s that SWF holds a poll; the limit of Jetty itself is 30 s. */
  private static final long LONGEST_POLL_MILLIS = 75_000;

  private final Parts parts;
  private final Javalin javalin;

  /**
   * What the server is made of.
   *
   * @param hosts names under which it may be called
   * @param largestUpload in bytes
   * @param uploads folder for uploads while they come in
   */
  record Parts(
      Set<String> hosts,
      Readiness readiness,
      long largestUpload,
      String uploads,
      Guard guard,
      Runs runs,
      SwfHandler swf,
      Frame frame,
      LoginPages login,
      LoginApi loginApi,
      BackupApi backup,
      KeysApi keys,
      HealthApi health,
      HomePages home,
      WorkflowPages workflows,
      ExecutionsPages executionList,
      ExecutionPages executions,
      ActionPages actions,
      WorkerPages workers,
      JarsApi jars,
      ExecutionsApi executionsApi,
      ExecutionApi executionApi,
      StreamApi streams,
      Diagrams diagrams) {}

  WebServer(Parts parts) {
    this.parts = parts;
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Opens the port.
   *
   * @param port 0 for any free one
   * @return the port
   */
  public int start(String host, int port) {
    return javalin.start(host, port).port();
  }

  /** Refuses all but workers, and ends the streams. */
  public void refuse() {
    parts.readiness().become(Readiness.State.STOPPING);
    parts.runs().close();
  }

  /** Stops taking requests and ends those under way. */
  @Override
  public void close() {
    refuse();
    javalin.stop();
  }

  Javalin javalin() {
    return javalin;
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.asyncTimeout = 0;
    config.jsonMapper(new JavalinJackson(Json.MAPPER, true));
    config.jetty.multipartConfig.cacheDirectory(parts.uploads());
    config.jetty.multipartConfig.maxFileSize(parts.largestUpload(), SizeUnit.BYTES);
    config.jetty.multipartConfig.maxTotalRequestSize(
        parts.largestUpload() + LARGEST_BODY, SizeUnit.BYTES);
    config.jetty.multipartConfig.maxInMemoryFileSize(64, SizeUnit.KB);
    config.jetty.modifyServer(this::modify);
    config.jetty.threadPool = threads();
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector port = new WatchedConnector(server, http);
          port.setHost(config.jetty.host);
          port.setPort(config.jetty.port);
          return port;
        });
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
          http.setRequestHeaderSize(LARGEST_HEADERS);
          http.setIdleTimeout(LONGEST_POLL_MILLIS);
        });
    config.jetty.modifyServletContextHandler(
        handler ->
            handler.addFilter(
                new FilterHolder(new SecurityFilter(parts.hosts(), parts.readiness())),
                "/*",
                EnumSet.of(DispatcherType.REQUEST)));
    Errors errors = new Errors(parts.largestUpload(), this::showError);
    config.routes.exception(Exception.class, errors::handle);
    config.routes.exception(HttpResponseException.class, errors::handle);
    config.routes.exception(JsonProcessingException.class, errors::handle);
    config.routes.beforeMatched(parts.guard()::check);
    config.routes.after(
        ctx -> {
          if (!UnreadBody.skip(ctx.req(), parts.largestUpload() + LARGEST_BODY)) {
            ctx.header("Connection", "close");
          }
        });
    Routes routes = new Routes(config.routes);
    open(routes);
    pages(routes);
    api(routes);
  }

  private void modify(Server server) {
    server.setHandler(parts.swf());
    server.setStopTimeout(STOP_MILLIS);
    server.setErrorHandler(new BareErrors());
  }

  /** Platform threads wait for connections; each request has a virtual thread of its own. */
  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    return threads;
  }

  private void open(Routes routes) {
    StaticFiles files = new StaticFiles();
    routes.get("/static/<file>", Access.PUBLIC, files::serve);
    routes.get("/login", Access.PUBLIC, parts.login()::login);
    routes.post("/login", Access.PUBLIC, parts.login()::logIn);
  }

  private void pages(Routes routes) {
    routes.post("/logout", Access.PAGE, parts.login()::logOut);
    routes.get("/", Access.PAGE, parts.home()::home);
    routes.get("/workflows", Access.PAGE, parts.workflows()::workflows);
    routes.post("/workflows", Access.PAGE, parts.workflows()::upload);
    routes.post("/workflows/{hash}/use", Access.PAGE, parts.workflows()::use);
    routes.get("/workflows/{name}/{version}/start", Access.PAGE, parts.workflows()::startForm);
    routes.post("/workflows/{name}/{version}/start", Access.PAGE, parts.workflows()::start);
    routes.get("/executions", Access.PAGE, parts.executionList()::list);
    routes.get(EXECUTION, Access.PAGE, parts.executions()::execution);
    routes.get(EXECUTION + "/events/{event}", Access.PAGE, parts.executions()::event);
    routes.get(EXECUTION + "/graph-fragment", Access.PAGE, parts.diagrams()::element);
    for (ActionPage.Kind kind : ActionPage.Kind.values()) {
      String path = EXECUTION + "/" + Json.word(kind);
      routes.get(path, Access.PAGE, ctx -> parts.actions().form(ctx, kind));
      routes.post(path, Access.PAGE, ctx -> parts.actions().act(ctx, kind));
    }
    routes.get("/workers", Access.PAGE, parts.workers()::workers);
    routes.get("/workers/{id}/log", Access.PAGE, parts.workers()::log);
  }

  private void api(Routes routes) {
    routes.get("/api/health", Access.API, parts.health()::health);
    routes.post("/api/v1/login-links", Access.API, parts.loginApi()::make);
    routes.post("/api/v1/backup", Access.API, parts.backup()::write);
    routes.get("/api/v1/keys", Access.API, parts.keys()::list);
    routes.post("/api/v1/keys", Access.API, parts.keys()::make);
    routes.delete("/api/v1/keys/{id}", Access.API, parts.keys()::revoke);
    routes.get("/api/v1/jars", Access.API, parts.jars()::jars);
    routes.post("/api/v1/jars", Access.API, parts.jars()::upload);
    routes.post("/api/v1/jars/{hash}/use", Access.API, parts.jars()::use);
    routes.get("/api/v1/workflows", Access.API, parts.jars()::workflows);
    String list = "/api/v1/{connection}/{domain}/executions";
    routes.get(list, Access.API, parts.executionsApi()::list);
    routes.post(list, Access.API, parts.executionsApi()::start);
    routes.get(API, Access.API, parts.executionApi()::summary);
    routes.delete(API, Access.API, parts.executionApi()::delete);
    routes.get(API + "/history", Access.API, parts.executionApi()::history);
    routes.get(API + "/graph", Access.API, parts.executionApi()::graph);
    routes.get(API + "/timeline", Access.API, parts.executionApi()::timeline);
    routes.get(API + "/rounds", Access.API, parts.executionApi()::rounds);
    routes.get(API + "/stream", Access.API, parts.streams()::stream);
    routes.get(API + "/diagram.svg", Access.API, parts.diagrams()::diagram);
    routes.get(API + "/graph.svg", Access.API, parts.diagrams()::graph);
    routes.get(API + "/graph.dot", Access.API, parts.diagrams()::dot);
    routes.post(API + "/signal", Access.API, parts.executionApi()::signal);
    routes.post(API + "/move", Access.API, parts.executionApi()::move);
    routes.post(API + "/cancel", Access.API, parts.executionApi()::cancel);
    routes.post(API + "/terminate", Access.API, parts.executionApi()::terminate);
  }

  private void showError(Context ctx, Problem problem, @Nullable String id) {
    if (problem.status() == 401) {
      String query = ctx.queryString();
      boolean get = ctx.method().name().equals("GET");
      String next = get ? ctx.path() + (query == null ? "" : "?" + query) : null;
      parts.login().show(ctx, 401, Reason.NEEDED, next);
      return;
    }
    if (problem.status() == 404 && problem.error().equals("notFound")) {
      parts.guard().recognise(ctx);
      parts
          .frame()
          .show(
              ctx,
              ErrorPage.notFound(parts.frame().shell(ctx, Place.NONE), Json.shorten(ctx.path())));
      return;
    }
    boolean outOfDate = problem.error().equals("outOfDate");
    parts
        .frame()
        .show(
            ctx,
            new ErrorPage(
                parts.frame().shell(ctx, Place.NONE),
                problem.status(),
                outOfDate ? "This page is out of date." : headline(problem.status()),
                id == null ? String.valueOf(problem.getMessage()) : "It is no fault of yours.",
                id == null ? "" : "Try again. If it happens again, the server's log tells why.",
                id,
                links(ctx, problem, id)));
  }

  private static List<ErrorPage.Link> links(Context ctx, Problem problem, @Nullable String id) {
    List<ErrorPage.Link> links = new ArrayList<>();
    if (problem.link() != null) {
      links.add(new ErrorPage.Link(problem.link(), "Look at it"));
    } else if (id != null && ctx.method().name().equals("GET")) {
      String query = ctx.queryString();
      links.add(new ErrorPage.Link(ctx.path() + (query == null ? "" : "?" + query), "Try again"));
    }
    links.add(new ErrorPage.Link("/", "Home"));
    return links;
  }

  private static String headline(int status) {
    return switch (status) {
      case 403 -> "This is not allowed.";
      case 404 -> "There is no such thing.";
      case 409 -> "That is not possible now.";
      case 413 -> "That is too large.";
      case 502 -> "The other side did not do it.";
      case 429 -> "Too many calls just now.";
      case 503 -> "The server cannot do that just now.";
      default -> status >= 500 ? "Something failed inside Flowscope." : "The request is wrong.";
    };
  }
}
