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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofMillis(500);
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private final URI endpoint;
  private final String region;
  private final Supplier<Credentials> credentials;
  private final String domain;
  private final InstantSource clock;
  private final String host;
  private final Transport transport;

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
    this.region = region;
    this.credentials = credentials;
    this.domain = domain;
    this.clock = clock;
    this.host = HttpBackend.host(endpoint);
    this.transport =
        "http".equals(endpoint.getScheme())
            ? new SocketTransport(endpoint, host, CONNECTING, FRESH)
            : new LibraryTransport(this.endpoint, CONNECTING);
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
      Transport.Reply reply = transport.post(headers(operation, body), body, PATIENCE);
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

  private Map<String, String> headers(String operation, byte[] body) {
    String target = TARGET + operation;
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
            credentials.get(),
            region,
            SigV4.SERVICE,
            clock.instant()));
    return headers;
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
    transport.close();
  }
}
