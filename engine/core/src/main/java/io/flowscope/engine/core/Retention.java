package io.flowscope.engine.core;

import io.flowscope.engine.store.ClosedQuery;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.RunRow;
import io.flowscope.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Deletes closed executions when the retention period of their domain is over. */
final class Retention {
  /** How many executions one slice deletes at most; commands go on meanwhile. */
  static final int SLICE = 20;

  private final EventStore store;
  private final Published published;
  private final InstantSource clock;

  Retention(EventStore store, Published published, InstantSource clock) {
    this.store = store;
    this.published = published;
    this.clock = clock;
  }

  /**
   * Deletes some executions whose time is over, the oldest of each domain first.
   *
   * @throws StoreException if that failed in a domain, after all others had their turn: a damaged
   *     row must not keep the others from being cleared
   */
  int slice() {
    int deleted = 0;
    StoreException failure = null;
    for (Map.Entry<String, DomainEntry> domain : published.registry().domains()) {
      if (deleted < SLICE) {
        try {
          for (RunRow row : over(domain.getKey(), latest(domain.getValue()), SLICE - deleted)) {
            deleted += store.delete(row.number()) ? 1 : 0;
          }
        } catch (StoreException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    return deleted;
  }

  /** What was closed by then is no longer kept. In SWF's words, NONE is 0: nothing is kept. */
  private Instant latest(DomainEntry domain) {
    String days = domain.detail().configuration().workflowExecutionRetentionPeriodInDays();
    Duration kept = Duration.ofDays(days.equals("NONE") ? 0 : Long.parseLong(days));
    return clock.instant().minus(kept);
  }

  private List<RunRow> over(String domain, Instant latest, int limit) {
    return store.closed(
        new ClosedQuery(
            domain,
            true,
            Instant.EPOCH,
            latest,
            null,
            null,
            null,
            null,
            false,
            published.totalEvents(),
            null),
        limit);
  }
}
