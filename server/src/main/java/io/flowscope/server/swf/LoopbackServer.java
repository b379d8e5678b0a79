package io.flowscope.server.swf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowscope.swf.Envelope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The SWF endpoint alone, on a free port of the loopback address: starts in a few milliseconds, for
 * programs that need an endpoint and no pages.
 */
public final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Answers from now on. */
  public static LoopbackServer start(SwfEndpoint endpoint) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("swf-", 0).factory());
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(endpoint, exchange));
    server.start();
    return new LoopbackServer(server, threads);
  }

  /** Where it answers. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void handle(SwfEndpoint endpoint, HttpExchange exchange) throws IOException {
    int maximum =
        endpoint.maximumBody(
            exchange.getRequestHeaders().getFirst("X-Amz-Target"),
            exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = exchange.getRequestBody().readNBytes(maximum + 1);
    URI uri = exchange.getRequestURI();
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    SwfEndpoint.Request request =
        new SwfEndpoint.Request(
            exchange.getRequestMethod(),
            uri.getRawPath(),
            Objects.requireNonNullElse(uri.getRawQuery(), ""),
            headers,
            body);
    if (SwfEndpoint.isShared(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
      SwfEndpoint.Answer refusal = endpoint.open(request, new Pieces(exchange)).refusal();
      if (refusal != null) {
        write(endpoint, exchange, refusal);
      }
      return;
    }
    var unused = endpoint.answer(request).thenAccept(answer -> write(endpoint, exchange, answer));
  }

  /** The answers to several calls, in one answer of HTTP. */
  private static final class Pieces implements AnswerStream {
    private final HttpExchange exchange;
    private boolean begun;

    Pieces(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public void write(
        byte[] piece, int calls, boolean last, Consumer<@Nullable Throwable> written) {
      IOException failure = null;
      try {
        if (!begun) {
          begun = true;
          exchange.getResponseHeaders().set("Content-Type", Envelope.CONTENT_TYPE);
          exchange.sendResponseHeaders(200, 0);
        }
        exchange.getResponseBody().write(piece);
        exchange.getResponseBody().flush();
        if (last) {
          exchange.close();
        }
      } catch (IOException e) {
        failure = e;
      }
      written.accept(failure);
    }

    @Override
    public void abandon() {
      exchange.close();
    }
  }

  private static void write(
      SwfEndpoint endpoint, HttpExchange exchange, SwfEndpoint.Answer answer) {
    try (exchange) {
      exchange.getResponseHeaders().set("x-amzn-RequestId", answer.requestId());
      exchange.getResponseHeaders().set("Content-Type", SwfEndpoint.CONTENT_TYPE);
      long length = answer.body().length == 0 ? -1 : answer.body().length;
      exchange.sendResponseHeaders(answer.status(), length);
      exchange.getResponseBody().write(answer.body());
    } catch (IOException e) {
      endpoint.undelivered(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
