package io.flowscope.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks input against the JSON Schema of a workflow: the part of JSON Schema 2020-12 that the
 * description of a jar uses.
 */
public final class InputCheck {
  private static final int MOST = 20;

  private final JsonNode root;
  private final List<Finding> findings = new ArrayList<>();

  private InputCheck(JsonNode root) {
    this.root = root;
  }

  /**
   * Something that does not fit.
   *
   * @param pointer JSON pointer into the input: {@code /1/formats/2}; empty for all of it
   * @param message one sentence: what is there and what would be right
   */
  public record Finding(String pointer, String message) {}

  /** What does not fit, in the order of the input; empty where all is well. */
  public static List<Finding> check(JsonNode schema, JsonNode input) {
    InputCheck check = new InputCheck(schema);
    check.check(schema, input, "");
    return check.findings;
  }

  private void check(JsonNode schema, JsonNode value, String at) {
    if (findings.size() >= MOST || schema.isBoolean()) {
      if (schema.isBoolean() && !schema.asBoolean()) {
        add(at, "Nothing is expected here.");
      }
      return;
    }
    if (schema.has("$ref")) {
      check(resolve(schema.path("$ref").asText()), value, at);
      return;
    }
    if (schema.has("oneOf") || schema.has("anyOf")) {
      checkOneOf(schema.has("oneOf") ? schema.path("oneOf") : schema.path("anyOf"), value, at);
      return;
    }
    if (schema.has("type") && !fits(schema.path("type"), value)) {
      add(at, "%s is expected, %s is given.".formatted(typeWords(schema), given(value)));
      return;
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      add(at, "%s is expected, %s is given.".formatted(schema.path("const"), given(value)));
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      add(
          at,
          "One of %s is expected, %s is given."
              .formatted(words(schema.path("enum")), given(value)));
    }
    switch (value.getNodeType()) {
      case ARRAY -> checkArray(schema, value, at);
      case OBJECT -> checkObject(schema, value, at);
      case STRING -> checkText(schema, value.asText(), at);
      case NUMBER -> checkNumber(schema, value.decimalValue(), at);
      case BINARY, BOOLEAN, MISSING, NULL, POJO -> {}
    }
  }

  private JsonNode resolve(String ref) {
    return ref.equals("#") ? root : root.at(ref.startsWith("#") ? ref.substring(1) : "/" + ref);
  }

  private static boolean fits(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (fits(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "string" -> value.isTextual();
      case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      case "null" -> value.isNull();
      default -> true;
    };
  }

  private void checkArray(JsonNode schema, JsonNode value, String at) {
    JsonNode prefix = schema.path("prefixItems");
    int least = schema.path("minItems").asInt(0);
    int most =
        schema.path("items").isBoolean() && !schema.path("items").asBoolean()
            ? prefix.size()
            : schema.path("maxItems").asInt(Integer.MAX_VALUE);
    if (value.size() < least || value.size() > most) {
      add(at, "%s, %d given.".formatted(count(least, most, prefix), value.size()));
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode item = i < prefix.size() ? prefix.path(i) : schema.path("items");
      if (!item.isMissingNode()) {
        check(item, value.path(i), at + "/" + i);
      }
    }
  }

  private static String count(int least, int most, JsonNode prefix) {
    List<String> titles = new ArrayList<>();
    prefix.forEach(item -> titles.add(item.path("title").asText("?")));
    String names = titles.isEmpty() ? "" : " (" + String.join(", ", titles) + ")";
    if (least == most) {
      return "Exactly %d %s expected%s"
          .formatted(least, least == 1 ? "value is" : "values are", names);
    }
    return most == Integer.MAX_VALUE
        ? "At least %d values are expected%s".formatted(least, names)
        : "%d to %d values are expected%s".formatted(least, most, names);
  }

  private void checkObject(JsonNode schema, JsonNode value, String at) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        add(child(at, name.asText()), "The member '%s' is missing.".formatted(name.asText()));
      }
    }
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String where = child(at, member.getKey());
      if (properties.has(member.getKey())) {
        check(properties.path(member.getKey()), member.getValue(), where);
      } else if (others.isBoolean() && !others.asBoolean()) {
        List<String> known = new ArrayList<>();
        properties.fieldNames().forEachRemaining(known::add);
        add(
            where,
            "There is no member '%s'; known are %s."
                .formatted(Json.shorten(member.getKey()), String.join(", ", known)));
      } else if (others.isObject()) {
        check(others, member.getValue(), where);
      }
    }
  }

  private void checkOneOf(JsonNode choices, JsonNode value, String at) {
    List<Finding> nearest = null;
    for (JsonNode choice : choices) {
      InputCheck one = new InputCheck(root);
      one.check(choice, value, at);
      if (one.findings.isEmpty()) {
        return;
      }
      if (!wrongKind(one.findings, value, at)
          && (nearest == null || one.findings.size() < nearest.size())) {
        nearest = one.findings;
      }
    }
    if (nearest == null) {
      add(
          at,
          "%s does not fit any of the %d kinds allowed here."
              .formatted(given(value), choices.size()));
    } else {
      nearest.forEach(finding -> add(finding.pointer(), finding.message()));
    }
  }

  /** Whether the choice is another one than was meant, seen by its type or discriminator. */
  private static boolean wrongKind(List<Finding> findings, JsonNode value, String at) {
    return findings.stream()
        .anyMatch(
            finding ->
                finding.pointer().equals(at)
                    || (value.has("type") && finding.pointer().equals(at + "/type")));
  }

  private void checkText(JsonNode schema, String text, String at) {
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    int length = text.codePointCount(0, text.length());
    if (length < least || length > most) {
      add(
          at,
          "%s expected, %d given."
              .formatted(
                  least == 1 && most == 1
                      ? "Exactly one character is"
                      : "%d to %s characters are"
                          .formatted(least, most == Integer.MAX_VALUE ? "any number of" : most),
                  length));
    }
    TextFormat.problem(schema.path("format").asText(""), schema.path("x-java").asText(""), text)
        .ifPresent(example -> add(at, "'%s' is not %s.".formatted(Json.shorten(text), example)));
  }

  private void checkNumber(JsonNode schema, BigDecimal number, String at) {
    JsonNode least = schema.path("minimum");
    JsonNode most = schema.path("maximum");
    if ((least.isNumber() && number.compareTo(least.decimalValue()) < 0)
        || (most.isNumber() && number.compareTo(most.decimalValue()) > 0)) {
      add(
          at,
          "A number from %s to %s is expected, %s is given."
              .formatted(
                  least.isNumber() ? least.asText() : "any",
                  most.isNumber() ? most.asText() : "any",
                  number));
    }
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static String words(JsonNode values) {
    List<String> words = new ArrayList<>();
    values.forEach(value -> words.add(value.asText()));
    return String.join(", ", words);
  }

  private static String child(String at, String name) {
    return at + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static String typeWords(JsonNode schema) {
    JsonNode type = schema.path("type");
    String word = type.isArray() ? words(type).replace(", ", " or ") : type.asText();
    String article = "aeio".indexOf(word.charAt(0)) >= 0 ? "An " : "A ";
    String title = schema.path("title").asText("");
    return article + word + (title.isEmpty() ? "" : " (" + title + ")");
  }

  private static String given(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case STRING -> "the string '" + Json.shorten(value.asText()) + "'";
      case NUMBER -> "the number " + Json.shorten(value.asText());
      case BOOLEAN -> value.asText();
      case NULL -> "null";
      case BINARY, MISSING, POJO -> value.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  private void add(String at, String message) {
    if (findings.size() < MOST) {
      findings.add(new Finding(at, message));
    }
  }
}
