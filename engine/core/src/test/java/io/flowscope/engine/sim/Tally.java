package io.flowscope.engine.sim;

import java.util.Map;
import java.util.TreeMap;

/** Counts of what happened in one run or in many. */
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();

  void count(String what) {
    count(what, 1);
  }

  void count(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  void count(Fault fault) {
    count("fault " + fault);
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** The counts whose names begin like this, added. */
  long all(String prefix) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  void add(Tally other) {
    other.counts.forEach(this::count);
  }

  Map<String, Long> counts() {
    return counts;
  }
}
