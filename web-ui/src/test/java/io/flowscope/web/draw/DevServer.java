package io.flowscope.web.draw;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.Timeline;
import io.flowscope.web.Pages;
import io.flowscope.web.page.ExecutionActions;
import io.flowscope.web.page.ExecutionPage;
import io.flowscope.web.page.ExecutionRef;
import io.flowscope.web.page.GraphView;
import io.flowscope.web.page.Shell;
import io.flowscope.web.page.TimelineView;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * Shows the execution page with the talk's run, for eyes: {@code /at/1740?view=graph} stands still
 * at 1.74 s, {@code /live} plays it from the start, once for each load. Scripts on the class path
 * that {@code -Ddraw.scripts} names, for instance an accessibility checker, are added to the page.
 */
public final class DevServer {
  private static final ObjectMapper JSON = mapper();
  private final Pages pages = new Pages();
  private final GraphDrawer drawer = new GraphDrawer();
  private volatile long liveSince = System.currentTimeMillis();

  private DevServer() {}

  /** Listens at the port given, or 7171. */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 7171;
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", new DevServer()::handle);
    server.start();
    System.out.println("http://127.0.0.1:" + port + "/at/1740");
  }

  private static ObjectMapper mapper() {
    SimpleModule enums = new SimpleModule();
    enums.addSerializer(
        new com.fasterxml.jackson.databind.ser.std.StdSerializer<Enum<?>>(Enum.class, false) {
          private static final long serialVersionUID = 1;

          @Override
          public void serialize(
              Enum<?> value, com.fasterxml.jackson.core.JsonGenerator out, SerializerProvider p)
              throws IOException {
            String[] parts = value.name().toLowerCase(Locale.ROOT).split("_");
            StringBuilder name = new StringBuilder(parts[0]);
            for (int i = 1; i < parts.length; i++) {
              name.append(Character.toUpperCase(parts[i].charAt(0))).append(parts[i].substring(1));
            }
            out.writeString(name.toString());
          }
        });
    return new ObjectMapper()
        .registerModule(enums)
        .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    try (exchange) {
      if (path.startsWith("/static/")) {
        file(exchange, path);
      } else if (path.startsWith("/at/") || path.startsWith("/live")) {
        page(exchange, path.startsWith("/live") ? -1 : Long.parseLong(path.substring(4)));
      } else if (path.endsWith("/timeline")) {
        send(exchange, "application/json", JSON.writeValueAsString(timeline(moment(path))));
      } else if (path.endsWith("/graph-fragment")) {
        Graph graph = GraphTest.graph(timeline(moment(path)));
        send(exchange, "image/svg+xml", drawer.drawing(graph, null).svg());
      } else if (path.endsWith("/stream")) {
        stream(exchange, moment(path));
      } else if (path.endsWith("/history")) {
        send(exchange, "application/json", "{\"events\":[]}");
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  /** The run id says what to show: a moment, or -1 for the live run. */
  private static long moment(String path) {
    String[] parts = path.split("/");
    return Long.parseLong(parts[parts.length - 2].substring(1));
  }

  private long offset(long moment) {
    return moment >= 0 ? moment : Math.min(System.currentTimeMillis() - liveSince, TalkRun.END);
  }

  private Timeline timeline(long moment) {
    return TalkRun.at(offset(moment == 9999 ? -1 : moment));
  }

  private void page(HttpExchange exchange, long moment) throws IOException {
    if (moment < 0) {
      liveSince = System.currentTimeMillis() - 20;
    }
    long offset = offset(moment);
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    String select =
        query.contains("select=")
            ? URLDecoder.decode(
                query.replaceFirst(".*select=([^&]*).*", "$1"), StandardCharsets.UTF_8)
            : null;
    Timeline timeline = TalkRun.at(offset);
    long now = TimelineBuilder.START + offset;
    Shell shell =
        new Shell(
            Shell.Place.EXECUTIONS,
            true,
            new Shell.Connection("local", "default", "embedded", true),
            "0.1.0",
            "token",
            List.of(),
            "",
            now,
            ZoneOffset.UTC);
    String run = "r" + (moment < 0 ? 9999 : moment);
    ExecutionRef ref = new ExecutionRef("local", "default", "talk-video-0412", run);
    boolean open = timeline.closedAt() == null;
    ExecutionActions actions =
        new ExecutionActions(ref, open, false, List.of(), List.of(), 0, "TERMINATE", List.of());
    ExecutionPage.View view = new TimelineView(timeline);
    if (query.contains("view=graph")) {
      Graph graph = GraphTest.graph(timeline);
      view = new GraphView(graph, timeline, drawer.drawing(graph, select));
    }
    String hash = "a41c9e07".repeat(8);
    ExecutionSummary summary = summary(timeline, run, now);
    ExecutionPage page =
        new ExecutionPage(
            shell, actions, summary, "video-workflows-1.3.0.jar", hash, null, select, view);
    exchange
        .getResponseHeaders()
        .set(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                + " require-trusted-types-for 'script'");
    String html = pages.render(page);
    for (String script : System.getProperty("draw.scripts", "").split(",")) {
      if (!script.isEmpty()) {
        html = html.replace("</head>", "<script src=\"/static/" + script + "\"></script></head>");
      }
    }
    send(exchange, "text/html; charset=utf-8", html);
  }

  private static ExecutionSummary summary(Timeline timeline, String run, long now) {
    RunModel model = RunModel.of(timeline, now);
    Concurrency steps = Concurrency.of(model);
    int done = (int) model.calls().stream().filter(RunModel.Call::over).count();
    return new ExecutionSummary(
        "talk-video-0412",
        run,
        "ProcessVideo",
        "1.3.0",
        timeline.status(),
        timeline.startedAt(),
        timeline.closedAt(),
        "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]",
        timeline.status() == ExecutionStatus.RUNNING ? null : "{\"thumbnails\":12}",
        null,
        "fs.a41c9e07aaaa",
        null,
        List.of(),
        "TERMINATE",
        false,
        null,
        null,
        null,
        timeline.lastEventId(),
        model.calls().size(),
        done,
        steps.last(),
        model.rounds().size(),
        steps.peak(),
        model.taskMillis(),
        model.now() - model.start(),
        List.of(),
        null);
  }

  private void stream(HttpExchange exchange, long moment) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (var out = exchange.getResponseBody()) {
      out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      for (long last = -1; moment == 9999 && last < TalkRun.END; ) {
        last = offset(-1);
        Timeline timeline = TalkRun.at(last);
        String event =
            "event: columns\nid: "
                + timeline.lastEventId()
                + "\ndata: "
                + JSON.writeValueAsString(timeline)
                + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
      }
      if (moment != 9999) {
        java.util.concurrent.locks.LockSupport.parkNanos(3_000_000_000L);
      }
    }
  }

  private static void file(HttpExchange exchange, String path) throws IOException {
    try (InputStream in = DevServer.class.getResourceAsStream(path)) {
      if (in == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String type =
          path.endsWith(".css")
              ? "text/css"
              : path.endsWith(".js") ? "text/javascript" : "image/svg+xml";
      send(exchange, type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
