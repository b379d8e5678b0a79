package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a killed process leaves behind holds its last commit. A file that is copied right after a
 * commit is what a kill at that moment would leave. Without retention time the database reuses the
 * space of old states at once, which it otherwise does only in a file that is 45 s old.
 */
class DatabaseAfterKillTest {
  private static final int KILLS = 250;
  private static final int KILLS_OF_ONE_FILE = 12;

  @TempDir Path folder;

  @Test
  void theLastCommitIsThere() throws Exception {
    Random random = new Random(1);
    long committed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      boolean fresh = kill % KILLS_OF_ONE_FILE == 0;
      Path file = folder.resolve("db" + kill + ".mv.db");
      Path left = folder.resolve("db" + (kill + 1) + ".mv.db");
      try (Connection connection = connect("db" + kill);
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        if (fresh) {
          statement.execute("create table meta(name varchar primary key, val bigint not null)");
          statement.execute("insert into meta values ('events', 0)");
          statement.execute("create table events(id bigint primary key, body varchar not null)");
          connection.commit();
          committed = 0;
        }
        assertThat(events(statement)).as("after kill %d", kill).isEqualTo(committed);
        committed = commitSome(connection, statement, committed, random);
        Files.copy(file, left);
      }
      Files.delete(file);
      if ((kill + 1) % KILLS_OF_ONE_FILE == 0) {
        Files.delete(left);
      }
    }
  }

  private static long commitSome(
      Connection connection, Statement statement, long committed, Random random)
      throws SQLException {
    long last = committed;
    int commits = random.nextInt(6);
    for (int i = 0; i < commits; i++) {
      last++;
      String body = "x".repeat(200 + random.nextInt(1800));
      statement.execute("insert into events values (%d, '%s')".formatted(last, body));
      statement.execute("update meta set val = %d where name = 'events'".formatted(last));
      connection.commit();
    }
    return last;
  }

  private static long events(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select val from meta where name = 'events'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:" + folder.resolve(name) + ";WRITE_DELAY=0;RETENTION_TIME=0", "sa", "");
  }
}
