package io.flowscope.worker.replay;

import java.util.HashMap;
import java.util.Map;

/** Markers have no id of their own: they are told apart by name and number. */
final class MarkerKeys {
  private final Map<String, Integer> counts = new HashMap<>();

  String next(String name) {
    return Intent.marker(name, counts.merge(name, 1, Integer::sum));
  }
}
