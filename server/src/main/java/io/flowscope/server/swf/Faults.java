package io.flowscope.server.swf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.wire.Wire;
import java.nio.charset.StandardCharsets;

/** Faults as SWF writes them. */
final class Faults {
  private static final String MODEL = "com.amazonaws.swf.base.model#";
  private static final String VALIDATION = "com.amazon.coral.validate#";
  private static final String AVAILABILITY = "com.amazon.coral.availability#";
  private static final String SERVICE = "com.amazon.coral.service#";

  private Faults() {}

  static byte[] body(SwfFault fault) {
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
