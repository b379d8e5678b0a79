package io.flowscope.engine.store;

import io.flowscope.engine.store.H2Heads.Head;
import io.flowscope.engine.store.Sealed.SealedEvent;
import io.flowscope.engine.store.Sealed.SealedRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements that write batches. */
final class H2Writes {
  private final Connection connection;
  private final H2Meta meta;
  private final LeaseNumbers leases = new LeaseNumbers();
  private final RowSums registry = new RowSums();
  private final PreparedStatement event;
  private final PreparedStatement run;
  private final PreparedStatement opened;
  private final PreparedStatement head;
  private final PreparedStatement closed;
  private final H2Tags tags;
  private final PreparedStatement changed;
  private final PreparedStatement noLongerOpen;
  private final PreparedStatement registered;
  private final PreparedStatement unregistered;
  private final PreparedStatement lease;
  private final PreparedStatement leaseOver;

  H2Writes(Connection connection, H2Meta meta) throws SQLException {
    this.connection = connection;
    this.meta = meta;
    H2Rows.leases(connection, leases, () -> {});
    H2Rows.registry(connection, damaged -> {}).forEach(registry::put);
    event = connection.prepareStatement("insert into events values (?, ?, ?, ?)");
    run = connection.prepareStatement("insert into executions values (?, ?, ?, ?)");
    opened = connection.prepareStatement("merge into open_runs values (?, ?, ?)");
    head = H2Heads.change(connection);
    closed =
        connection.prepareStatement("insert into closed_runs values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    tags = new H2Tags(connection);
    changed =
        connection.prepareStatement("update executions set body = ?, sum = ? where number = ?");
    noLongerOpen = connection.prepareStatement("delete from open_runs where number = ?");
    registered = connection.prepareStatement("merge into registered values (?, ?, ?, ?, ?, ?)");
    unregistered =
        connection.prepareStatement(
            "delete from registered where kind = ? and domain = ? and name = ? and version = ?");
    lease = connection.prepareStatement("merge into held values (?, ?, ?)");
    leaseOver = connection.prepareStatement("delete from held where number = ?");
  }

  /** Writes batches; what later ones undo is not written at all. */
  void fold(List<Sealed> batches) throws SQLException {
    Map<Long, SealedRun> started = new LinkedHashMap<>();
    Map<Long, SealedRun> ended = new LinkedHashMap<>();
    Map<Long, Head> heads = new LinkedHashMap<>();
    Map<List<Object>, RegistryRow> types = new LinkedHashMap<>();
    Map<String, @Nullable String> held = new LinkedHashMap<>();
    for (Sealed batch : batches) {
      for (SealedEvent one : batch.events()) {
        event(Place.of(one.run(), one.id()), one.at(), one.body(), one.sum());
        heads.put(one.run(), new Head(one.id(), one.sum()));
      }
      batch.started().forEach(one -> started.put(one.row().number(), one));
      batch.closed().forEach(one -> ended.put(one.row().number(), one));
      batch.registry().forEach(row -> types.put(row.key(), row));
      held.putAll(batch.leases());
    }
    event.executeBatch();
    for (SealedRun one : started.values()) {
      long number = one.row().number();
      started(ended.getOrDefault(number, one), heads.getOrDefault(number, Head.NONE));
    }
    flushStarted();
    heads.keySet().removeAll(started.keySet());
    heads.keySet().removeAll(ended.keySet());
    for (var one : heads.entrySet()) {
      H2Heads.set(head, one.getKey(), one.getValue());
    }
    head.executeBatch();
    for (SealedRun one : ended.values()) {
      closed(one);
      if (!started.containsKey(one.row().number())) {
        noLongerOpen(one);
      }
    }
    flushClosed();
    for (RegistryRow row : types.values()) {
      registry(row);
    }
    for (var change : held.entrySet()) {
      lease(change.getKey(), change.getValue());
    }
    Sealed last = batches.get(batches.size() - 1);
    meta.set("events", last.total());
    meta.set("batches", last.sequence());
    if (!started.isEmpty()) {
      meta.set("runs", Collections.max(started.keySet()));
    }
    if (!types.isEmpty()) {
      meta.set(H2Meta.REGISTERED, registry.total());
    }
    if (!held.isEmpty()) {
      meta.set(H2Meta.HELD, leases.total());
    }
    meta.write();
  }

  private void flushStarted() throws SQLException {
    run.executeBatch();
    opened.executeBatch();
  }

  private void flushClosed() throws SQLException {
    closed.executeBatch();
    tags.write();
  }

  /** A run from a backup. */
  void restored(SealedRun one) throws SQLException {
    started(one, Head.NONE);
    if (one.row().closing() != null) {
      closed(one);
    }
  }

  /** Writes what has gathered. */
  void flush() throws SQLException {
    event.executeBatch();
    flushStarted();
    flushClosed();
  }

  /** Ends the writing of a whole database: what follows from its rows is written last. */
  void finish() throws SQLException {
    flush();
    H2Heads.fill(connection);
    meta.set(H2Meta.REGISTERED, registry.total());
    meta.set(H2Meta.HELD, leases.total());
    meta.write();
  }

  void event(long place, long at, String body, byte[] sum) throws SQLException {
    event.setLong(1, place);
    event.setLong(2, at);
    event.setString(3, body);
    event.setBytes(4, sum);
    event.addBatch();
  }

  private void started(SealedRun one, Head head) throws SQLException {
    execution(one.row(), one.body());
    if (one.row().closing() == null) {
      opened.setLong(1, one.row().number());
      opened.setLong(2, head.last());
      opened.setBytes(3, head.sum());
      opened.addBatch();
    }
  }

  void execution(RunRow row, String body) throws SQLException {
    run.setLong(1, row.number());
    run.setString(2, row.execution().runId());
    run.setString(3, body);
    run.setBytes(4, Checksums.row(body));
    run.addBatch();
  }

  private void closed(SealedRun one) throws SQLException {
    RunRow row = one.row();
    closed.setLong(1, row.number());
    closed.setString(2, row.domain());
    closed.setString(3, row.execution().workflowId());
    closed.setString(4, row.type().name());
    closed.setString(5, row.type().version());
    closed.setString(6, row.closing().status().name());
    closed.setLong(7, row.startedAt().toEpochMilli());
    closed.setLong(8, row.closing().at().toEpochMilli());
    closed.setLong(9, row.closing().total());
    closed.addBatch();
    tags.add(row);
  }

  private void noLongerOpen(SealedRun one) throws SQLException {
    changed.setString(1, one.body());
    changed.setBytes(2, Checksums.row(one.body()));
    changed.setLong(3, one.row().number());
    changed.execute();
    noLongerOpen.setLong(1, one.row().number());
    noLongerOpen.execute();
  }

  void registry(RegistryRow row) throws SQLException {
    PreparedStatement statement = row.body() == null ? unregistered : registered;
    statement.setString(1, row.kind().name());
    statement.setString(2, row.domain());
    statement.setString(3, row.name());
    statement.setString(4, row.version());
    if (row.body() != null) {
      statement.setString(5, row.body());
      statement.setBytes(6, H2Rows.sum(row));
      registry.put(row);
    } else {
      registry.remove(row);
    }
    statement.execute();
  }

  void lease(String token, @Nullable String now) throws SQLException {
    if (now == null) {
      Long number = leases.over(token);
      if (number != null) {
        leaseOver.setLong(1, number);
        leaseOver.execute();
      }
      return;
    }
    long number = leases.numberOf(token);
    byte[] sum = Checksums.row(now);
    lease.setLong(1, number);
    lease.setString(2, now);
    lease.setBytes(3, sum);
    lease.execute();
    leases.written(number, sum);
  }
}
