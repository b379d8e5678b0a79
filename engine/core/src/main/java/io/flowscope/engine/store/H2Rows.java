package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows. */
final class H2Rows {
  private H2Rows() {}

  /** An event as it is stored. */
  record Stored(long id, long at, String body, byte[] sum) {}

  static List<HistoryEvent> events(Connection connection, long run, long low, long high, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select body from events where place between ? and ? order by place limit ?")) {
      statement.setLong(1, Place.of(run, low));
      statement.setLong(2, Place.upTo(run, high));
      statement.setInt(3, limit);
      List<HistoryEvent> events = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          events.add(Wire.decode(rows.getString(1), HistoryEvent.class));
        }
      }
      return events;
    }
  }

  static List<Stored> stored(Connection connection, long run, long low, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select place, at, body, sum from events where place between ? and ?"
                + " order by place limit ?")) {
      statement.setLong(1, Place.of(run, low));
      statement.setLong(2, Place.upTo(run, Long.MAX_VALUE));
      statement.setInt(3, limit);
      List<Stored> events = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          events.add(
              new Stored(
                  Place.id(rows.getLong(1)), rows.getLong(2), rows.getString(3), rows.getBytes(4)));
        }
      }
      return events;
    }
  }

  static List<RegistryRow> registry(Connection connection) throws SQLException {
    List<RegistryRow> found = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement("select kind, domain, name, version, body from registry");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(
            new RegistryRow(
                RegistryRow.Kind.valueOf(rows.getString(1)),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5)));
      }
    }
    return found;
  }

  static List<RunRow> openRuns(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select r.body from open_runs o join runs r on r.number = o.number order by"
                + " o.number")) {
      return runs(statement);
    }
  }

  static List<Lease> leases(Connection connection, LeaseNumbers numbers) throws SQLException {
    List<Lease> found = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement("select body, number from leases");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Lease lease = Wire.decode(rows.getString(1), Lease.class);
        numbers.put(lease.token(), rows.getLong(2));
        found.add(lease);
      }
    }
    return found;
  }

  static long lastRun(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select max(number) from runs");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static Optional<RunRow> run(Connection connection, String runId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select body from runs where run_id = ?")) {
      statement.setString(1, runId);
      return runs(statement).stream().findFirst();
    }
  }

  static List<RunRow> runs(PreparedStatement statement) throws SQLException {
    List<RunRow> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(Wire.decode(rows.getString(1), RunRow.class));
      }
    }
    return found;
  }

  /** Tags so that one can be looked for as a whole. */
  static String tags(RunRow row) {
    return row.tags().isEmpty() ? "" : '\n' + String.join("\n", row.tags()) + '\n';
  }
}
