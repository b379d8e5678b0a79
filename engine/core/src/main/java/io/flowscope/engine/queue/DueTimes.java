package io.flowscope.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** What is to happen at which time unless something else happens before. */
public final class DueTimes {
  private final Map<Key, Due> times = new HashMap<>();
  private final NavigableSet<Due> order =
      new TreeSet<>(
          Comparator.comparing(Due::at)
              .thenComparing(due -> due.key().runId())
              .thenComparing(due -> due.key().kind())
              .thenComparingLong(due -> due.key().eventId()));

  /** What comes due. */
  public enum Kind {
    DECISION,
    ACTIVITY,
    HEARTBEAT,
    TIMER,
    EXECUTION
  }

  /**
   * Whose time it is.
   *
   * @param eventId the event that scheduled or started it; 0 for an execution
   */
  public record Key(String runId, Kind kind, long eventId) {}

  /**
   * A point in time.
   *
   * @param name the timer's id; empty for other kinds
   */
  public record Due(Instant at, Key key, String name) {}

  /** Sets the time of {@code key}, or removes it. */
  public void set(Key key, Optional<Instant> at, String name) {
    Due old = times.remove(key);
    if (old != null) {
      order.remove(old);
    }
    at.ifPresent(
        instant -> {
          Due due = new Due(instant, key, name);
          times.put(key, due);
          order.add(due);
        });
  }

  /** Sets the time of {@code key}, or removes it. */
  public void set(Key key, Optional<Instant> at) {
    set(key, at, "");
  }

  /** Forgets the time of {@code key}. */
  public void remove(Key key) {
    set(key, Optional.empty());
  }

  /** The next time, if any. */
  public Optional<Instant> next() {
    return order.isEmpty() ? Optional.empty() : Optional.of(order.first().at());
  }

  /** Up to {@code limit} that are due at {@code now}, the earliest first; they are removed. */
  public List<Due> takeDue(Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    while (due.size() < limit && !order.isEmpty() && !order.first().at().isAfter(now)) {
      Due first = order.pollFirst();
      times.remove(first.key());
      due.add(first);
    }
    return due;
  }
}
