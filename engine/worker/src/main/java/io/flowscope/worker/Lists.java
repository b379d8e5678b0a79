package io.flowscope.worker;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Task lists that come and go while the worker runs, each with its poller. */
final class Lists {
  private final Function<String, Poller<?>> start;
  private final Map<String, Poller<?>> pollers = new LinkedHashMap<>();

  Lists(Function<String, Poller<?>> start) {
    this.start = start;
  }

  /** Stops them all; returns those that may still be at work. */
  synchronized List<Poller<?>> stop() {
    List<Poller<?>> all = List.copyOf(pollers.values());
    set(List.of());
    return all;
  }

  /** From now on these and no others. */
  synchronized void set(List<String> wanted) {
    for (String gone : new HashSet<>(pollers.keySet())) {
      if (!wanted.contains(gone)) {
        pollers.remove(gone).stop();
      }
    }
    for (String list : wanted) {
      pollers.computeIfAbsent(list, start);
    }
  }
}
