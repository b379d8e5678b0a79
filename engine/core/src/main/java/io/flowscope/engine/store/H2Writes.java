package io.flowscope.engine.store;

import io.flowscope.engine.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** The statements that write a batch. */
final class H2Writes {
  private final LeaseNumbers leases;
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

  H2Writes(Connection connection, LeaseNumbers leases) throws SQLException {
    this.leases = leases;
    event = connection.prepareStatement("insert into events values (?, ?, ?, ?)");
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
    leaseOver = connection.prepareStatement("delete from leases where number = ?");
    total = connection.prepareStatement("update meta set val = ? where name = 'events'");
  }

  /** Adds an event and gives its checksum. */
  byte[] event(Batch.Appended one, byte[] before) throws SQLException {
    long id = one.event().eventId();
    long at = one.event().eventTimestamp().toEpochMilli();
    String body = Wire.encode(one.event());
    byte[] sum = Checksums.next(before, one.run(), id, at, body);
    event.setLong(1, Place.of(one.run(), id));
    event.setLong(2, at);
    event.setString(3, body);
    event.setBytes(4, sum);
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
    Lease now = change.lease();
    if (now == null) {
      Long number = leases.over(token);
      if (number != null) {
        leaseOver.setLong(1, number);
        leaseOver.execute();
      }
      return;
    }
    lease.setLong(1, leases.numberOf(token));
    lease.setString(2, Wire.encode(now));
    lease.execute();
  }
}
