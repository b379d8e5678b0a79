package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.H2Heads.Head;
import io.flowscope.engine.store.Sealed.SealedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads histories, of which the beginning is in the database and the end may be in memory alone.
 * Nothing is given out that is not as it was written: each event has to fit the checksum of the one
 * before it, and what is open has to end where it was written that it does.
 */
final class H2Histories {
  private static final int REPLAY_PAGE = 1_000;

  private final Map<Long, Head> heads;
  private final Waiting waiting;
  private final Stored stored;

  /** The events of a run from an id on that are not in the database yet. */
  @FunctionalInterface
  interface Waiting {
    List<SealedEvent> from(long run, long low);
  }

  /** The events of a run from one id to another that are in the database, not more than that. */
  @FunctionalInterface
  interface Stored {
    List<SealedEvent> between(long run, long low, long high, int most);
  }

  /**
   * @param heads where each open history ends
   */
  H2Histories(Map<Long, Head> heads, Waiting waiting, Stored stored) {
    this.heads = heads;
    this.waiting = waiting;
    this.stored = stored;
  }

  /** {@link EventStore#events}. */
  List<HistoryEvent> events(long run, long from, int limit, boolean descending) {
    long low = descending ? Math.max(1, from - limit + 1) : Math.max(1, from);
    long high = descending ? from : Long.MAX_VALUE;
    List<HistoryEvent> events = new ArrayList<>();
    all(run, low, high, limit).forEach(event -> events.add(event.decoded()));
    if (descending) {
      Collections.reverse(events);
    }
    return events;
  }

  /** Events of a run from the database, then those that are not there yet. */
  private List<SealedEvent> all(long run, long low, long high, int limit) {
    Head head = heads.get(run);
    List<SealedEvent> waiting = this.waiting.from(run, low);
    long before = waiting.isEmpty() ? high : Math.min(high, waiting.get(0).id() - 1);
    List<SealedEvent> found = new ArrayList<>();
    if (before >= low) {
      found.addAll(checked(run, low, before, limit));
      if (!waiting.isEmpty() && found.size() < Math.min(limit, before - low + 1)) {
        throw new DamagedRunException(run, low + found.size());
      }
    }
    for (SealedEvent event : waiting) {
      if (found.size() < limit && event.id() <= high) {
        found.add(event);
      }
    }
    if (head != null) {
      checkEnd(run, head, found, low, found.size() < limit ? high : low - 1);
    }
    return found;
  }

  /**
   * A history that is open ends where it was written that it does, whatever is found of it.
   *
   * @param high up to where all is found, or else is damaged
   */
  private static void checkEnd(long run, Head head, List<SealedEvent> found, long low, long high) {
    long until = low + found.size() - 1;
    if (until < Math.min(high, head.last())) {
      throw new DamagedRunException(run, until + 1);
    }
    if (low <= head.last()
        && head.last() <= until
        && !Arrays.equals(found.get((int) (head.last() - low)).sum(), head.sum())) {
      throw new DamagedRunException(run, head.last());
    }
  }

  /** Events from the database, each checked against the checksum of the one before it. */
  private List<SealedEvent> checked(long run, long low, long high, int limit) {
    long from = Math.max(1, low - 1);
    int before = (int) (low - from);
    int most = limit == Integer.MAX_VALUE ? limit : limit + before;
    List<SealedEvent> events = stored.between(run, from, high, most);
    byte[] sum = from == 1 ? Checksums.START : null;
    long next = from;
    for (SealedEvent event : events) {
      if (event.id() != next
          || (sum != null
              && !Arrays.equals(
                  Checksums.next(sum, run, next, event.at(), event.body()), event.sum()))) {
        throw new DamagedRunException(run, next);
      }
      sum = event.sum();
      next++;
    }
    return events.subList(Math.min(before, events.size()), events.size());
  }

  /** {@link EventStore#replay}. */
  void replay(long run, Consumer<HistoryEvent> each) {
    long next = 1;
    List<SealedEvent> page;
    do {
      page = all(run, next, Long.MAX_VALUE, REPLAY_PAGE);
      for (SealedEvent stored : page) {
        if (stored.id() != next) {
          throw new DamagedRunException(run, next);
        }
        each.accept(stored.read());
        next++;
      }
    } while (page.size() == REPLAY_PAGE);
  }
}
