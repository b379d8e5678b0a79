package io.flowscope.testing.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a {@code text result} block, for instance {@code pay(3) gives "paid" after 5 s;
 * signal go = true at 4 s}, {@code pay(3) fails: no money} or {@code pay(3) is canceled; cancel at
 * 2 s}.
 */
record Expected(
    String line,
    String workflow,
    List<Object> arguments,
    String end,
    String text,
    List<Deed> deeds) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LINE =
      Pattern.compile(
          "(\\w+)\\((.*?)\\) (gives|fails:|is canceled)(?: (.*?))?(?: after ([\\d.]+) s)?((?:;"
              + " .*)?)");
  private static final Pattern DEED =
      Pattern.compile("; (?:signal (\\w+) = (.+?)|(cancel)) at ([\\d.]+) s");

  /** What somebody does to the run while it runs. */
  record Deed(String signal, Object value, Duration at) {}

  static Expected of(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("No result that can be tested: " + line);
    }
    List<Deed> deeds = new ArrayList<>();
    Matcher deed = DEED.matcher(matcher.group(6));
    while (deed.find()) {
      boolean cancel = deed.group(3) != null;
      deeds.add(
          new Deed(
              cancel ? "" : deed.group(1),
              cancel ? "" : value(deed.group(2)),
              seconds(deed.group(4))));
    }
    List<Object> arguments = new ArrayList<>();
    tree("[" + matcher.group(2) + "]")
        .forEach(node -> arguments.add(JSON.convertValue(node, Object.class)));
    return new Expected(
        line,
        matcher.group(1),
        arguments,
        matcher.group(3),
        matcher.group(4) == null ? "" : matcher.group(4),
        deeds);
  }

  /** How long the run takes; null where the line does not say. */
  Duration duration() {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches() && matcher.group(5) != null ? seconds(matcher.group(5)) : null;
  }

  /** JSON as a tree, so that blanks do not matter. */
  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("No JSON: " + json, e);
    }
  }

  private static Object value(String json) {
    return JSON.convertValue(tree(json), Object.class);
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }
}
