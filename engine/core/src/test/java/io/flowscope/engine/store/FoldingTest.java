package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to batches on their way into the database, and to the room that they leave. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FoldingTest {
  /** As many bytes as make who writes wait. */
  private static final long MUCH = 64 << 20;

  @TempDir Path folder;

  private final ReentrantReadWriteLock access = new ReentrantReadWriteLock();
  private H2Database database;
  private Connection connection;
  private H2Meta meta;
  private Unfolded unfolded;
  private Folding folding;
  private Sealed.Point last = new Sealed.Point(0, 0);

  /** What is done before a method of the connection that writes; an error is the database's. */
  private final Map<String, Runnable> before = new ConcurrentHashMap<>();

  private Journal journal;

  @BeforeEach
  void open() throws SQLException {
    database = new H2Database(folder);
    database.prepare();
    connection = database.connect();
    database.makeSchema(connection, 0);
    meta = new H2Meta(connection);
    unfolded = new Unfolded(last);
    journal = new Journal(folder, "engine.journal.", false, Journal.STEP);
    folding =
        new Folding(
            database,
            watched(connection),
            new H2Writes(connection, meta),
            unfolded,
            journal,
            access.writeLock(),
            new ReentrantLock());
  }

  @AfterEach
  void close() throws SQLException, IOException {
    folding.stop();
    connection.close();
    journal.close();
  }

  private void fails(String method, Error failure) {
    before.put(
        method,
        () -> {
          throw failure;
        });
  }

  private Connection watched(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            FoldingTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              before.getOrDefault(method.getName(), () -> {}).run();
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Adds a closed execution with so many events. */
  private Sealed add(long run, int events, long size) {
    Batch batch = new Batch();
    RunRow row = StoreContract.run(run, List.of("a"));
    batch.start(row);
    for (long id = 1; id <= events; id++) {
      batch.append(
          run,
          new HistoryEvent(
              Instant.EPOCH,
              id,
              new Event.WorkflowExecutionSignaled("s", "x".repeat(1_000), null, null)));
    }
    batch.close(
        row.closed(
            new RunRow.Closing(
                Instant.EPOCH,
                CloseStatus.COMPLETED,
                false,
                events,
                0,
                null,
                last.total() + events)));
    Sealed sealed = Sealed.of(batch, last, number -> Checksums.START);
    last = sealed.point();
    unfolded.add(sealed, size);
    return sealed;
  }

  private long events() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from events")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void whoWaitsForRoomIsToldOfWhateverEndedTheFolding() {
    fails("commit", new NoClassDefFoundError("a jar that was replaced"));
    folding.start();
    add(1, 3, MUCH);
    assertThatThrownBy(folding::added)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a jar that was replaced");
    before.clear();
    assertThatThrownBy(folding::drain).as("half of it is there").isInstanceOf(StoreException.class);
  }

  @Test
  void aCompactionThatFailsIsToldToo() {
    fails("unwrap", new OutOfMemoryError("as the database reads what it moves"));
    assertThatThrownBy(folding::compact).isInstanceOf(StoreException.class);
    assertThatThrownBy(folding::check)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("as the database reads what it moves");
  }

  @Test
  void readersFindBatchesInMemoryUntilTheyAreInTheDatabase() throws SQLException {
    add(1, 3, 1);
    AtomicInteger commits = new AtomicInteger();
    before.put(
        "commit",
        () -> {
          commits.incrementAndGet();
          assertThat(unfolded.events(1, 1)).hasSize(3);
          assertThat(unfolded.run("run-1")).isPresent();
          assertThat(unfolded.folded()).isEqualTo(new Sealed.Point(0, 0));
        });
    folding.drain();
    assertThat(commits).hasValue(1);
    assertThat(unfolded.events(1, 1)).isEmpty();
    assertThat(unfolded.folded()).isEqualTo(last);
    assertThat(events()).isEqualTo(3);
  }

  @Test
  void aFileOfTheJournalIsUsedAgainWhenTheDatabaseIsOnTheDiskAndNotBefore() throws IOException {
    AtomicInteger syncs = new AtomicInteger();
    before.put(
        "createStatement",
        () -> {
          syncs.incrementAndGet();
          assertThat(journal.isReleasable(last.sequence())).isTrue();
        });
    for (long run = 1; run <= 2; run++) {
      journal.write(add(run, 600, 1), 0);
      assertThat(syncs).as("there is one file").hasValue(0);
    }
    folding.drain();
    assertThat(syncs).hasValue(1);
    assertThat(journal.isReleasable(last.sequence())).isFalse();
  }

  @Test
  void aDeletionIsOnTheDiskOnReturn() throws SQLException {
    AtomicInteger syncs = new AtomicInteger();
    before.put("createStatement", syncs::incrementAndGet);
    for (long run = 1; run <= 2; run++) {
      add(run, 3, 1);
      long deleted = run;
      boolean gone = folding.change(writer -> H2Deletion.delete(writer, meta, deleted), run == 2);
      assertThat(gone).isTrue();
      assertThat(syncs).hasValue(run == 2 ? 1 : 0);
    }
  }

  @Test
  void halfAChangeIsNotCommittedWithTheNext() throws SQLException {
    add(1, 3, 1);
    folding.drain();
    assertThatThrownBy(
            () ->
                folding.change(
                    writer -> {
                      assertThat(H2Deletion.delete(writer, meta, 1)).isTrue();
                      throw new IllegalStateException("in the middle");
                    },
                    true))
        .isInstanceOf(StoreException.class);
    add(2, 3, 1);
    assertThatThrownBy(folding::drain).isInstanceOf(StoreException.class);
    connection.rollback();
    assertThat(events()).isEqualTo(3);
  }

  @Test
  void roomIsGivenBackWhenNobodyReadsAndNobodyIsHeldUpForIt() throws SQLException {
    for (long run = 1; run <= 40; run++) {
      add(run, 100, 1);
      folding.drain();
    }
    for (long run = 1; run <= 39; run++) {
      long deleted = run;
      boolean gone = folding.change(writer -> H2Deletion.delete(writer, meta, deleted), false);
      assertThat(gone).isTrue();
    }
    long size = database.fileSize();
    CompletableFuture<Void> left = new CompletableFuture<>();
    access.readLock().lock();
    try {
      Thread.ofPlatform()
          .start(
              () -> {
                folding.compact();
                left.complete(null);
              });
      // It comes back while somebody reads.
      left.join();
      assertThat(database.fileSize()).isGreaterThanOrEqualTo(size / 2);
    } finally {
      access.readLock().unlock();
    }
    for (int i = 0; i < 100 && database.fileSize() >= size / 4; i++) {
      folding.compact();
    }
    assertThat(database.fileSize()).isLessThan(size / 4);
    assertThat(access.isWriteLocked()).isFalse();
    assertThat(events()).isEqualTo(100);
    connection.commit();
    assertThat(H2Audit.audit(connection)).isEmpty();
  }
}
