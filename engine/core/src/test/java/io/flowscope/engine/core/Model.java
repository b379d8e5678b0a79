package io.flowscope.engine.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SWF's service model as tests look at it. */
final class Model {
  private static final JsonNode MODEL = read();
  private static final Map<String, List<String>> REQUIRED = new HashMap<>();

  private Model() {}

  private static JsonNode read() {
    try (InputStream in = Wire.class.getResourceAsStream("swf-2012-01-25.json")) {
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The members that a shape must have. */
  static synchronized List<String> required(String shape) {
    return REQUIRED.computeIfAbsent(
        shape, name -> texts(MODEL.path("shapes").path(name).path("required")));
  }

  /** The actions. */
  static List<String> operations() {
    List<String> names = new ArrayList<>();
    MODEL.path("operations").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The faults that an action may answer. */
  static List<String> faults(String operation) {
    List<String> names = new ArrayList<>();
    MODEL
        .path("operations")
        .path(operation)
        .path("errors")
        .forEach(error -> names.add(error.path("shape").asText()));
    return names;
  }

  private static List<String> texts(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(text -> all.add(text.asText()));
    return all;
  }
}
