package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.wire.Wire;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps everything in an H2 database: one transaction per batch, durable before it returns. */
public final class H2Store implements EventStore {
  private static final Logger LOG = LoggerFactory.getLogger(H2Store.class);
  private static final int READERS = 8;
  private static final int REPLAY_PAGE = 1_000;

  private final H2Database database;
  private final boolean synced;
  private final HighWaterMark mark;
  private final Map<Long, byte[]> lastSums = new HashMap<>();
  private Connection writer;
  private H2Writes writes;
  private volatile JdbcConnectionPool readers;
  private long totalEvents;

  /**
   * Opens the database in {@code folder}, making both when they are missing.
   *
   * @param synced whether each batch is on the disk before it counts as written; otherwise it is
   *     with the operating system
   * @throws StoreException in one sentence
   */
  public H2Store(Path folder, boolean synced) {
    this.database = new H2Database(folder);
    this.synced = synced;
    database.prepare();
    this.mark = new HighWaterMark(database.markFile());
    database.take();
    try {
      open();
    } catch (StoreException e) {
      database.release();
      throw e;
    }
  }

  private void open() {
    long atLeast = mark.read();
    writer = database.connect();
    try {
      database.makeSchema(writer, atLeast);
      totalEvents = total();
      if (totalEvents < atLeast) {
        reportLoss(atLeast);
      }
      LeaseNumbers leases = new LeaseNumbers();
      H2Rows.leases(writer, leases);
      writes = new H2Writes(writer, leases);
    } catch (SQLException e) {
      closeQuietly(writer);
      throw database.explained(e);
    } catch (StoreException e) {
      closeQuietly(writer);
      throw e;
    }
    readers = JdbcConnectionPool.create(database.url(), "sa", "");
    readers.setMaxConnections(READERS);
  }

  /** Without syncs the end of the machine may take the last events; with them nothing may. */
  private void reportLoss(long atLeast) {
    if (synced) {
      throw database.behind(totalEvents, atLeast);
    }
    LOG.warn(
        "The last {} events were lost: the machine ended before they were on the disk, and the"
            + " durability is PROCESS.",
        atLeast - totalEvents);
    mark.write(totalEvents);
  }

  private long total() throws SQLException {
    try (Statement statement = writer.createStatement();
        ResultSet rows = statement.executeQuery("select val from meta where name = 'events'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public Loaded load() {
    lastSums.clear();
    return reading(
        connection ->
            new Loaded(
                H2Rows.registry(connection),
                H2Rows.openRuns(connection),
                H2Rows.leases(connection, new LeaseNumbers()),
                totalEvents,
                H2Rows.lastRun(connection)));
  }

  @Override
  public void append(Batch batch) {
    Map<Long, byte[]> sums = new HashMap<>();
    long total = totalEvents + batch.events().size();
    try {
      for (Batch.Appended one : batch.events()) {
        byte[] before = sums.containsKey(one.run()) ? sums.get(one.run()) : lastSum(one.run());
        sums.put(one.run(), writes.event(one, before));
      }
      writes.rest(batch, total);
      writer.commit();
      if (synced) {
        try (Statement statement = writer.createStatement()) {
          statement.execute("checkpoint sync");
        }
      }
    } catch (SQLException e) {
      throw database.explained(e);
    }
    totalEvents = total;
    lastSums.putAll(sums);
    batch.closed().forEach(row -> lastSums.remove(row.number()));
    mark.raise(total);
  }

  private byte[] lastSum(long run) {
    return lastSums.getOrDefault(run, Checksums.START);
  }

  @Override
  public List<HistoryEvent> events(long run, long from, int limit, boolean descending) {
    long low = descending ? Math.max(1, from - limit + 1) : from;
    long high = descending ? from : Long.MAX_VALUE;
    List<HistoryEvent> events =
        reading(connection -> H2Rows.events(connection, run, low, high, limit));
    if (descending) {
      List<HistoryEvent> reversed = new ArrayList<>(events);
      Collections.reverse(reversed);
      return reversed;
    }
    return events;
  }

  @Override
  public void replay(long run, Consumer<HistoryEvent> each) {
    byte[] sum = Checksums.START;
    long next = 1;
    List<H2Rows.Stored> page;
    do {
      long from = next;
      page = reading(connection -> H2Rows.stored(connection, run, from, REPLAY_PAGE));
      for (H2Rows.Stored stored : page) {
        byte[] expected = Checksums.next(sum, run, next, stored.at(), stored.body());
        if (stored.id() != next || !Arrays.equals(expected, stored.sum())) {
          throw new StoreException(
              "Event "
                  + next
                  + " of run number "
                  + run
                  + " is not as it was written: the database file is damaged. Restore a backup.");
        }
        each.accept(Wire.decode(stored.body(), HistoryEvent.class));
        sum = expected;
        next++;
      }
    } while (page.size() == REPLAY_PAGE);
    lastSums.put(run, sum);
  }

  @Override
  public Optional<RunRow> run(String domain, String runId) {
    return reading(connection -> H2Rows.run(connection, runId))
        .filter(row -> row.domain().equals(domain));
  }

  @Override
  public List<RunRow> closed(ClosedQuery query, int limit) {
    return reading(connection -> new H2Closed(query).rows(connection, limit));
  }

  @Override
  public int countClosed(ClosedQuery query, int limit) {
    return reading(connection -> new H2Closed(query).count(connection, limit));
  }

  @Override
  public List<RunRow> runsAfter(long number, int limit) {
    return reading(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select body from runs where number > ? order by number limit ?")) {
            statement.setLong(1, number);
            statement.setInt(2, limit);
            return H2Rows.runs(statement);
          }
        });
  }

  /** A read of the database. */
  @FunctionalInterface
  private interface Read<T> {
    T from(Connection connection) throws SQLException;
  }

  private <T> T reading(Read<T> read) {
    try (Connection connection = readers.getConnection()) {
      return read.from(connection);
    } catch (SQLException e) {
      throw database.explained(e);
    }
  }

  @Override
  public void reopen() {
    closeAll();
    open();
  }

  @Override
  public void close() {
    try {
      mark.write(totalEvents);
    } catch (StoreException e) {
      LOG.warn("{}", e.getMessage());
    }
    closeAll();
    database.release();
  }

  private void closeAll() {
    readers.dispose();
    closeQuietly(writer);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("A connection to a failed database could not be closed", e);
    }
  }
}
