package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who reads writes nothing: what is in the file of a transaction before its end has come from the
 * thread that carries it out, between two of its steps, and so with all that it takes to undo it.
 */
class ReadersTest {
  private static final int ROWS = 1_000;

  @TempDir Path folder;
  private H2Database database;
  private Path file;

  @BeforeEach
  void prepare() {
    database = new H2Database(folder);
    database.prepare();
    file = folder.resolve("engine.mv.db");
  }

  @Test
  void readingWritesNothingOfATransactionThatIsUnderWay() throws Exception {
    try (Connection writer = database.connect()) {
      database.makeSchema(writer, 0);
      H2Meta meta = new H2Meta(writer);
      meta.set("events", 0);
      meta.write();
      writer.commit();
      try (Readers readers = new Readers(database, 8, new ReentrantLock())) {
        try (PreparedStatement insert =
            writer.prepareStatement("insert into events values (?, ?, ?, ?)")) {
          for (int i = 1; i <= ROWS; i++) {
            insert.setLong(1, i);
            insert.setLong(2, i);
            insert.setString(3, "body " + i);
            insert.setBytes(4, new byte[16]);
            insert.execute();
          }
        }
        byte[] before = Files.readAllBytes(file);

        for (int i = 0; i < 20; i++) {
          assertThat(readers.read(ReadersTest::events)).isZero();
        }
        assertThatThrownBy(() -> readers.read(ReadersTest::fails)).isInstanceOf(SQLException.class);
        var counts = readers.read(reader -> H2Dump.write(reader, new ByteArrayOutputStream()));
        assertThat(counts.events()).isZero();
        assertThat(readers.read(ReadersTest::events)).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);

        writer.commit();
        assertThat(readers.read(ReadersTest::events)).isEqualTo(ROWS);
        assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
      }
    }
  }

  @Test
  void theNotesOfAllTransactionsAreMadeBeforeAnybodyReads() throws Exception {
    try (Connection writer = database.connect()) {
      database.prepareTransactions(writer, 16);
      assertThat(maps(writer)).contains("undoLog.1", "undoLog.2", "undoLog.15", "undoLog.16");
    }
  }

  static Set<String> maps(Connection connection) throws SQLException {
    return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
        .getDatabase()
        .getStore()
        .getMvStore()
        .getMapNames();
  }

  @Test
  void whoWaitsForAReaderIsToldThatTheyAreClosed() throws Exception {
    try (Connection writer = database.connect();
        Readers readers = new Readers(database, 1, new ReentrantLock())) {
      CompletableFuture<Throwable> waited = new CompletableFuture<>();
      String read =
          readers.read(
              connection -> {
                Thread waiting =
                    Thread.ofVirtual()
                        .start(() -> readAndTell(readers, ReadersTest::events, waited));
                readers.close();
                waited.join();
                waiting.join();
                return "done";
              });
      assertThat(read).isEqualTo("done");
      assertThat(waited.join()).isInstanceOf(IllegalStateException.class);
      assertThat(writer.isClosed()).isFalse();
    }
  }

  @Test
  void whoComesBackAfterTheEndIsClosedWhenNobodyIsInTheMiddleOfAChange() throws Exception {
    try (Connection writer = database.connect()) {
      database.makeSchema(writer, 0);
      database.prepareTransactions(writer, 16);
      ReentrantLock changing = new ReentrantLock();
      Readers readers = new Readers(database, 2, changing);
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch closed = new CountDownLatch(1);
      CompletableFuture<Throwable> told = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () ->
                      readAndTell(
                          readers,
                          connection -> {
                            reading.countDown();
                            closed.await();
                            return events(connection);
                          },
                          told));
      reading.await();
      readers.close();
      changing.lock();
      try (Statement statement = writer.createStatement()) {
        statement.execute("update meta set val = val + 1");
      }
      byte[] before = Files.readAllBytes(file);
      closed.countDown();
      while (!changing.hasQueuedThread(reader) && reader.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      assertThat(told).isNotDone();
      writer.commit();
      changing.unlock();
      reader.join();
      assertThat(told.join()).hasMessage("It was read");
    }
  }

  private static void readAndTell(
      Readers readers, Readers.Read<Long, Exception> read, CompletableFuture<Throwable> told) {
    try {
      readers.read(read);
      told.complete(new AssertionError("It was read"));
    } catch (Exception e) {
      told.complete(e);
    }
  }

  private static long events(Connection reader) throws SQLException {
    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from events")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static long fails(Connection reader) throws SQLException {
    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("select 1 / (count(*) - count(*)) from events")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
