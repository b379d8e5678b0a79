package io.flowscope.engine.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** SWF's own description of its API: operations, and shapes with their constraints. */
final class ServiceModel {
  private static final String FILE = "swf-2012-01-25.json";
  private static final JsonNode MODEL = read();

  private ServiceModel() {}

  private static JsonNode read() {
    try (InputStream in = ServiceModel.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("This program is incomplete: " + FILE + " is missing.");
      }
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode operations() {
    return MODEL.path("operations");
  }

  static JsonNode shape(String name) {
    JsonNode shape = MODEL.path("shapes").path(name);
    if (shape.isMissingNode()) {
      throw new IllegalArgumentException("The service model has no shape " + name);
    }
    return shape;
  }

  static String shapeOf(JsonNode member) {
    return member.path("shape").asText();
  }
}
