package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.H2Heads.Head;
import io.flowscope.engine.store.Sealed.SealedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The histories of open runs at start: there may be thousands of short ones, and a query for each
 * costs more than what it brings. What is read here counts only where it is all that was written;
 * otherwise the history is read by itself, which says what is wrong with it.
 */
final class OpenHistories implements EventStore.Replay {
  /** Bounds what is in memory at a time. */
  private static final long EVENTS = 2_000;

  private final TreeMap<Long, Head> heads;
  private final Fetch fetch;
  private final EventStore.Replay alone;
  private Map<Long, List<SealedEvent>> read = Map.of();

  /** Reads the events of all open runs from one number to another. */
  @FunctionalInterface
  interface Fetch {
    Map<Long, List<SealedEvent>> events(long first, long last);
  }

  /**
   * @param heads where each history ends
   * @param alone reads one history
   */
  OpenHistories(Map<Long, Head> heads, Fetch fetch, EventStore.Replay alone) {
    this.heads = new TreeMap<>(heads);
    this.fetch = fetch;
    this.alone = alone;
  }

  @Override
  public void replay(long run, Consumer<HistoryEvent> each) {
    Head head = heads.get(run);
    if (head == null || head.last() > EVENTS) {
      alone.replay(run, each);
      return;
    }
    if (!read.containsKey(run)) {
      read = fetch.events(run, lastWith(run));
    }
    List<SealedEvent> events = read.get(run);
    if (events == null || !isWhole(run, head, events)) {
      alone.replay(run, each);
      return;
    }
    events.forEach(event -> each.accept(event.read()));
  }

  /** The last of the runs that are read together with this one. */
  private long lastWith(long first) {
    long last = first;
    long sum = 0;
    for (Map.Entry<Long, Head> next : heads.tailMap(first).entrySet()) {
      sum += next.getValue().last();
      if (sum > EVENTS) {
        break;
      }
      last = next.getKey();
    }
    return last;
  }

  private static boolean isWhole(long run, Head head, List<SealedEvent> events) {
    byte[] sum = Checksums.START;
    long id = 0;
    for (SealedEvent event : events) {
      id++;
      sum = Checksums.next(sum, run, id, event.at(), event.body());
      if (event.id() != id || !Arrays.equals(sum, event.sum())) {
        return false;
      }
    }
    return id == head.last() && Arrays.equals(sum, head.sum());
  }

  /** {@link Fetch} from the tables. */
  static Map<Long, List<SealedEvent>> fetch(Connection connection, long first, long last)
      throws SQLException {
    Map<Long, List<SealedEvent>> found = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select e.place, e.at, e.body, e.sum from open_runs o join events e on e.place between"
                + " o.number * %1$d and o.number * %1$d + %2$d where o.number between ? and ?"
                    .formatted(Place.first(1), Place.first(1) - 1)
                + " order by e.place")) {
      statement.setLong(1, first);
      statement.setLong(2, last);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          SealedEvent event = event(rows);
          found.computeIfAbsent(event.run(), run -> new ArrayList<>()).add(event);
        }
      }
    }
    return found;
  }

  private static SealedEvent event(ResultSet rows) throws SQLException {
    long place = rows.getLong(1);
    return new SealedEvent(
        Place.run(place),
        Place.id(place),
        rows.getLong(2),
        rows.getString(3),
        rows.getBytes(4),
        null);
  }
}
