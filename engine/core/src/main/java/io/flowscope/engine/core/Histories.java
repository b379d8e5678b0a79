package io.flowscope.engine.core;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.DamagedRunException;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.RunRow;
import java.util.List;
import java.util.Optional;

/** Reads pages of histories, from memory where they are recent. */
final class Histories {
  private final EventStore store;
  private final Published published;

  Histories(EventStore store, Published published) {
    this.store = store;
    this.published = published;
  }

  /** An execution of a domain, open or closed. */
  Optional<RunRow> run(String domain, String runId) {
    return published.run(domain, runId).map(OpenRow::row).or(() -> store.run(domain, runId));
  }

  /** The last events of an open execution that memory has, in order. */
  List<HistoryEvent> recent(long run) {
    return published.tails().get(run);
  }

  /**
   * Up to {@code limit} events with ids from {@code low} to {@code high}, beginning with {@code
   * low}, or with {@code high} when descending.
   *
   * @throws DamagedRunException if one of them, which all were written, cannot be read
   */
  List<HistoryEvent> read(long run, long low, long high, int limit, boolean descending) {
    int most = (int) Math.min(limit, high - low + 1);
    if (most <= 0) {
      return List.of();
    }
    List<HistoryEvent> tail = published.tails().get(run);
    long lowest = descending ? high - most + 1 : low;
    if (!tail.isEmpty() && tail.get(0).eventId() <= lowest) {
      int from = (int) (lowest - tail.get(0).eventId());
      int to = Math.min(tail.size(), from + most);
      if (to > from) {
        List<HistoryEvent> page = tail.subList(from, to);
        return descending ? page.reversed() : page;
      }
    }
    List<HistoryEvent> page = store.events(run, descending ? high : low, most, descending);
    if (page.size() < most && isThere(run)) {
      // A row that is not found is damage, too, and must not look like the end of a history.
      throw new DamagedRunException(run, lowest + page.size());
    }
    return page;
  }

  /** An execution can be deleted while it is looked at. */
  private boolean isThere(long run) {
    return store.runsAfter(run - 1, 1).stream().anyMatch(row -> row.number() == run);
  }
}
