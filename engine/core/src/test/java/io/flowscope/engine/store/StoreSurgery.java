package io.flowscope.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Changes a database so that every checksum fits what it says then. */
public final class StoreSurgery {
  private StoreSurgery() {}

  /** What is made of a row's JSON. */
  @FunctionalInterface
  public interface Change {
    String of(String body);
  }

  private static Connection connect(Path folder) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
  }

  /** Writes a run's history anew. */
  public static void rewrite(Path folder, long run, Change change) throws SQLException {
    try (Connection connection = connect(folder);
        PreparedStatement update =
            connection.prepareStatement("update events set body = ?, sum = ? where place = ?")) {
      byte[] sum = Checksums.START;
      for (Sealed.SealedEvent event :
          H2Rows.events(connection, run, 1, Long.MAX_VALUE, Integer.MAX_VALUE)) {
        String body = change.of(event.body());
        sum = Checksums.next(sum, run, event.id(), event.at(), body);
        update.setString(1, body);
        update.setBytes(2, sum);
        update.setLong(3, Place.of(run, event.id()));
        update.execute();
      }
      settle(connection);
    }
  }

  /** All that follows from the rows says what they say now. */
  private static void settle(Connection connection) throws SQLException {
    new H2Writes(connection, new H2Meta(connection)).finish();
  }

  /** Adds to one of the numbers beside the tables. */
  public static void count(Path folder, String counter, long more) throws SQLException {
    try (Connection connection = connect(folder)) {
      H2Meta meta = new H2Meta(connection);
      meta.set(counter, meta.get(counter) + more);
      meta.write();
    }
  }

  /** Deletes a run's last event, and all counters say so. */
  public static void cut(Path folder, long run) throws SQLException {
    try (Connection connection = connect(folder);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "delete from events where place = (select max(place) from events where place < %d)"
              .formatted(Place.first(run + 1)));
      settle(connection);
    }
    count(folder, "purged", 1);
  }

  /** Changes the row of a run. */
  public static void row(Path folder, long run, Change change) throws SQLException {
    change(folder, "executions", "number = " + run, change);
  }

  /** Changes all leases. */
  public static void lease(Path folder, Change change) throws SQLException {
    change(folder, "held", "true", change);
  }

  private static void change(Path folder, String table, String where, Change change)
      throws SQLException {
    try (Connection connection = connect(folder);
        Statement read = connection.createStatement();
        var rows = read.executeQuery("select number, body from " + table + " where " + where);
        PreparedStatement update =
            connection.prepareStatement(
                "update " + table + " set body = ?, sum = ? where number = ?")) {
      while (rows.next()) {
        String body = change.of(rows.getString(2));
        update.setString(1, body);
        update.setBytes(2, Checksums.row(body));
        update.setLong(3, rows.getLong(1));
        update.execute();
      }
      settle(connection);
    }
  }
}
