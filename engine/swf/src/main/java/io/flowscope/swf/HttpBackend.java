package io.flowscope.swf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Any endpoint that speaks SWF's wire protocol. Calls never block, share kept-alive connections of
 * HTTP/1.1, and are never repeated here: who calls knows what may be.
 */
public final class HttpBackend implements Backend {
  /** Longer than the 60 s that SWF holds a poll. */
  private static final Duration POLL = Duration.ofSeconds(70);

  private static final Duration OTHERS = Duration.ofSeconds(10);
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private final URI endpoint;
  private final String region;
  private final Credentials credentials;
  private final InstantSource clock;
  private final String host;
  private final HttpClient client;

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
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(OTHERS).build();
  }

  /** The header Host as java.net.http sends it: without the port that the scheme implies. */
  private static String host(URI endpoint) {
    int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
    return endpoint.getPort() == -1 || endpoint.getPort() == usual
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }

  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request(action), BodyHandlers.ofByteArray());
    CompletableFuture<R> answer = new CompletableFuture<>();
    exchange.whenComplete(
        (response, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(cause(failure));
          } else {
            decode(action, response, answer);
          }
        });
    answer.whenComplete(
        (value, failure) -> {
          if (answer.isCancelled()) {
            exchange.cancel(true);
          }
        });
    return answer;
  }

  private HttpRequest request(Action<?> action) {
    String json = Wire.encode(action);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String target = "SimpleWorkflowService." + action.actionName();
    Map<String, List<String>> headers =
        Map.of(
            "host", List.of(host),
            "content-type", List.of(CONTENT_TYPE),
            "x-amz-target", List.of(target));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(action.actionName().startsWith("PollFor") ? POLL : OTHERS)
            .header("Content-Type", CONTENT_TYPE)
            .header("X-Amz-Target", target)
            .POST(BodyPublishers.ofByteArray(body));
    SigV4.sign(
            new SignedRequest("POST", "/", "", headers, body),
            credentials,
            region,
            SigV4.SERVICE,
            clock.instant())
        .forEach(request::header);
    return request.build();
  }

  @SuppressWarnings("unchecked")
  private <R> void decode(
      Action<R> action, HttpResponse<byte[]> response, CompletableFuture<R> answer) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    try {
      if (response.statusCode() == 200) {
        answer.complete((R) Wire.decode(text, Wire.answerOf(action.getClass())));
      } else {
        answer.completeExceptionally(failure(response.statusCode(), text));
      }
    } catch (RuntimeException e) {
      answer.completeExceptionally(
          new IOException("The answer to " + action.actionName() + " cannot be read: " + e, e));
    }
  }

  /** A fault says that nothing was done; after any other answer the outcome is unknown. */
  private Exception failure(int status, String text) {
    if (status < 500) {
      try {
        JsonNode json = Wire.JSON.readTree(text);
        String type = json.path("__type").asText("");
        if (!type.isEmpty()) {
          String message = json.path("message").asText(json.path("Message").asText(""));
          return new SwfFault(type.substring(type.indexOf('#') + 1), message);
        }
      } catch (JsonProcessingException e) {
        // No fault of SWF; told below.
      }
    }
    String start = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return new IOException(endpoint + " answered " + status + ": " + start);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Gives up calls under way and closes all connections. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
