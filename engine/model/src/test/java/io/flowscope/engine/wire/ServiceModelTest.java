package io.flowscope.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.HistoryEvent;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Walks SWF's service model, so that no member of any shape can be forgotten. */
class ServiceModelTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private int counter;

  @Test
  void everyMemberOfEveryRequestAndAnswerIsReadAndWritten() {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> operation : ServiceModel.operations().properties()) {
      String name = operation.getKey();
      names.add(name);
      Class<?> action = Wire.action(name).orElseThrow();
      survives(sample(operation.getValue().path("input")), action);
      if (operation.getValue().has("output")) {
        survives(sample(operation.getValue().path("output")), Wire.answerOf(action));
      } else {
        assertThat(Wire.answerOf(action)).isEqualTo(Done.class);
      }
    }
    assertThat(names).hasSize(39);
  }

  @Test
  void everyMemberOfEveryEventIsReadAndWritten() {
    int types = 0;
    for (JsonNode type : ServiceModel.shape("EventType").path("enum")) {
      survives(tagged("eventType", type.asText(), "EventAttributes", true), HistoryEvent.class);
      types++;
    }
    assertThat(types).isEqualTo(54);
  }

  @Test
  void everyMemberOfEveryDecisionIsReadAndWritten() {
    int types = 0;
    for (JsonNode type : ServiceModel.shape("DecisionType").path("enum")) {
      survives(tagged("decisionType", type.asText(), "DecisionAttributes", false), Decision.class);
      types++;
    }
    assertThat(types).isEqualTo(13);
  }

  private static void survives(JsonNode sample, Class<?> type) {
    String json = sample.toString();
    assertThat(plain(Wire.encode(Wire.decode(json, type))))
        .as(type.getName())
        .isEqualTo(plain(json));
  }

  private static JsonNode plain(String json) {
    try {
      return PLAIN.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode sample(JsonNode member) {
    return sample(ServiceModel.shapeOf(member));
  }

  private JsonNode sample(String name) {
    JsonNode shape = ServiceModel.shape(name);
    counter++;
    return switch (shape.path("type").asText()) {
      case "structure" -> structure(name, shape);
      case "list" -> {
        ArrayNode list = JSON.arrayNode();
        yield list.add(sample(shape.path("member"))).add(sample(shape.path("member")));
      }
      case "string" ->
          JSON.textNode(shape.has("enum") ? last(shape.path("enum")) : "text " + counter);
      case "integer", "long" -> JSON.numberNode(counter);
      case "boolean" -> JSON.booleanNode(true);
      case "timestamp" -> JSON.numberNode(new BigDecimal(counter + ".125"));
      default -> throw new AssertionError("type of " + name);
    };
  }

  private JsonNode structure(String name, JsonNode shape) {
    if (name.equals("HistoryEvent")) {
      return tagged("eventType", "ActivityTaskScheduled", "EventAttributes", true);
    }
    if (name.equals("Decision")) {
      return tagged("decisionType", "ScheduleActivityTask", "DecisionAttributes", false);
    }
    ObjectNode node = JSON.objectNode();
    shape.path("members").properties().forEach(m -> node.set(m.getKey(), sample(m.getValue())));
    return node;
  }

  private ObjectNode tagged(String tag, String type, String suffix, boolean event) {
    ObjectNode node = JSON.objectNode().put(tag, type);
    if (event) {
      node.set("eventTimestamp", JSON.numberNode(new BigDecimal("1795255200.125")));
      node.put("eventId", 1 + counter);
    }
    String member = WireNames.member(type, suffix);
    String owner = event ? "HistoryEvent" : "Decision";
    JsonNode attributes = ServiceModel.shape(owner).path("members").path(member);
    node.set(member, sample(attributes));
    return node;
  }

  private static String last(JsonNode values) {
    String last = "";
    for (Iterator<JsonNode> all = values.elements(); all.hasNext(); ) {
      last = all.next().asText();
    }
    return last;
  }
}
