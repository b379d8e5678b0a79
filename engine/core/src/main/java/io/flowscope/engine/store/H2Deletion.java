package io.flowscope.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Takes closed runs out of the database. */
final class H2Deletion {
  private H2Deletion() {}

  /**
   * Deletes a closed run with all its events.
   *
   * @return whether there was such a run
   */
  static boolean delete(Connection connection, H2Meta meta, long run) throws SQLException {
    if (update(connection, "delete from closed_runs where number = ?", run) == 0) {
      return false;
    }
    update(connection, "delete from closed_tags where number = ?", run);
    update(connection, "delete from executions where number = ?", run);
    int events =
        update(
            connection,
            "delete from events where place between ? and ?",
            Place.first(run),
            Place.upTo(run, Long.MAX_VALUE));
    meta.set("purged", meta.get("purged") + events);
    meta.write();
    return true;
  }

  private static int update(Connection connection, String sql, long... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
