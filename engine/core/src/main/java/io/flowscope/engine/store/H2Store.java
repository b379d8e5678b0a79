package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.H2Heads.Head;
import io.flowscope.engine.store.Sealed.Point;
import io.flowscope.engine.store.Sealed.SealedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything in an H2 database. A batch is written as one record of a journal and is durable
 * then; a thread carries it into the database soon after. Readers see both as one.
 */
public final class H2Store implements EventStore {
  private static final Logger LOG = LoggerFactory.getLogger(H2Store.class);
  private static final int READERS = 8;

  /** Those of the readers, the writer, and some that the database begins for itself. */
  private static final int TRANSACTIONS = 2 * READERS;

  private final H2Database database;
  private final boolean synced;
  private final HighWaterMark mark;
  private final ReadWriteLock access = new ReentrantReadWriteLock();

  /** Held while the database is in the middle of a change, by one opening after the other. */
  private final Lock changing = new ReentrantLock();

  private final Map<Long, Head> heads = new ConcurrentHashMap<>();
  private final H2Histories histories =
      new H2Histories(
          heads,
          (run, low) -> this.unfolded.events(run, low),
          (run, low, high, most) ->
              reading(connection -> H2Rows.events(connection, run, low, high, most)));
  private volatile Connection writer;
  private volatile Readers readers;
  private volatile Journal journal;
  private volatile Unfolded unfolded;
  private volatile Folding folding;
  private volatile H2Meta meta;
  private volatile Point written;
  private volatile Point durable;
  private volatile @Nullable StoreException failed;

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
    changing.lock();
    try {
      openNow();
    } finally {
      changing.unlock();
    }
  }

  private void openNow() {
    long atLeast = mark.read();
    writer = database.connect();
    try {
      database.prepareTransactions(writer, TRANSACTIONS);
      database.makeSchema(writer, atLeast);
      meta = new H2Meta(writer);
      H2Writes writes = new H2Writes(writer, meta);
      heads.clear();
      heads.putAll(H2Heads.read(writer));
      journal = database.journal(synced);
      unfolded = new Unfolded(new Point(meta.get("batches"), meta.get("events")));
      folding =
          new Folding(database, writer, writes, unfolded, journal, access.writeLock(), changing);
      readJournal();
      if (written.total() < atLeast) {
        reportLoss(atLeast);
      }
      folding.drain();
      folding.sync();
      journal.discard();
      readers = new Readers(database, READERS, changing);
    } catch (SQLException e) {
      closeQuietly(writer);
      throw database.explained(e);
    } catch (IOException e) {
      closeQuietly(writer);
      throw database.unwritable(e);
    } catch (RuntimeException e) {
      closeQuietly(writer);
      throw e;
    }
    failed = null;
    folding.start();
  }

  /** Takes over what a process that was killed had written, and the database does not have. */
  private void readJournal() throws IOException {
    Journal.Left left = journal.left(unfolded.folded().sequence());
    if (left.damage() != null) {
      if (synced) {
        throw database.damaged(left.damage());
      }
      LOG.warn(
          "The last batches were lost: the machine ended before they were on the disk, and the"
              + " durability is PROCESS. ({})",
          left.damage());
    }
    for (Sealed batch : left.batches()) {
      batch.started().forEach(run -> heads.put(run.row().number(), Head.NONE));
      added(batch, 0);
    }
    written =
        left.batches().isEmpty()
            ? unfolded.folded()
            : left.batches().get(left.batches().size() - 1).point();
    durable = written;
  }

  /** Without syncs the end of the machine may take the last events; with them nothing may. */
  private void reportLoss(long atLeast) {
    if (synced) {
      throw database.behind(written.total(), atLeast);
    }
    LOG.warn(
        "The last {} events were lost: the machine ended before they were on the disk, and the"
            + " durability is PROCESS.",
        atLeast - written.total());
    mark.write(written.total());
  }

  @Override
  public Loaded load() {
    folding.drain();
    Loaded loaded = reading(connection -> H2Load.all(connection, written.total()));
    if (loaded.damaged().openRuns()) {
      // What the list says of the ends of histories is not to be believed, either.
      heads.clear();
    }
    return loaded;
  }

  @Override
  public void write(Batch batch) {
    StoreException before = failed;
    if (before != null) {
      throw before;
    }
    folding.added();
    try {
      // A run that begins has nothing to look up in the database, which may be busy.
      batch.started().forEach(row -> heads.put(row.number(), Head.NONE));
      Sealed sealed = Sealed.of(batch, written, this::lastSum);
      long size = journal.write(sealed, durable.sequence());
      added(sealed, size);
      written = sealed.point();
    } catch (IOException e) {
      throw failed(database.unwritable(e));
    } catch (RuntimeException e) {
      throw failed(e instanceof StoreException known ? known : database.unwritable(e));
    }
    folding.added();
  }

  /** Readers find events before they expect them. */
  private void added(Sealed batch, long size) {
    unfolded.add(batch, size);
    for (SealedEvent event : batch.events()) {
      heads.put(event.run(), new Head(event.id(), event.sum()));
    }
    batch.closed().forEach(run -> heads.remove(run.row().number()));
  }

  @Override
  public void sync() {
    Point point = written;
    if (synced) {
      try {
        journal.sync();
      } catch (IOException e) {
        throw failed(database.unwritable(e));
      }
    }
    durable = point;
    mark.write(durable.total());
  }

  private StoreException failed(StoreException cause) {
    failed = cause;
    return cause;
  }

  private byte[] lastSum(long run) {
    Head known = heads.get(run);
    if (known != null) {
      return known.sum();
    }
    byte[] waiting = unfolded.lastSum(run);
    return waiting != null ? waiting : reading(connection -> H2Heads.of(connection, run)).sum();
  }

  @Override
  public List<HistoryEvent> events(long run, long from, int limit, boolean descending) {
    return histories.events(run, from, limit, descending);
  }

  @Override
  public void replay(long run, Consumer<HistoryEvent> each) {
    histories.replay(run, each);
  }

  @Override
  public Replay openHistories() {
    folding.drain();
    return new OpenHistories(
        heads,
        (first, last) -> reading(connection -> OpenHistories.fetch(connection, first, last)),
        this::replay);
  }

  @Override
  public Optional<RunRow> run(String domain, String runId) {
    return unfolded
        .run(runId)
        .or(() -> reading(connection -> H2Rows.run(connection, runId)))
        .filter(row -> row.domain().equals(domain));
  }

  @Override
  public List<RunRow> closed(ClosedQuery query, int limit) {
    Unfolded.Closed waiting = unfolded.closed(query);
    ClosedQuery folded = query.upTo(waiting.folded().total());
    List<RunRow> rows = reading(connection -> new H2Closed(folded).rows(connection, limit));
    if (waiting.rows().isEmpty()) {
      return rows;
    }
    List<RunRow> all = new ArrayList<>(rows);
    all.addAll(waiting.rows());
    return all.stream().sorted(query.order()).limit(limit).toList();
  }

  @Override
  public int countClosed(ClosedQuery query, int limit) {
    Unfolded.Closed waiting = unfolded.closed(query);
    ClosedQuery folded = query.upTo(waiting.folded().total());
    int count = reading(connection -> new H2Closed(folded).count(connection, limit));
    return Math.min(limit, count + waiting.rows().size());
  }

  @Override
  public List<RunRow> runsAfter(long number, int limit) {
    folding.drain();
    return reading(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select body, sum from executions where number > ? order by number limit ?")) {
            statement.setLong(1, number);
            statement.setInt(2, limit);
            return H2Rows.runs(statement);
          }
        });
  }

  @Override
  public boolean delete(long run) {
    return folding.change(connection -> H2Deletion.delete(connection, meta, run), synced);
  }

  @Override
  public long held() {
    folding.drain();
    Map<String, Long> now = reading(H2Meta::read);
    return H2Meta.of(now, "events") - H2Meta.of(now, "purged");
  }

  @Override
  public List<String> audit() {
    folding.drain();
    return reading(H2Audit::audit);
  }

  /**
   * Writes all that is stored at a moment not before the call, while others go on reading and
   * writing.
   *
   * @return what was written
   */
  public Dump.Counts dump(OutputStream out) throws IOException {
    folding.drain();
    return this.<Dump.Counts, IOException>reading(connection -> H2Dump.write(connection, out));
  }

  private <T, E extends Exception> T reading(Readers.Read<T, E> read) throws E {
    access.readLock().lock();
    try {
      return readers.read(read);
    } catch (SQLException e) {
      throw database.explained(e);
    } catch (IllegalStateException e) {
      // The readers are closed: the database failed and could not be opened again yet.
      StoreException cause = failed;
      throw cause == null ? new StoreException("The database is closed.", e) : cause;
    } finally {
      access.readLock().unlock();
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
      folding.stop();
      folding.drain();
      folding.sync();
      journal.discard();
      mark.write(durable.total());
    } catch (StoreException | SQLException | IOException e) {
      LOG.warn(
          "The store is closed as it is; what is left is done when it is opened. {}",
          e.getMessage());
    }
    closeAll();
    mark.close();
    database.release();
  }

  private void closeAll() {
    folding.stop();
    readers.close();
    changing.lock();
    try {
      closeQuietly(writer);
    } finally {
      changing.unlock();
    }
    try {
      journal.close();
    } catch (IOException e) {
      LOG.debug("A file of the journal could not be closed", e);
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("A connection to a failed database could not be closed", e);
    }
  }
}
