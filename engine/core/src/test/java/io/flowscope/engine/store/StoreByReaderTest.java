package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why connections that only read are never rolled back. The database writes its file when a
 * transaction ends, by the thread that ends it, one map after the other; a rollback counts as a
 * change, and its pool of connections rolls back whatever it hands out. Where that comes in the
 * middle of another thread's transaction, and the list of what to undo is written before a table, a
 * kill leaves a part of the transaction for good.
 */
class StoreByReaderTest {
  /** Maps are written in the order of their numbers, modulo this. */
  private static final int MAPS = 32;

  @TempDir Path folder;

  @Test
  void aStoreFromAnotherThreadTearsATransaction() throws Exception {
    makeTable();
    JdbcConnectionPool pool = JdbcConnectionPool.create(url("db"), "sa", "");
    try (Connection writer = connect("db");
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      Gate gate = new Gate(store(writer));
      statement.execute("update t set v = 1 where id = 1");
      gate.close();
      CompletableFuture<Connection> taken = new CompletableFuture<>();
      Thread reader = Thread.ofPlatform().start(() -> taken.complete(takeOne(pool)));
      gate.awaitWaiting(reader);
      statement.execute("update t set v = 1 where id = 2");
      gate.open();
      reader.join();
      kill();
      taken.join().close();
      statement.execute("update t set v = 1 where id = 3");
      writer.commit();
    } finally {
      pool.dispose();
    }
    assertThat(values("left")).containsExactly(0L, 1L, 0L);
    assertThat(values("db")).containsExactly(1L, 1L, 1L);
  }

  @Test
  void aReaderThatIsNotRolledBackStoresNothing() throws Exception {
    makeTable();
    try (Connection writer = connect("db");
        Connection reader = connect("db");
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("update t set v = 1 where id = 1");
      long version = store(writer).getCurrentVersion();
      for (int i = 0; i < 3; i++) {
        assertThat(values(reader)).containsExactly(0L, 0L, 0L);
      }
      assertThat(store(writer).getCurrentVersion()).isEqualTo(version);
      statement.execute("update t set v = 1 where id = 2");
      kill();
      writer.commit();
    }
    assertThat(values("left")).containsExactly(0L, 0L, 0L);
    assertThat(values("db")).containsExactly(1L, 1L, 0L);
  }

  /** A table, and numbers so far used up that those of undo logs begin anew. */
  private void makeTable() throws SQLException {
    try (Connection connection = connect("db");
        Statement statement = connection.createStatement()) {
      statement.execute("create table t(id bigint primary key, v bigint not null)");
      statement.execute("insert into t values (1, 0), (2, 0), (3, 0)");
    }
    try (MVStore raw = MVStore.open(folder.resolve("db.mv.db").toString())) {
      MVMap<Integer, Integer> last = raw.openMap("last");
      while (last.getId() % MAPS != MAPS - 1) {
        raw.removeMap(last);
        last = raw.openMap("last");
      }
    }
  }

  private static Connection takeOne(JdbcConnectionPool pool) {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A map that a store has to wait for, after the undo logs and before the table. */
  private static final class Gate {
    private final MVMap<Integer, Integer> map;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private Thread keeper;

    Gate(MVStore store) {
      map = store.openMap("gate");
      assertThat(map.getId() % MAPS).isBetween(2, 8);
    }

    /** Changes the map and does not come to an end with it. */
    void close() throws InterruptedException {
      keeper = Thread.ofPlatform().start(() -> map.operate(1, 1, new Keep()));
      closed.await();
    }

    void awaitWaiting(Thread thread) {
      while (thread.isAlive() && !isWaiting(thread)) {
        Thread.onSpinWait();
      }
    }

    /** A thread that stores takes map after map, and comes to one whose root is locked. */
    private static boolean isWaiting(Thread thread) {
      List<String> methods =
          Stream.of(thread.getStackTrace()).map(StackTraceElement::getMethodName).toList();
      return Collections.indexOfSubList(methods, List.of("lockRoot", "setWriteVersion")) >= 0;
    }

    void open() throws InterruptedException {
      opened.countDown();
      keeper.join();
    }

    private final class Keep extends MVMap.DecisionMaker<Integer> {
      /** Only who has tried some times gets the lock. */
      private static final int ATTEMPTS = 4;

      private int attempts;

      @Override
      public MVMap.Decision decide(Integer existing, Integer provided) {
        if (++attempts <= ATTEMPTS) {
          return MVMap.Decision.REPEAT;
        }
        closed.countDown();
        try {
          opened.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return MVMap.Decision.PUT;
      }
    }
  }

  /** What a kill at this moment would leave. */
  private void kill() throws Exception {
    Files.copy(folder.resolve("db.mv.db"), folder.resolve("left.mv.db"));
  }

  private static MVStore store(Connection connection) throws SQLException {
    return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
        .getDatabase()
        .getStore()
        .getMvStore();
  }

  private List<Long> values(String name) throws SQLException {
    try (Connection connection = connect(name)) {
      return values(connection);
    }
  }

  private static List<Long> values(Connection connection) throws SQLException {
    List<Long> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select v from t order by id")) {
      while (rows.next()) {
        values.add(rows.getLong(1));
      }
    }
    return values;
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(url(name), "sa", "");
  }

  private String url(String name) {
    return "jdbc:h2:file:" + folder.resolve(name) + ";WRITE_DELAY=0";
  }
}
