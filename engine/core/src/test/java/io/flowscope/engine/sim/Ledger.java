package io.flowscope.engine.sim;

import io.flowscope.engine.model.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients asked and what they were told, kept apart from the engine. What was acknowledged
 * must be in a history exactly once, what was refused nowhere, and what was not answered at most
 * once.
 */
final class Ledger {
  private static final class Line {
    /** For each acknowledgement, how many batches were on the disk when it came. */
    final List<Integer> acknowledged = new ArrayList<>();

    int open;
  }

  private final Map<String, Line> lines = new HashMap<>();
  private final Map<String, List<Decision>> decisions = new HashMap<>();

  /** A call leaves its client. */
  void sent(String mark) {
    lines.computeIfAbsent(mark, key -> new Line()).open++;
  }

  /** What goes with an answer to a decision task. */
  void decided(String context, @Nullable List<Decision> list) {
    decisions.put(context, list == null ? List.of() : list);
  }

  /** The list that went with this context; null when no client sent it. */
  @Nullable List<Decision> decisions(@Nullable String context) {
    return decisions.get(context);
  }

  /** The client was told that it happened. */
  void acknowledged(String mark, int batches) {
    Line line = lines.get(mark);
    line.open--;
    line.acknowledged.add(batches);
  }

  /** The client was told that it did not happen, and does not expect it to. */
  void refused(String mark) {
    lines.get(mark).open--;
  }

  /** The machine ended: what was told after this batch is void, as that durability allows. */
  void forgetAfter(int batches) {
    for (Line line : lines.values()) {
      int before = line.acknowledged.size();
      line.acknowledged.removeIf(at -> at > batches);
      line.open += before - line.acknowledged.size();
    }
  }

  /** Compares all that was said with what lies on the disk. */
  void check(Truth truth) {
    lines.forEach((mark, line) -> check(mark, line, truth.count(mark)));
    for (String mark : truth.marks().keySet()) {
      Violation.unless(lines.containsKey(mark), "I2", "nobody asked for '", mark, "'");
    }
  }

  /** Compares what was said of one mark with what lies on the disk. */
  void check(String mark, Truth truth) {
    check(mark, lines.get(mark), truth.count(mark));
  }

  private static void check(String mark, Line line, int found) {
    int told = line.acknowledged.size();
    Violation.unless(
        found >= told, "I1", "'", mark, "' was acknowledged ", told, " times but is there ", found);
    Violation.unless(
        found <= told + line.open,
        "I13",
        "'",
        mark,
        "' was acknowledged ",
        told,
        " times, is open ",
        line.open,
        " times, but is there ",
        found);
  }
}
