package io.flowscope.engine.store;

import io.flowscope.engine.store.Sealed.SealedEvent;
import io.flowscope.engine.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads rows. */
final class H2Rows {
  private H2Rows() {}

  static List<SealedEvent> events(Connection connection, long run, long low, long high, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select place, at, body, sum from events where place between ? and ?"
                + " order by place limit ?")) {
      statement.setLong(1, Place.of(run, low));
      statement.setLong(2, Place.upTo(run, high));
      statement.setInt(3, limit);
      List<SealedEvent> events = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          events.add(
              new SealedEvent(
                  run,
                  Place.id(rows.getLong(1)),
                  rows.getLong(2),
                  rows.getString(3),
                  rows.getBytes(4),
                  null));
        }
      }
      return events;
    }
  }

  /**
   * Domains and types.
   *
   * @param damaged takes those that are not as they were written
   */
  static List<RegistryRow> registry(
      Connection connection, Consumer<DamagedRows.Registration> damaged) throws SQLException {
    List<RegistryRow> found = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select kind, domain, name, version, body, sum from registered");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        DamagedRows.Registration one =
            new DamagedRows.Registration(
                rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
        String body = rows.getString(5);
        if (Arrays.equals(sum(one, body), rows.getBytes(6))) {
          RegistryRow.Kind kind = RegistryRow.Kind.valueOf(one.kind());
          found.add(new RegistryRow(kind, one.domain(), one.name(), one.version(), body));
        } else {
          damaged.accept(one);
        }
      }
    }
    return found;
  }

  private static byte[] sum(DamagedRows.Registration one, String body) {
    return Checksums.row(one.kind(), one.domain(), one.name(), one.version(), body);
  }

  static byte[] sum(RegistryRow row) {
    return Checksums.row(
        row.kind().name(), row.domain(), row.name(), row.version(), String.valueOf(row.body()));
  }

  /** The refusal to read what is damaged. */
  static StoreException damaged(String what) {
    return new StoreException(
        what + " is not as it was written: the database file is damaged. Restore a backup.");
  }

  static void checkRun(String body, byte[] sum) {
    if (!Arrays.equals(Checksums.row(body), sum)) {
      throw damaged("The row of an execution");
    }
  }

  /**
   * The tasks in the hands of workers.
   *
   * @param numbers learns where they stand; rows that are damaged are taken for the next ones
   * @param damaged is run for each lease that is not as it was written
   */
  static List<Lease> leases(Connection connection, LeaseNumbers numbers, Runnable damaged)
      throws SQLException {
    List<Lease> found = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement("select body, number, sum from held");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String body = rows.getString(1);
        if (Arrays.equals(Checksums.row(body), rows.getBytes(3))) {
          Lease lease = Wire.decode(body, Lease.class);
          numbers.put(lease.token(), rows.getLong(2), rows.getBytes(3));
          found.add(lease);
        } else {
          numbers.free(rows.getLong(2));
          damaged.run();
        }
      }
    }
    return found;
  }

  static Optional<RunRow> run(Connection connection, String runId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select body, sum from executions where run_id = ?")) {
      statement.setString(1, runId);
      return runs(statement).stream().findFirst();
    }
  }

  static List<RunRow> runs(PreparedStatement statement) throws SQLException {
    List<RunRow> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String body = rows.getString(1);
        checkRun(body, rows.getBytes(2));
        found.add(Wire.decode(body, RunRow.class));
      }
    }
    return found;
  }
}
