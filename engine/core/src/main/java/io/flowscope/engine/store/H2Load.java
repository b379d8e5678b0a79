package io.flowscope.engine.store;

import io.flowscope.engine.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads what the engine needs at start; rows that are damaged are set aside. */
final class H2Load {
  private final Connection connection;
  private final List<RunRow> open = new ArrayList<>();
  private final List<DamagedRows.Run> damaged = new ArrayList<>();
  private boolean distinct = true;

  private H2Load(Connection connection) {
    this.connection = connection;
  }

  static EventStore.Loaded all(Connection connection, long totalEvents) throws SQLException {
    H2Load load = new H2Load(connection);
    List<DamagedRows.Registration> registrations = new ArrayList<>();
    List<RegistryRow> registry = H2Rows.registry(connection, registrations::add);
    RowSums types = new RowSums();
    registry.forEach(types::put);
    int[] lost = new int[1];
    LeaseNumbers numbers = new LeaseNumbers();
    List<Lease> leases = H2Rows.leases(connection, numbers, () -> lost[0]++);
    Map<String, Long> meta = H2Meta.read(connection);
    if (lost[0] == 0 && numbers.total() != H2Meta.of(meta, H2Meta.HELD)) {
      lost[0] = 1;
    }
    boolean missing =
        registrations.isEmpty() && types.total() != H2Meta.of(meta, H2Meta.REGISTERED);
    boolean listed = load.listed();
    if (!listed) {
      load.anew();
    }
    return new EventStore.Loaded(
        registry,
        load.open,
        leases,
        totalEvents,
        H2Meta.of(meta, "runs"),
        new DamagedRows(registrations, missing, load.damaged, lost[0], !listed));
  }

  /**
   * Reads the executions that are listed as open.
   *
   * @return whether the list can be right: each is there once and open, and there are as many as
   *     are not listed as closed
   */
  private boolean listed() throws SQLException {
    long listed = read("select number from open_runs");
    return open.stream().allMatch(row -> row.closing() == null)
        && distinct
        && open.size() + damaged.size() == listed
        && listed == count("executions") - count("closed_runs");
  }

  /** Looks at all executions instead of the list. */
  private void anew() throws SQLException {
    open.clear();
    damaged.clear();
    read("select number from executions minus select number from closed_runs");
    open.removeIf(row -> row.closing() != null);
  }

  /**
   * Reads executions.
   *
   * @return how many numbers {@code numbers} has
   */
  private long read(String numbers) throws SQLException {
    long count = 0;
    long before = 0;
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select o.number, r.run_id, r.body, r.sum from ("
                    + numbers
                    + ") o left join executions r on r.number = o.number order by o.number");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        count++;
        distinct &= rows.getLong(1) > before;
        before = rows.getLong(1);
        String body = rows.getString(3);
        byte[] sum = rows.getBytes(4);
        if (body != null && Arrays.equals(Checksums.row(body), sum)) {
          open.add(Wire.decode(body, RunRow.class));
        } else if (body != null) {
          damaged.add(new DamagedRows.Run(rows.getLong(1), rows.getString(2), body, sum));
        }
      }
    }
    return count;
  }

  /** The database knows this number without counting. */
  private long count(String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
