package io.flowscope.server.swf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.PayloadRef;
import io.flowscope.engine.payload.PayloadStore;
import io.flowscope.engine.store.StoreException;
import io.flowscope.server.payload.ServerPayloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Two operations that SWF does not have: workers store large values here, and read them. A key may
 * do so in the domains in which it may poll.
 */
final class PayloadEndpoint {
  /** What begins the header {@code X-Amz-Target}. */
  static final String TARGET = "Flowscope.";

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private final ServerPayloads payloads;

  PayloadEndpoint(ServerPayloads payloads) {
    this.payloads = payloads;
  }

  /** The largest body of a request in bytes: a character takes up to three, and escapes double. */
  int maximumBody() {
    return (int) Math.min(Integer.MAX_VALUE - 16, 4 * payloads.cap() + 4_096);
  }

  /**
   * Carries out an operation; reads and writes files.
   *
   * @return the body of the answer
   * @throws SwfFault when it is refused
   */
  byte[] answer(AccessKey key, String operation, byte[] body) {
    JsonNode request = read(body);
    String domain = text(request, "domain");
    String sha256 = text(request, "sha256");
    permit(key, domain);
    if (!PayloadRef.isHash(sha256)) {
      throw invalid("'sha256' is no hash: give 64 hexadecimal digits in lower case.");
    }
    PayloadStore store = payloads.store(key.connection(), domain);
    try {
      switch (operation) {
        case "PutPayload" -> {
          String text = text(request, "text");
          if (text.length() > payloads.cap()) {
            throw invalid(
                "The value has %d characters, more than the %d that values.maxCharacters allows."
                    .formatted(text.length(), payloads.cap()));
          }
          store.put(sha256, text.getBytes(StandardCharsets.UTF_8));
          return JSON.writeValueAsBytes(JSON.createObjectNode());
        }
        case "GetPayload" -> {
          String text = new String(store.get(sha256), StandardCharsets.UTF_8);
          return JSON.writeValueAsBytes(JSON.createObjectNode().put("text", text));
        }
        default ->
            throw new SwfFault("UnknownOperationException", "Unknown operation of " + TARGET);
      }
    } catch (PayloadException e) {
      throw refused(e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeException refused(PayloadException e) {
    return switch (e.kind()) {
      case MISSING -> new SwfFault("PayloadMissing", e.getMessage());
      case DAMAGED -> new SwfFault("PayloadDamaged", e.getMessage());
      case REFUSED -> invalid(e.getMessage());
      case UNAVAILABLE -> new StoreException(e.getMessage(), e);
    };
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new SwfFault("SerializationException", "The body is no JSON object.");
    }
  }

  private static String text(JsonNode request, String member) {
    JsonNode value = request.path(member);
    if (!value.isTextual()) {
      throw invalid("'" + member + "' is missing.");
    }
    return value.textValue();
  }

  private static SwfFault invalid(String sentence) {
    return new SwfFault("ValidationException", sentence);
  }

  private static void permit(AccessKey key, String domain) {
    boolean permitted =
        switch (key.scope()) {
          case AccessKey.Everything everything -> true;
          case AccessKey.Domains some -> some.domains().contains(domain);
          case AccessKey.Worker worker -> worker.domain().equals(domain);
        };
    if (!permitted) {
      throw new SwfFault(
          "OperationNotPermittedFault",
          "User: %s is not authorized to use the large values of the domain %s"
              .formatted(key.owner(), domain));
    }
  }
}
