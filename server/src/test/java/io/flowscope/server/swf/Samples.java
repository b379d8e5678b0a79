package io.flowscope.server.swf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Good requests for all actions, made from SWF's service model and what is in the engine now. */
final class Samples {
  private static final JsonNode MODEL = model();

  /** Values by shape. */
  private final Map<String, String> values = new HashMap<>();

  Samples(String runId, String taskToken) {
    values.putAll(
        Map.of(
            "DomainName",
            InProcess.DOMAIN,
            "WorkflowId",
            "w",
            "WorkflowRunId",
            runId,
            "WorkflowRunIdOptional",
            runId,
            "TaskToken",
            taskToken,
            "Name",
            "T",
            "Version",
            "1",
            "VersionOptional",
            "1",
            "Arn",
            "arn:aws:swf:local:000000000000:/domain/" + InProcess.DOMAIN));
    values.putAll(
        Map.of(
            "DurationInSeconds", "60",
            "DurationInSecondsOptional", "60",
            "DurationInDays", "7",
            "TaskPriority", "1",
            "WorkflowTypeVersion", "1"));
  }

  private static JsonNode model() {
    try (InputStream in = Wire.class.getResourceAsStream("swf-2012-01-25.json")) {
      return Wire.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all actions. */
  static List<String> actions() {
    List<String> names = new ArrayList<>();
    MODEL.path("operations").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A request with every member, except page tokens and all but one of filters that exclude. */
  ObjectNode request(String action) {
    ObjectNode request = structure(MODEL.at("/operations/" + action + "/input/shape").asText());
    request.remove("nextPageToken");
    if (request.has("startTimeFilter")) {
      request.remove(
          List.of("closeTimeFilter", "executionFilter", "tagFilter", "closeStatusFilter"));
    }
    return request;
  }

  private ObjectNode structure(String shape) {
    ObjectNode node = Wire.JSON.createObjectNode();
    MODEL
        .at("/shapes/" + shape + "/members")
        .properties()
        .forEach(m -> node.set(m.getKey(), value(m.getValue().path("shape").asText())));
    return node;
  }

  private JsonNode value(String name) {
    JsonNode shape = MODEL.at("/shapes/" + name);
    var make = Wire.JSON.getNodeFactory();
    return switch (shape.path("type").asText()) {
      case "structure" -> structure(name);
      case "list" -> {
        var list = make.arrayNode();
        if (name.equals("DecisionList")) {
          decisions().forEach(list::add);
        } else {
          list.add(value(shape.path("member").path("shape").asText()));
        }
        yield list;
      }
      case "string" ->
          shape.has("enum")
              ? shape.path("enum").path(0)
              : make.textNode(values.getOrDefault(name, "x"));
      case "boolean" -> make.booleanNode(true);
      case "timestamp" -> make.numberNode(InProcess.NOW.getEpochSecond() - 10);
      default -> make.numberNode(5);
    };
  }

  /** One of each type that does not close the execution. */
  private List<JsonNode> decisions() {
    List<JsonNode> decisions = new ArrayList<>();
    for (JsonNode type : MODEL.at("/shapes/DecisionType/enum")) {
      String name = type.asText();
      if (name.matches("(Complete|Fail|Cancel|ContinueAsNew)WorkflowExecution")) {
        continue;
      }
      String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
      ObjectNode decision = Wire.JSON.createObjectNode().put("decisionType", name);
      decision.set(member + "DecisionAttributes", value(name + "DecisionAttributes"));
      decisions.add(decision);
    }
    return decisions;
  }
}
