package io.flowscope.web.dev;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.flowscope.web.Pages;
import io.flowscope.web.page.ExecutionPage;
import io.flowscope.web.page.HistoryView;
import io.flowscope.web.page.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Serves the fixture pages for human eyes: {@code /fixture/{plausible|empty|hostile}/{page}}, with
 * the product's Content-Security-Policy. {@code ?theme=dark} chooses a theme.
 */
public final class DevServer {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

  private static final Pages PAGES = new Pages();
  private static final TemplateEngine VIEWS = TemplateEngine.createPrecompiled(ContentType.Html);

  private DevServer() {}

  /** Listens on the port given, or 7171. */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 7171;
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext("/", DevServer::answer);
    server.start();
    System.out.println("http://127.0.0.1:" + port + "/fixture/plausible/home");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getQuery();
    try (exchange) {
      if (path.startsWith("/static/") && !path.contains("..")) {
        sendStatic(exchange, path);
        return;
      }
      String[] parts = path.split("/");
      if (path.equals("/frame")) {
        // A window cannot be as narrow as a telephone; a frame can.
        String html =
            "<!doctype html><body topmargin=0 leftmargin=0><iframe width=\"390\" height=\"1500\""
                + " frameborder=\"0\" scrolling=\"no\" src=\""
                + query
                + "\"></iframe>";
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        return;
      }
      if (parts.length == 4 && parts[1].equals("fixture")) {
        Page page = pages(parts[2]).get(parts[3]);
        if (page != null) {
          String html = PAGES.render(page);
          if (query != null && query.contains("theme=dark")) {
            html = html.replaceFirst("<html ", "<html data-theme=\"dark\" ");
          }
          send(exchange, 200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
          return;
        }
        String view = view(parts[3], query == null ? "" : query);
        if (!view.isEmpty()) {
          send(exchange, 200, "text/html; charset=utf-8", view.getBytes(StandardCharsets.UTF_8));
          return;
        }
      }
      send(exchange, 404, "text/plain", "no such page".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** One view of the execution page, alone. */
  private static String view(String name, String query) {
    ExecutionFixtures f = ExecutionFixtures.of("");
    ExecutionPage.View view =
        switch (name) {
          case "replays" -> f.replays(2, true);
          case "replays-bare" -> f.replays(8, false);
          case "history" -> f.history(HistoryView.Mode.EVENTS);
          case "history-calls" -> f.history(HistoryView.Mode.CALLS);
          case "history-json" -> f.history(HistoryView.Mode.JSON);
          default -> null;
        };
    if (view == null) {
      return "";
    }
    StringOutput out = new StringOutput();
    VIEWS.render(
        "execution/" + (name.startsWith("replays") ? "replays" : "history") + ".jte",
        Map.of("page", f.page(view), "view", view),
        out);
    return "<!doctype html><html lang=\"en\" data-theme=\""
        + (query.contains("theme=dark") ? "dark" : "light")
        + "\"><head><link rel=\"stylesheet\" href=\"/static/css/tokens.css\"><link"
        + " rel=\"stylesheet\" href=\"/static/css/look.css\"><link rel=\"stylesheet\""
        + " href=\"/static/css/pages.css\"><title>view</title></head><body>"
        + out
        + "</body></html>";
  }

  private static Map<String, Page> pages(String kind) {
    return switch (kind) {
      case "empty" -> Fixtures.empty().pages();
      case "hostile" -> Fixtures.hostile(Hostile.SCRIPT).pages();
      default -> Fixtures.plausible().pages();
    };
  }

  private static void sendStatic(HttpExchange exchange, String path) throws IOException {
    try (InputStream in = DevServer.class.getResourceAsStream(path)) {
      if (in == null) {
        send(exchange, 404, "text/plain", new byte[0]);
        return;
      }
      String type =
          path.endsWith(".css")
              ? "text/css"
              : path.endsWith(".js") ? "text/javascript" : "image/svg+xml";
      send(exchange, 200, type, in.readAllBytes());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
