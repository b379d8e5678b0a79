package io.flowscope.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the history of each open run ends. It stands beside the list of open runs, since nothing in
 * the events themselves tells that the last of them are not found any more.
 */
final class H2Heads {
  static final String COLUMNS = "last bigint default 0 not null, sum binary(16) not null";

  private H2Heads() {}

  /**
   * The end of a history.
   *
   * @param last the id of the last event; 0 when there is none yet
   * @param sum its checksum
   */
  record Head(long last, byte[] sum) {
    static final Head NONE = new Head(0, Checksums.START);
  }

  /** The heads of all runs that are listed as open. */
  static Map<Long, Head> read(Connection connection) throws SQLException {
    Map<Long, Head> found = new HashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement("select number, last, sum from open_runs");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getLong(1), new Head(rows.getLong(2), rows.getBytes(3)));
      }
    }
    return found;
  }

  /** Makes all heads what the events say, which must be sound. */
  static void fill(Connection connection) throws SQLException {
    try (PreparedStatement change = change(connection)) {
      for (Long run : read(connection).keySet()) {
        set(change, run, of(connection, run));
      }
      change.executeBatch();
    }
  }

  static PreparedStatement change(Connection connection) throws SQLException {
    return connection.prepareStatement("update open_runs set last = ?, sum = ? where number = ?");
  }

  static void set(PreparedStatement change, long run, Head head) throws SQLException {
    change.setLong(1, head.last());
    change.setBytes(2, head.sum());
    change.setLong(3, run);
    change.addBatch();
  }

  /** The last event of a run that is found. */
  static Head of(Connection connection, long run) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select place, sum from events where place between ? and ?"
                + " order by place desc limit 1")) {
      statement.setLong(1, Place.first(run));
      statement.setLong(2, Place.upTo(run, Long.MAX_VALUE));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Head(Place.id(rows.getLong(1)), rows.getBytes(2)) : Head.NONE;
      }
    }
  }
}
