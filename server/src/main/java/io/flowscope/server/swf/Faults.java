package io.flowscope.server.swf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.store.StoreException;
import io.flowscope.engine.wire.Wire;
import io.flowscope.server.Storage;
import io.flowscope.server.swf.SwfEndpoint.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults as SWF writes them. */
final class Faults {
  private static final String MODEL = "com.amazonaws.swf.base.model#";
  private static final String VALIDATION = "com.amazon.coral.validate#";
  private static final String AVAILABILITY = "com.amazon.coral.availability#";
  private static final String SERVICE = "com.amazon.coral.service#";

  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  /** What the caller of a request that failed is told; what is our own fault is logged. */
  static Answer answer(String id, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof SwfFault fault) {
      return new Answer(BAD_REQUEST, id, body(fault));
    }
    if (cause instanceof Refusal refusal) {
      return new Answer(refusal.status(), id, body(refusal.fault()));
    }
    if (cause instanceof CancellationException) {
      return new Answer(
          BAD_REQUEST,
          id,
          body(new SwfFault("OperationNotPermittedFault", "The key was revoked.")));
    }
    if (cause instanceof StoreException store) {
      LOG.warn("Request {} failed: {}", id, store.getMessage());
      return new Answer(
          UNAVAILABLE,
          id,
          body(
              new SwfFault(
                  "ServiceUnavailable",
                  Storage.isFull(store)
                      ? "Nothing can be written: the disk is full. Try again when space was freed."
                      : "Nothing can be written at present; the server's health and log tell"
                          + " why.")));
    }
    if (cause instanceof IOException) {
      // An SWF elsewhere; its connection tells in the log what is wrong with it.
      return new Answer(
          UNAVAILABLE,
          id,
          body(
              new SwfFault(
                  "ServiceUnavailable",
                  "The call was forwarded and failed there: " + cause.getMessage())));
    }
    LOG.error("Request {} failed", id, cause);
    return new Answer(
        INTERNAL,
        id,
        body(
            new SwfFault(
                "InternalFailure",
                "The request failed inside the server; its log tells more under request " + id)));
  }

  /** The answer to a call that its caller has given up, which nobody reads. */
  static Answer givenUp() {
    return new Answer(
        BAD_REQUEST, "", body(new SwfFault("OperationNotPermittedFault", "It was given up.")));
  }

  private static byte[] body(SwfFault fault) {
    ObjectNode json = Wire.JSON.createObjectNode();
    json.put("__type", prefix(fault.type()) + fault.type());
    json.put("message", fault.getMessage());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String prefix(String type) {
    if (type.endsWith("Fault")) {
      return MODEL;
    }
    return switch (type) {
      case "ValidationException" -> VALIDATION;
      case "ThrottlingException" -> AVAILABILITY;
      default -> SERVICE;
    };
  }
}
