package io.flowscope.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.SwfFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Breaks every constraint of every member of every request, one at a time, and expects AWS's words
 * and path. What is required, minimum, maximum and enumeration is read from the service model here,
 * too, independently of the code under test.
 */
class ModelConstraintsTest {
  private static final String FAILED = "' failed to satisfy constraint: ";

  /** One way to make a good request bad. */
  private record Violation(String path, String value, String constraint, Runnable make) {}

  private final List<Violation> violations = new ArrayList<>();

  @Test
  void everyConstraintOfTheModelIsEnforcedInAwsWords() {
    Set<String> kinds = new TreeSet<>();
    int checked = 0;
    for (Map.Entry<String, JsonNode> operation : ServiceModel.operations().properties()) {
      Class<?> action = Wire.action(operation.getKey()).orElseThrow();
      String input = ServiceModel.shapeOf(operation.getValue().path("input"));
      int count = violations(input).size();
      assertThat(fault(action, structure(input)))
          .as("a good request for %s", operation.getKey())
          .isEmpty();
      for (int i = 0; i < count; i++) {
        ObjectNode request = rebuilt(input);
        Violation violation = violations.get(i);
        violation.make().run();
        assertThat(fault(action, request))
            .as("%s with %s", operation.getKey(), request)
            .containsPattern("^(1 validation error|2 validation errors) detected: ")
            .contains(violation.value() + " at '" + violation.path() + FAILED)
            .contains(violation.constraint());
        kinds.add(violation.constraint().replaceAll("[0-9]+|\\[.*", "n"));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(400);
    assertThat(kinds).hasSize(6);
  }

  @Test
  void onlyTheRequiredMembersAreRequired() {
    for (Map.Entry<String, JsonNode> operation : ServiceModel.operations().properties()) {
      Class<?> action = Wire.action(operation.getKey()).orElseThrow();
      String input = ServiceModel.shapeOf(operation.getValue().path("input"));
      ObjectNode request = structure(input);
      prune(request, input);
      assertThat(fault(action, request)).as("%s with %s", operation.getKey(), request).isEmpty();
      assertThat(tree(Wire.encode(Wire.decode(request.toString(), action))))
          .as("absent members stay absent")
          .isEqualTo(tree(request.toString()));
    }
  }

  private static JsonNode tree(String json) {
    try {
      return Wire.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String fault(Class<?> action, JsonNode request) {
    try {
      Constraints.check(Wire.decode(request.toString(), action));
      return "";
    } catch (SwfFault fault) {
      assertThat(fault.type()).isEqualTo("ValidationException");
      return fault.getMessage();
    }
  }

  private List<Violation> violations(String input) {
    rebuilt(input);
    return violations;
  }

  /** The good request anew, with {@link #violations} that break just this copy. */
  private ObjectNode rebuilt(String input) {
    ObjectNode request = structure(input);
    violations.clear();
    walk(request, input, "");
    return request;
  }

  private void walk(ObjectNode node, String shapeName, String path) {
    JsonNode shape = ServiceModel.shape(shapeName);
    for (Map.Entry<String, JsonNode> member : shape.path("members").properties()) {
      String name = member.getKey();
      if (!node.has(name)) {
        continue;
      }
      String at = path.isEmpty() ? name : path + "." + name;
      if (required(shape, name)) {
        violations.add(
            new Violation(at, "Value null", "Member must not be null", () -> node.remove(name)));
      }
      scalar(node, name, ServiceModel.shapeOf(member.getValue()), at);
    }
  }

  private void scalar(ObjectNode node, String name, String shapeName, String at) {
    JsonNode shape = ServiceModel.shape(shapeName);
    switch (shape.path("type").asText()) {
      case "structure" -> walk((ObjectNode) node.path(name), shapeName, at);
      case "list" -> list((ArrayNode) node.path(name), shape, at);
      case "string" -> {
        if (shape.has("enum")) {
          String all = String.join(", ", texts(shape.path("enum")));
          violations.add(
              new Violation(
                  at,
                  "Value 'NO_SUCH'",
                  "Member must satisfy enum value set: [" + all + "]",
                  () -> node.put(name, "NO_SUCH")));
        }
        if (shape.path("min").asInt() > 0) {
          violations.add(
              new Violation(
                  at,
                  "Value ''",
                  bound("length", "greater", shape, "min"),
                  () -> node.put(name, "")));
        }
        if (shape.has("max")) {
          String tooLong = "1".repeat(shape.path("max").asInt() + 1);
          violations.add(
              new Violation(
                  at,
                  Constraints.quoted(tooLong),
                  bound("length", "less", shape, "max"),
                  () -> node.put(name, tooLong)));
        }
      }
      case "integer" -> {
        int below = shape.path("min").asInt() - 1;
        int above = shape.path("max").asInt() + 1;
        violations.add(
            new Violation(
                at,
                "Value '" + below + "'",
                bound("value", "greater", shape, "min"),
                () -> node.put(name, below)));
        violations.add(
            new Violation(
                at,
                "Value '" + above + "'",
                bound("value", "less", shape, "max"),
                () -> node.put(name, above)));
      }
      default -> {}
    }
  }

  private void list(ArrayNode list, JsonNode shape, String at) {
    if (shape.has("max")) {
      violations.add(
          new Violation(
              at,
              "Value '[" + (shape.path("max").asInt() + 1) + " members]'",
              bound("length", "less", shape, "max"),
              () -> {
                while (list.size() <= shape.path("max").asInt()) {
                  list.add(list.path(0).deepCopy());
                }
              }));
    }
    for (int i = 0; i < list.size(); i++) {
      int index = i;
      String element = at + "." + (i + 1) + ".member";
      violations.add(
          new Violation(
              element, "Value null", "Member must not be null", () -> list.setNull(index)));
      if (list.path(i).isObject()) {
        walk((ObjectNode) list.path(i), ServiceModel.shapeOf(shape.path("member")), element);
      }
    }
  }

  private static String bound(String what, String direction, JsonNode shape, String key) {
    return "Member must have %s %s than or equal to %d"
        .formatted(what, direction, shape.path(key).asLong());
  }

  private static boolean required(JsonNode shape, String name) {
    return texts(shape.path("required")).contains(name);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static void prune(ObjectNode node, String shapeName) {
    JsonNode shape = ServiceModel.shape(shapeName);
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!required(shape, name)) {
        node.remove(name);
      } else if (node.path(name) instanceof ObjectNode inner) {
        prune(inner, ServiceModel.shapeOf(shape.path("members").path(name)));
      }
    }
  }

  /** A good value of everything; a list of decisions has one of each type. */
  private static ObjectNode structure(String name) {
    ObjectNode node = Wire.JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member :
        ServiceModel.shape(name).path("members").properties()) {
      node.set(member.getKey(), value(ServiceModel.shapeOf(member.getValue())));
    }
    return node;
  }

  private static JsonNode value(String name) {
    JsonNode shape = ServiceModel.shape(name);
    var make = Wire.JSON.getNodeFactory();
    return switch (shape.path("type").asText()) {
      case "structure" -> structure(name);
      case "list" -> name.equals("DecisionList") ? decisions() : elements(shape);
      case "string" -> shape.has("enum") ? shape.path("enum").path(0) : make.textNode("7");
      case "integer" -> make.numberNode(1);
      case "boolean" -> make.booleanNode(true);
      case "timestamp" -> make.numberNode(1_795_255_200.125);
      default -> throw new AssertionError("type of " + name);
    };
  }

  private static ArrayNode elements(JsonNode shape) {
    ArrayNode list = Wire.JSON.createArrayNode();
    list.add(value(ServiceModel.shapeOf(shape.path("member"))));
    return list;
  }

  private static ArrayNode decisions() {
    ArrayNode list = Wire.JSON.createArrayNode();
    for (String type : texts(ServiceModel.shape("DecisionType").path("enum"))) {
      String member = WireNames.member(type, "DecisionAttributes");
      String attributes =
          ServiceModel.shapeOf(ServiceModel.shape("Decision").path("members").path(member));
      list.add(
          Wire.JSON
              .createObjectNode()
              .put("decisionType", type)
              .set(member, structure(attributes)));
    }
    return list;
  }
}
