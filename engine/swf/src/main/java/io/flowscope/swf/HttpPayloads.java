package io.flowscope.swf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.PayloadException.Kind;
import io.flowscope.engine.payload.PayloadRef;
import io.flowscope.engine.payload.PayloadStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The large values that a Flowscope server keeps for one domain: two more operations of its SWF
 * endpoint, {@code Flowscope.PutPayload} and {@code Flowscope.GetPayload}, signed as all others.
 */
public final class HttpPayloads implements PayloadStore, AutoCloseable {
  /** What begins the target of both operations. */
  public static final String TARGET = "Flowscope.";

  /** Stores {@code text} under {@code sha256} in {@code domain}; answers an empty object. */
  public static final String PUT = "PutPayload";

  /** Answers the {@code text} of {@code sha256} in {@code domain}. */
  public static final String GET = "GetPayload";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private final URI endpoint;
  private final String domain;
  private final SignedCalls calls;

  /**
   * @param endpoint of the Flowscope server
   * @param credentials asked for with each call, since some expire
   * @param domain whose values they are
   * @param clock dates the signatures
   */
  public HttpPayloads(
      URI endpoint,
      String region,
      Supplier<Credentials> credentials,
      String domain,
      InstantSource clock) {
    this.endpoint = endpoint.resolve("/");
    this.domain = domain;
    this.calls = new SignedCalls(endpoint, region, credentials, clock);
  }

  @Override
  public void put(String sha256, byte[] content) {
    ObjectNode body = body(sha256).put("text", new String(content, StandardCharsets.UTF_8));
    JsonNode unused = call(PUT, body);
  }

  @Override
  public byte[] get(String sha256) {
    byte[] content =
        call(GET, body(sha256)).path("text").asText("").getBytes(StandardCharsets.UTF_8);
    if (!PayloadRef.hash(content).equals(sha256)) {
      throw new PayloadException(
          Kind.DAMAGED, "What " + endpoint + " gave has another hash than was asked for.");
    }
    return content;
  }

  private ObjectNode body(String sha256) {
    return JSON.createObjectNode().put("domain", domain).put("sha256", sha256);
  }

  private JsonNode call(String operation, ObjectNode request) {
    try {
      byte[] body = JSON.writeValueAsBytes(request);
      Transport.Reply reply = calls.post(TARGET + operation, body, PATIENCE);
      JsonNode answer = JSON.readTree(new String(reply.body(), StandardCharsets.UTF_8));
      if (reply.status() == 200) {
        return answer;
      }
      throw new PayloadException(kind(reply.status(), answer), sentence(reply.status(), answer));
    } catch (JsonProcessingException e) {
      throw new PayloadException(
          Kind.UNAVAILABLE, endpoint + " gave an answer that cannot be read.", e);
    } catch (IOException e) {
      throw new PayloadException(Kind.UNAVAILABLE, endpoint + " cannot be reached: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PayloadException(Kind.UNAVAILABLE, "The call was given up.", e);
    }
  }

  private static Kind kind(int status, JsonNode answer) {
    if (status >= 500) {
      return Kind.UNAVAILABLE;
    }
    return switch (answer.path("__type").asText().replaceFirst(".*#", "")) {
      case "PayloadMissing" -> Kind.MISSING;
      case "PayloadDamaged" -> Kind.DAMAGED;
      default -> Kind.REFUSED;
    };
  }

  private String sentence(int status, JsonNode answer) {
    String message = answer.path("message").asText(answer.path("Message").asText(""));
    return message.isEmpty() ? endpoint + " answered " + status + "." : message;
  }

  @Override
  public void close() {
    calls.close();
  }
}
