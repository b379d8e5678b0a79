package io.flowscope.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the start form shows of an input schema without scripts: one line per parameter, and an
 * argument array to begin with. The browser's {@code form.js} builds fields from the same schema.
 *
 * @param parameters in order
 * @param skeleton an argument array to begin with, as indented JSON: null stands where a text is to
 *     be typed
 */
public record InputForm(List<Parameter> parameters, String skeleton) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEEPEST = 6;

  /**
   * @param javaType as in the source, {@code URI}
   * @param example a value that fits, as JSON text
   */
  public record Parameter(String name, String javaType, boolean required, String example) {}

  /** Reads a schema; one that cannot be read has no parameters. */
  public static InputForm of(String inputSchema) {
    JsonNode schema;
    try {
      schema = JSON.readTree(inputSchema);
    } catch (JsonProcessingException e) {
      return new InputForm(List.of(), "[]");
    }
    List<Parameter> parameters = new ArrayList<>();
    ArrayNode skeleton = JSON.createArrayNode();
    int required = schema.path("minItems").asInt(schema.path("prefixItems").size());
    int index = 0;
    for (JsonNode item : schema.path("prefixItems")) {
      String name = item.path("title").asText("argument " + (index + 1));
      boolean must = index < required;
      JsonNode example = example(schema, item, name, 0);
      parameters.add(
          new Parameter(name, item.path("x-java").asText(type(item)), must, example.toString()));
      skeleton.add(must ? empty(schema, item, 0) : JSON.nullNode());
      index++;
    }
    return new InputForm(List.copyOf(parameters), skeleton.toPrettyString());
  }

  private static String type(JsonNode item) {
    JsonNode type = item.path("type");
    return type.isArray() ? type.path(0).asText("value") : type.asText("value");
  }

  private static JsonNode resolve(JsonNode root, JsonNode item) {
    String ref = item.path("$ref").asText("");
    return ref.startsWith("#/") ? root.at(ref.substring(1)) : item;
  }

  private static JsonNode empty(JsonNode root, JsonNode item, int depth) {
    JsonNode s = resolve(root, item);
    if (s.has("default")) {
      return s.get("default");
    }
    if (s.path("enum").size() > 0) {
      return s.path("enum").get(0);
    }
    if (s.path("oneOf").size() > 0) {
      return depth > DEEPEST ? JSON.nullNode() : empty(root, s.path("oneOf").get(0), depth + 1);
    }
    return switch (type(s)) {
      case "boolean" -> JsonNodeFactory.instance.booleanNode(false);
      case "integer", "number" -> JsonNodeFactory.instance.numberNode(0);
      case "array" -> JSON.createArrayNode();
      case "object" -> emptyObject(root, s, depth);
      // A text that nobody typed is refused, so that an empty one is never meant by mistake.
      default -> JSON.nullNode();
    };
  }

  private static JsonNode emptyObject(JsonNode root, JsonNode s, int depth) {
    ObjectNode object = JSON.createObjectNode();
    if (depth > DEEPEST) {
      return object;
    }
    for (JsonNode name : s.path("required")) {
      JsonNode property = s.path("properties").path(name.asText());
      object.set(
          name.asText(),
          property.has("const") ? property.get("const") : empty(root, property, depth + 1));
    }
    return object;
  }

  private static JsonNode example(JsonNode root, JsonNode item, String name, int depth) {
    JsonNode s = resolve(root, item);
    if (s.path("examples").size() > 0) {
      return s.path("examples").get(0);
    }
    if (s.has("properties") && depth <= DEEPEST) {
      ObjectNode object = JSON.createObjectNode();
      for (JsonNode member : s.path("required")) {
        JsonNode property = s.path("properties").path(member.asText());
        object.set(
            member.asText(),
            property.has("const")
                ? property.get("const")
                : example(root, property, member.asText(), depth + 1));
      }
      return object;
    }
    if (!type(s).equals("string") || s.has("enum")) {
      return empty(root, s, depth);
    }
    return JsonNodeFactory.instance.textNode(exampleText(s.path("format").asText(""), name));
  }

  private static String exampleText(String format, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (format) {
      case "uri", "url", "uri-reference" ->
          lower.contains("sub")
              ? "s3://talks/europython-2015.srt"
              : "s3://talks/europython-2015.mp4";
      case "date" -> "2026-11-21";
      case "time" -> "14:02:11";
      case "date-time" -> "2026-11-21T14:02:11Z";
      case "duration" -> "PT1M30S";
      case "uuid" -> "123e4567-e89b-12d3-a456-426614174000";
      default -> lower;
    };
  }
}
