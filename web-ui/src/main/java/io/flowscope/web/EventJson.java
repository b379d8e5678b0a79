package io.flowscope.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An event's JSON, made ready to be read.
 *
 * @param attributes the event's own attributes in order
 * @param pretty the whole event, indented, long values cut
 * @param cut whether something was cut
 */
public record EventJson(List<Attribute> attributes, String pretty, boolean cut) {

  /** Values longer than this many characters are cut on the page. */
  public static final int LONGEST = 4096;

  private static final int LINE = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@code value} is one line, as JSON writes it but for the quotes of a text. */
  public record Attribute(String name, String value) {}

  /** Reads the JSON of one event; what is no JSON is shown as it is. */
  public static EventJson of(String json) {
    JsonNode event;
    try {
      event = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return new EventJson(List.of(), cutText(json), json.length() > LONGEST);
    }
    List<Attribute> attributes = new ArrayList<>();
    boolean[] cut = new boolean[1];
    JsonNode shown = cut(event, cut);
    for (var member : event.properties()) {
      if (member.getKey().endsWith("EventAttributes")) {
        for (var attribute : member.getValue().properties()) {
          attributes.add(new Attribute(attribute.getKey(), line(attribute.getValue())));
        }
      }
    }
    return new EventJson(List.copyOf(attributes), shown.toPrettyString(), cut[0]);
  }

  private static String line(JsonNode value) {
    if (value.isObject() && value.has("name")) {
      String version = value.path("version").asText("");
      return Words.cut(
          value.path("name").asText() + (version.isEmpty() ? "" : " " + version), LINE);
    }
    String text = value.isTextual() ? value.asText() : value.toString();
    return Words.cut(text.length() > 4 * LINE ? text.substring(0, 4 * LINE) : text, LINE)
        .replace('\n', ' ');
  }

  private static JsonNode cut(JsonNode node, boolean[] cut) {
    if (node.isTextual() && node.asText().length() > LONGEST) {
      cut[0] = true;
      return JSON.getNodeFactory().textNode(cutText(node.asText()));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object.properties().forEach(e -> copy.set(e.getKey(), cut(e.getValue(), cut)));
      return copy;
    }
    return node;
  }

  private static String cutText(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "… (" + Words.count(text.length()) + " characters)";
  }
}
