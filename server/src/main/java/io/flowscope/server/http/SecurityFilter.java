package io.flowscope.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request before it is looked at: the headers of the answer, the names under
 * which the server may be called, and whether it takes requests at all.
 */
final class SecurityFilter implements Filter {
  /** The headers of every answer. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "X-Frame-Options",
          "DENY",
          "Cache-Control",
          "no-store");

  private static final int LONGEST_ADDRESS = 8_192;

  /** In bytes; who may not call at all is not worth more. */
  private static final long LONGEST_SKIPPED = 1 << 20;

  private final Set<String> hosts;
  private final Readiness readiness;

  /**
   * @param hosts names and addresses under which the server may be called, in lower case, IPv6 in
   *     brackets
   */
  SecurityFilter(Set<String> hosts, Readiness readiness) {
    this.hosts = hosts;
    this.readiness = readiness;
  }

  /** Sets the headers of every answer. */
  static void headers(BiConsumer<String, String> set) {
    HEADERS.forEach(set);
  }

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    HttpServletResponse response = (HttpServletResponse) out;
    headers(response::setHeader);
    Problem problem = check(request);
    if (problem == null) {
      chain.doFilter(in, out);
    } else {
      if (!UnreadBody.skip(request, LONGEST_SKIPPED)) {
        response.setHeader("Connection", "close");
      }
      answer(response, problem);
    }
  }

  private @Nullable Problem check(HttpServletRequest request) {
    if (!hosts.contains(nameOf(request.getHeader("Host")))) {
      return Problem.of(
          421,
          "wrongHost",
          "This server does not answer under the name '%s'; use 127.0.0.1, or start it with --set access.hosts=NAME."
              .formatted(Json.shorten(String.valueOf(request.getHeader("Host")))));
    }
    String query = request.getQueryString();
    if (request.getRequestURI().length() + (query == null ? 0 : query.length()) > LONGEST_ADDRESS) {
      return Problem.of(
          414,
          "addressTooLong",
          "The address is longer than %d characters.".formatted(LONGEST_ADDRESS));
    }
    boolean signed = request.getMethod().equals("POST") && request.getRequestURI().equals("/");
    return switch (readiness.state()) {
      case READY -> null;
      case STARTING ->
          signed
              ? null
              : Problem.of(503, "starting", "Flowscope is starting; try again in a few seconds.");
      // Workers hand in what they have done until they have ended.
      case STOPPING ->
          signed
              ? null
              : Problem.of(503, "stopping", "Flowscope is stopping; try again when it runs again.");
    };
  }

  private static String nameOf(@Nullable String host) {
    if (host == null) {
      return "";
    }
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']') && host.substring(colon + 1).matches("\\d{1,5}");
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }

  private static void answer(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    if (problem.status() == 503) {
      response.setHeader("Retry-After", "2");
    }
    response.setContentType("application/json;charset=utf-8");
    byte[] body = Json.write(ErrorBody.of(problem)).getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
