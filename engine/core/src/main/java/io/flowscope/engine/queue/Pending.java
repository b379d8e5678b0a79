package io.flowscope.engine.queue;

import java.time.Instant;
import java.util.Comparator;

/**
 * A task that waits for a poller: higher priorities first, then older ones.
 *
 * @param order tells tasks of the same instant apart, in the order of their executions
 */
public record Pending(TaskKey key, ListKey list, int priority, Instant scheduledAt, long order) {
  static final Comparator<Pending> FIRST =
      Comparator.comparing(Pending::priority, Comparator.reverseOrder())
          .thenComparing(Pending::scheduledAt)
          .thenComparingLong(Pending::order)
          .thenComparingLong(pending -> pending.key().scheduledEventId());

  /** A place behind all tasks of the same priority. */
  Pending lastOfItsPriority() {
    return new Pending(key, list, priority, Instant.MAX, Long.MAX_VALUE);
  }
}
