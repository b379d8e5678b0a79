package io.flowscope.engine.core;

import io.flowscope.engine.model.HistoryEvent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The last events of executions that changed lately, so that a step needs no read. What it holds is
 * bounded by its weight; those that changed longest ago go first.
 */
final class Tails {
  private static final int MOST_EVENTS = 64;

  private final long capacity;
  private final LinkedHashMap<Long, Tail> tails = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /**
   * @param capacity how much all events may weigh together, in {@link Weight}'s units
   */
  Tails(long capacity) {
    this.capacity = capacity;
  }

  /** Events are only ever added behind those that a reader may be looking at. */
  private static final class Tail {
    HistoryEvent[] events = new HistoryEvent[8];
    int from;
    int to;
    long weight;

    /** Adds an event and gives how much heavier that made it. */
    long add(HistoryEvent event) {
      if (to == events.length) {
        // Half of the room stays free, so that an event is moved once on average.
        events = Arrays.copyOfRange(events, from, from + Math.max(8, 2 * (to - from)));
        to -= from;
        from = 0;
      }
      events[to++] = event;
      long more = Weight.of(event.event());
      if (to - from > MOST_EVENTS) {
        more -= Weight.of(events[from++].event());
      }
      weight += more;
      return more;
    }

    List<HistoryEvent> view() {
      return Collections.unmodifiableList(Arrays.asList(events).subList(from, to));
    }
  }

  synchronized void add(long run, List<HistoryEvent> events) {
    Tail tail = tails.computeIfAbsent(run, number -> new Tail());
    for (HistoryEvent event : events) {
      weight += tail.add(event);
    }
    while (weight > capacity && !tails.isEmpty()) {
      weight -= tails.pollFirstEntry().getValue().weight;
    }
  }

  synchronized void remove(long run) {
    Tail tail = tails.remove(run);
    if (tail != null) {
      weight -= tail.weight;
    }
  }

  synchronized void clear() {
    tails.clear();
    weight = 0;
  }

  /** What is known of the end of a history, in order; empty when nothing is. */
  synchronized List<HistoryEvent> get(long run) {
    Tail tail = tails.get(run);
    return tail == null ? List.of() : tail.view();
  }

  /** What all of it weighs. */
  synchronized long weight() {
    return weight;
  }
}
