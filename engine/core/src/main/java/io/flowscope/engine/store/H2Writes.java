package io.flowscope.engine.store;

import io.flowscope.engine.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** The statements that write a batch. */
final class H2Writes {
  private final PreparedStatement event;
  private final PreparedStatement run;
  private final PreparedStatement opened;
  private final PreparedStatement closed;
  private final PreparedStatement noLongerOpen;
  private final PreparedStatement registered;
  private final PreparedStatement unregistered;
  private final PreparedStatement lease;
  private final PreparedStatement leaseOver;
  private final PreparedStatement total;

  H2Writes(Connection connection) throws SQLException {
    event = connection.prepareStatement("insert into events values (?, ?, ?, ?, ?)");
    run =
        connection.prepareStatement("insert into runs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    opened = connection.prepareStatement("insert into open_runs values (?)");
    closed =
        connection.prepareStatement(
            "update runs set closed = ?, status = ?, total = ?, body = ? where number = ?");
    noLongerOpen = connection.prepareStatement("delete from open_runs where number = ?");
    registered = connection.prepareStatement("merge into registry values (?, ?, ?, ?, ?)");
    unregistered =
        connection.prepareStatement(
            "delete from registry where kind = ? and domain = ? and name = ? and version = ?");
    lease = connection.prepareStatement("merge into leases values (?, ?)");
    leaseOver = connection.prepareStatement("delete from leases where token = ?");
    total = connection.prepareStatement("update meta set val = ? where name = 'events'");
  }

  /** Adds an event and gives its checksum. */
  byte[] event(Batch.Appended one, byte[] before) throws SQLException {
    long id = one.event().eventId();
    long at = one.event().eventTimestamp().toEpochMilli();
    String body = Wire.encode(one.event());
    byte[] sum = Checksums.next(before, one.run(), id, at, body);
    event.setLong(1, one.run());
    event.setLong(2, id);
    event.setLong(3, at);
    event.setString(4, body);
    event.setBytes(5, sum);
    event.addBatch();
    return sum;
  }

  /** Writes all of a batch but its events, which were added before. */
  void rest(Batch batch, long totalEvents) throws SQLException {
    if (!batch.events().isEmpty()) {
      event.executeBatch();
      total.setLong(1, totalEvents);
      total.execute();
    }
    for (RunRow row : batch.started()) {
      started(row);
    }
    for (RunRow row : batch.closed()) {
      closed(row);
    }
    for (RegistryRow row : batch.registry()) {
      registry(row);
    }
    for (var change : batch.leases().entrySet()) {
      lease(change.getKey(), change.getValue());
    }
  }

  private void started(RunRow row) throws SQLException {
    run.setLong(1, row.number());
    run.setString(2, row.domain());
    run.setString(3, row.execution().workflowId());
    run.setString(4, row.execution().runId());
    run.setString(5, row.type().name());
    run.setString(6, row.type().version());
    run.setString(7, H2Rows.tags(row));
    run.setLong(8, row.startedAt().toEpochMilli());
    run.setNull(9, Types.BIGINT);
    run.setNull(10, Types.VARCHAR);
    run.setNull(11, Types.BIGINT);
    run.setString(12, Wire.encode(row));
    run.execute();
    opened.setLong(1, row.number());
    opened.execute();
  }

  private void closed(RunRow row) throws SQLException {
    closed.setLong(1, row.closing().at().toEpochMilli());
    closed.setString(2, row.closing().status().name());
    closed.setLong(3, row.closing().total());
    closed.setString(4, Wire.encode(row));
    closed.setLong(5, row.number());
    closed.execute();
    noLongerOpen.setLong(1, row.number());
    noLongerOpen.execute();
  }

  private void registry(RegistryRow row) throws SQLException {
    PreparedStatement statement = row.body() == null ? unregistered : registered;
    statement.setString(1, row.kind().name());
    statement.setString(2, row.domain());
    statement.setString(3, row.name());
    statement.setString(4, row.version());
    if (row.body() != null) {
      statement.setString(5, row.body());
    }
    statement.execute();
  }

  private void lease(String token, Batch.LeaseChange change) throws SQLException {
    PreparedStatement statement = change.lease() == null ? leaseOver : lease;
    statement.setString(1, token);
    if (change.lease() != null) {
      statement.setString(2, Wire.encode(change.lease()));
    }
    statement.execute();
  }
}
