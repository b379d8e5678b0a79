package io.flowscope.engine.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much the engine keeps in memory. Each number has a configuration key of its own.
 *
 * @param runs {@code limits.memory.runs}: open executions of which the folded state is kept; others
 *     are folded from their events when something happens to them
 * @param calls {@code limits.queue.calls}: calls that wait for the writer; more are answered with
 *     ThrottlingException
 * @param characters {@code limits.queue.characters}: what all calls that wait may have together
 * @param polls {@code limits.queue.polls}: polls that wait for a task, on all task lists together
 */
public record Capacity(int runs, int calls, int characters, int polls) {
  private static final int MEBI = 1 << 20;

  /** What fits the heap of this process. */
  static final Capacity STANDARD =
      new Capacity(
          10_000,
          10_000,
          (int) Math.clamp(Runtime.getRuntime().maxMemory() / 16, 4L * MEBI, 256L * MEBI),
          10_000);

  private static final String RUNS = "limits.memory.runs";
  private static final String CALLS = "limits.queue.calls";
  private static final String CHARACTERS = "limits.queue.characters";
  private static final String POLLS = "limits.queue.polls";
  private static final Set<String> KEYS = Set.of(RUNS, CALLS, CHARACTERS, POLLS);

  /**
   * The standard, changed by those of {@code settings} that are its keys.
   *
   * @throws IllegalArgumentException when a key is unknown or a value is no positive whole number
   */
  static Capacity of(Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (isKey(key) && !KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "There is no setting " + key + ". Known are " + new TreeSet<>(KEYS));
      }
    }
    return new Capacity(
        value(settings, RUNS, STANDARD.runs),
        value(settings, CALLS, STANDARD.calls),
        value(settings, CHARACTERS, STANDARD.characters),
        value(settings, POLLS, STANDARD.polls));
  }

  /** What is left of {@code settings} for others. */
  static Map<String, String> others(Map<String, String> settings) {
    Map<String, String> others = new HashMap<>(settings);
    others.keySet().removeIf(Capacity::isKey);
    return others;
  }

  private static boolean isKey(String key) {
    return key.startsWith("limits.memory.") || key.startsWith("limits.queue.");
  }

  private static int value(Map<String, String> settings, String key, int otherwise) {
    String text = settings.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one sentence for both.
    }
    throw new IllegalArgumentException(
        key + " must be a whole number above 0, but is '" + text + "'.");
  }
}
