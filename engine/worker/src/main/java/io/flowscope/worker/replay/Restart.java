package io.flowscope.worker.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.worker.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input of a run that goes on where another ended: a plain array of arguments, or an object
 * that carries the signals which the run before did not take.
 */
final class Restart {
  private Restart() {}

  static String input(String arguments, List<Signals.Arrived> signals) {
    if (signals.isEmpty()) {
      return arguments;
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Signals.Arrived signal : signals) {
      ObjectNode entry = array.addObject().put("name", signal.name());
      if (signal.input() != null) {
        entry.put("input", signal.input());
      }
    }
    return "{\"args\":" + arguments + ",\"signals\":" + array + "}";
  }

  /** The arguments in {@code input}; signals in it arrive before all others. */
  static @Nullable String arguments(@Nullable String input, Signals signals) {
    if (input == null || !input.stripLeading().startsWith("{")) {
      return input;
    }
    try {
      JsonNode node = Values.tree(input);
      for (JsonNode signal : node.path("signals")) {
        JsonNode carried = signal.path("input");
        signals.arrive(signal.path("name").asText(), carried.isTextual() ? carried.asText() : null);
      }
      return node.path("args").isMissingNode() ? "[]" : Values.text(node.path("args"));
    } catch (JsonProcessingException e) {
      return input;
    }
  }
}
