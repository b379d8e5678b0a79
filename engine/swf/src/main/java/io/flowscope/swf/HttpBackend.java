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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Any endpoint that speaks SWF's wire protocol. Calls share kept-alive connections of HTTP/1.1, and
 * requests where the endpoint knows {@link Envelope}s; they are never repeated here: who calls
 * knows what may be.
 */
public final class HttpBackend implements Backend {
  /** What begins the header {@code X-Amz-Target} of SWF's actions. */
  static final String TARGET = "SimpleWorkflowService.";

  /** Longer than the 60 s that SWF holds a poll. */
  private static final Duration POLL = Duration.ofSeconds(70);

  private static final Duration OTHERS = Duration.ofSeconds(10);

  /** Which calls share a request of HTTP. */
  public enum Sharing {
    /** None: each is a request as SWF knows it. */
    NEVER,
    /** Those that come while another one is being sent. */
    WHEN_SEVERAL,
    /** All, those that come alone with nobody. */
    ALWAYS
  }

  private final URI endpoint;
  private final SignedCalls calls;

  /** Null behind TLS, where the network costs more than what several calls could share. */
  private final @Nullable SharedCalls shared;

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
    this(endpoint, region, credentials, clock, Sharing.WHEN_SEVERAL);
  }

  /**
   * @param endpoint for instance {@code http://127.0.0.1:7070}; calls go to its root
   * @param clock dates the signatures
   * @param sharing which calls share a request, where the endpoint knows that and is reached by
   *     plain HTTP
   */
  public HttpBackend(
      URI endpoint, String region, Credentials credentials, InstantSource clock, Sharing sharing) {
    this.endpoint = endpoint.resolve("/");
    this.calls = new SignedCalls(endpoint, region, () -> credentials, clock);
    this.shared = shared(sharing);
  }

  private @Nullable SharedCalls shared(Sharing sharing) {
    return switch (sharing) {
      case NEVER -> null;
      case WHEN_SEVERAL, ALWAYS ->
          calls
              .sockets()
              .map(sockets -> new SharedCalls(calls, sockets, sharing == Sharing.WHEN_SEVERAL))
              .orElse(null);
    };
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
    String name = action.actionName();
    Duration patience = name.startsWith("PollFor") ? POLL : OTHERS;
    try {
      return decode(
          action,
          shared == null
              ? calls.post(TARGET + name, body, patience)
              : shared.call(name, body, patience));
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
    if (shared != null) {
      shared.close();
    }
    calls.close();
  }
}
