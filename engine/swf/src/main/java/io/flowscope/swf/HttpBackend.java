package io.flowscope.swf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Any endpoint that speaks SWF's wire protocol. Calls share kept-alive connections of HTTP/1.1 and
 * are never repeated here: who calls knows what may be.
 */
public final class HttpBackend implements Backend {
  /** Longer than the 60 s that SWF holds a poll. */
  private static final Duration POLL = Duration.ofSeconds(70);

  private static final Duration OTHERS = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofMillis(500);
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private final URI endpoint;
  private final String region;
  private final Credentials credentials;
  private final InstantSource clock;
  private final String host;
  private final Transport transport;

  /**
   * Carries calls that nobody waits for. Platform threads: a heartbeat must get through when the
   * caller's own code holds every carrier of virtual threads.
   */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("swf-call-", 0).factory());

  /**
   * @param endpoint for instance {@code http://127.0.0.1:7070}; calls go to its root
   * @param clock dates the signatures
   */
  public HttpBackend(URI endpoint, String region, Credentials credentials, InstantSource clock) {
    this.endpoint = endpoint.resolve("/");
    this.region = region;
    this.credentials = credentials;
    this.clock = clock;
    this.host = host(endpoint);
    this.transport =
        "http".equals(endpoint.getScheme())
            ? new SocketTransport(endpoint, host, OTHERS, FRESH)
            : new LibraryTransport(this.endpoint, OTHERS);
  }

  /** The header Host as it travels: without the port that the scheme implies. */
  static String host(URI endpoint) {
    int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
    return endpoint.getPort() == -1 || endpoint.getPort() == usual
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }

  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    try {
      Future<?> exchange = threads.submit(() -> carry(action, answer));
      answer.whenComplete(
          (value, failure) -> {
            if (answer.isCancelled()) {
              exchange.cancel(true);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new IOException("This backend is closed."));
    }
    return answer;
  }

  private <R> void carry(Action<R> action, CompletableFuture<R> answer) {
    try {
      answer.complete(await(action));
    } catch (ExecutionException e) {
      answer.completeExceptionally(e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(false);
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  @Override
  public <R> R await(Action<R> action) throws InterruptedException, ExecutionException {
    byte[] body = Wire.encodeBytes(action);
    String target = "SimpleWorkflowService." + action.actionName();
    Map<String, List<String>> signed =
        Map.of(
            "host", List.of(host),
            "content-type", List.of(CONTENT_TYPE),
            "x-amz-target", List.of(target));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", CONTENT_TYPE);
    headers.put("X-Amz-Target", target);
    headers.putAll(
        SigV4.sign(
            new SignedRequest("POST", "/", "", signed, body),
            credentials,
            region,
            SigV4.SERVICE,
            clock.instant()));
    Duration patience = action.actionName().startsWith("PollFor") ? POLL : OTHERS;
    try {
      return decode(action, transport.post(headers, body, patience));
    } catch (IOException | SwfFault e) {
      throw new ExecutionException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private <R> R decode(Action<R> action, Transport.Reply reply) throws IOException {
    String text = new String(reply.body(), StandardCharsets.UTF_8);
    if (reply.status() != 200) {
      throw failure(reply.status(), text);
    }
    try {
      return (R) Wire.decodeAnswer(text, Wire.answerOf(action.getClass()));
    } catch (RuntimeException e) {
      throw new IOException("The answer to " + action.actionName() + " cannot be read: " + e, e);
    }
  }

  /** A fault says that nothing was done; after any other answer the outcome is unknown. */
  private IOException failure(int status, String text) {
    if (status < 500) {
      try {
        JsonNode json = Wire.JSON.readTree(text);
        String type = json.path("__type").asText("");
        if (!type.isEmpty()) {
          String message = json.path("message").asText(json.path("Message").asText(""));
          throw new SwfFault(type.substring(type.indexOf('#') + 1), message);
        }
      } catch (JsonProcessingException e) {
        // No fault of SWF; told below.
      }
    }
    String start = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return new IOException(endpoint + " answered " + status + ": " + start);
  }

  /** Gives up calls under way and closes all connections. */
  @Override
  public void close() {
    threads.shutdownNow();
    transport.close();
  }
}
