package io.flowscope.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, on every route there is. */
class AccessTest {
  @TempDir static Path dir;
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = TestServer.open(dir);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private record Route(String method, String path, Access access) {
    /** The path with something that does not exist in each place. */
    String example() {
      return path.replaceAll("\\{[^}]+}", "none")
          .replaceAll("<[^>]+>", "none.css")
          .replace("/none/none/executions", "/local/default/executions")
          .replace("/executions/none/none", "/executions/local/default");
    }
  }

  private static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    server
        .web
        .javalin()
        .unsafe
        .internalRouter
        .allHttpHandlers()
        .forEach(
            entry -> {
              var endpoint = entry.endpoint;
              String method = endpoint.method.name();
              if (Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
                  .contains(method)) {
                var roles = endpoint.metadata(io.javalin.security.Roles.class);
                assertThat(roles).as(method + " " + endpoint.path).isNotNull();
                assertThat(roles.getRoles()).as(method + " " + endpoint.path).hasSize(1);
                routes.add(
                    new Route(method, endpoint.path, (Access) roles.getRoles().iterator().next()));
              }
            });
    return routes;
  }

  private static HttpRequest.Builder request(Route route) {
    HttpRequest.Builder request = server.request(route.example());
    return route.method().equals("GET")
        ? request
        : request
            .header("Content-Type", "application/json")
            .method(route.method(), BodyPublishers.ofString("{}"));
  }

  @Test
  void everyRouteSaysWhoMayUseItAndHoldsToIt() throws Exception {
    assertThat(routes()).hasSizeGreaterThan(30);
    for (Route route : routes()) {
      int anonymous = server.send(request(route)).statusCode();
      int wrongToken =
          server.send(request(route).header("Authorization", "Bearer wrong")).statusCode();
      int admin =
          server
              .send(request(route).header("Authorization", "Bearer " + server.token))
              .statusCode();
      switch (route.access()) {
        case PUBLIC -> assertThat(anonymous).as("%s", route).isNotEqualTo(401);
        case PAGE -> {
          assertThat(anonymous).as("%s", route).isEqualTo(401);
          assertThat(admin).as("%s with a token", route).isEqualTo(401);
        }
        case API -> {
          assertThat(anonymous).as("%s", route).isEqualTo(401);
          assertThat(wrongToken).as("%s", route).isEqualTo(401);
          assertThat(admin).as("%s with a token", route).isNotIn(401, 403, 500);
        }
      }
    }
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    List<HttpRequest.Builder> requests = new ArrayList<>();
    routes().forEach(route -> requests.add(request(route)));
    requests.add(server.request("/nothing"));
    requests.add(server.request("/nothing").header("Host", "evil.test"));
    requests.add(server.request("/").method("DELETE", BodyPublishers.noBody()));
    requests.add(server.request("/").method("OPTIONS", BodyPublishers.noBody()));
    requests.add(server.request("/").method("HEAD", BodyPublishers.noBody()));
    for (HttpRequest.Builder builder : requests) {
      HttpRequest request = builder.build();
      HttpResponse<String> answer = server.client.send(request, BodyHandlers.ofString());
      String name = request.method() + " " + request.uri();
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .as(name)
          .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
      assertThat(answer.headers().firstValue("X-Content-Type-Options"))
          .as(name)
          .hasValue("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).as(name).hasValue("DENY");
      assertThat(answer.headers().firstValue("Cache-Control")).as(name).isPresent();
      assertThat(answer.headers().firstValue("Server")).as(name).isEmpty();
      assertThat(answer.body()).as(name).doesNotContain("at io.", "at org.", "Exception:");
    }
  }

  @Test
  void anotherHostNameIsRefusedOnEveryRoute() throws Exception {
    for (Route route : routes()) {
      assertThat(server.send(request(route).header("Host", "evil.test")).statusCode())
          .as("%s", route)
          .isEqualTo(421);
    }
  }

  @Test
  void whoIsRefusedMaySendTheRestOfTheRequestAndReadsWhy() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.base.getPort())) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      for (String host : List.of("evil.test", "127.0.0.1", "evil.test", "127.0.0.1")) {
        String head = "POST /api/v1/jars HTTP/1.1\r\nHost: %s\r\nContent-Length: 600000\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(head.formatted(host).getBytes(UTF_8));
        for (int i = 0; i < 60; i++) {
          out.write("x".repeat(10_000).getBytes(UTF_8));
        }
        assertThat(in.readLine())
            .startsWith("HTTP/1.1 " + (host.equals("evil.test") ? "421 " : "401 "));
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
          assertThat(line).doesNotContainIgnoringCase("connection: close");
          if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
            length = Integer.parseInt(line.substring(16).strip());
          }
        }
        assertThat(length).isPositive();
        assertThat(in.skip(length)).isEqualTo(length);
      }
    }
  }

  @Test
  void aLoginLinkWorksOnceAndASecondUseSaysWhatToDo() throws Exception {
    String link = server.links.make(Duration.ofMinutes(1));
    HttpResponse<String> first = server.send(server.request(link));
    assertThat(first.statusCode()).isEqualTo(303);
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
    assertThat(cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'))).hasSize(43);
    HttpResponse<String> second = server.send(server.request(link));
    assertThat(second.statusCode()).isEqualTo(403);
    assertThat(second.body()).contains("admin-token").contains("flowscope login");
    assertThat(server.send(server.request("/login?token=x")).statusCode()).isEqualTo(403);
  }

  @Test
  void theAdminTokenLogsInAndAWrongOneDoesNot() throws Exception {
    assertThat(logIn(server.token, "/executions").headers().firstValue("Location"))
        .hasValue("/executions");
    assertThat(logIn(server.token, "//evil.test").headers().firstValue("Location")).hasValue("/");
    assertThat(logIn(server.token, "/\\evil.test").headers().firstValue("Location")).hasValue("/");
    assertThat(logIn("wrong", "/").statusCode()).isEqualTo(403);
  }

  private static HttpResponse<String> logIn(String token, String next) throws Exception {
    return server.send(
        server
            .request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "token="
                        + token
                        + "&next="
                        + java.net.URLEncoder.encode(
                            next, java.nio.charset.StandardCharsets.UTF_8))));
  }

  @Test
  void aFormNeedsTheTokenOfItsOwnSession() throws Exception {
    HttpClient browser = server.browser();
    HttpClient other = server.browser();
    String foreign = TestServer.csrf(page(other, "/workers"));
    assertThat(logOut(browser, "_csrf=", "same-origin").statusCode()).isEqualTo(403);
    assertThat(logOut(browser, "_csrf=" + foreign, "same-origin").statusCode()).isEqualTo(403);
    String own = TestServer.csrf(page(browser, "/workers"));
    assertThat(logOut(browser, "_csrf=" + own, "cross-site").statusCode()).isEqualTo(403);
    assertThat(page(browser, "/workers")).contains("_csrf");
    assertThat(logOut(browser, "_csrf=" + own, "same-origin").statusCode()).isEqualTo(200);
    assertThat(
            browser.send(server.request("/workers").build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void theSessionIsGoodForTheApiOnlyWithTheHeader() throws Exception {
    HttpClient browser = server.browser();
    String csrf = TestServer.csrf(page(browser, "/workers"));
    String path = "/api/v1/local/default/executions";
    assertThat(browser.send(server.request(path).build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
    HttpRequest.Builder start =
        server
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"workflow\":\"Greeting\"}"));
    assertThat(browser.send(start.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    start.header("X-CSRF-Token", csrf);
    assertThat(browser.send(start.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    start.header("Origin", "https://evil.test");
    assertThat(browser.send(start.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
  }

  private static String page(HttpClient browser, String path) throws Exception {
    return browser.send(server.request(path).build(), BodyHandlers.ofString()).body();
  }

  private static HttpResponse<String> logOut(HttpClient browser, String form, String site)
      throws Exception {
    return browser.send(
        server
            .request("/logout")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", site)
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }
}
