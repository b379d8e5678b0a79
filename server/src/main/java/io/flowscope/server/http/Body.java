package io.flowscope.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON object that a request carries, member by member. */
final class Body {
  private final JsonNode node;

  private Body(JsonNode node) {
    this.node = node;
  }

  /**
   * Reads the body.
   *
   * @param known the members that mean something; others are refused, so that a mistyped one is not
   *     lost
   * @throws Problem when it is no JSON object
   */
  static Body read(Context ctx, Set<String> known) {
    String type = ctx.contentType();
    if (type != null && !type.isEmpty() && !type.contains("json")) {
      throw Problem.of(
          415,
          "wrongContentType",
          "The content type is '%s'; send JSON as application/json.".formatted(Json.shorten(type)));
    }
    JsonNode node = Json.read(ctx.body(), null);
    if (!node.isObject()) {
      throw Problem.of(400, "malformedJson", "The body must be a JSON object.");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw Problem.field(
                    Json.shorten(name),
                    "There is no member '%s' here; known are %s."
                        .formatted(
                            Json.shorten(name),
                            String.join(", ", known.stream().sorted().toList())));
              }
            });
    return new Body(node);
  }

  /** A text that must be there and not be empty. */
  String required(String name) {
    String text = optional(name);
    if (text == null || text.isEmpty()) {
      throw Problem.field(name, "'%s' is missing; a non-empty string is required.".formatted(name));
    }
    return text;
  }

  /** A text, or null where it is absent. */
  @Nullable String optional(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw Problem.field(name, "'%s' must be a string.".formatted(name));
    }
    return value.asText();
  }

  /** Any value, or null where it is absent. */
  @Nullable JsonNode value(String name) {
    return node.get(name);
  }

  /** A list of texts; empty where it is absent. */
  List<String> texts(String name) {
    JsonNode value = node.path(name);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    if (!value.isArray()) {
      throw Problem.field(name, "'%s' must be an array of strings.".formatted(name));
    }
    for (JsonNode one : value) {
      if (!one.isTextual()) {
        throw Problem.field(
            name + "/" + texts.size(), "'%s' must be an array of strings.".formatted(name));
      }
      texts.add(one.asText());
    }
    return texts;
  }
}
