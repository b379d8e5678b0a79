package io.flowscope.engine.store;

import io.flowscope.engine.store.H2Heads.Head;
import io.flowscope.engine.wire.Wire;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;

/** Writes all rows of a database as they were at one moment, and makes a database of them. */
final class H2Dump {
  private static final int PAGE = 2_000;

  private H2Dump() {}

  static Dump.Counts write(Connection connection, OutputStream stream)
      throws SQLException, IOException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      isolation(connection, "SNAPSHOT");
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
      Map<String, Long> meta = H2Meta.read(connection);
      out.writeInt(Dump.FORMAT);
      for (String name : H2Schema.COUNTERS) {
        out.writeLong(H2Meta.of(meta, name));
      }
      RowSums types = new RowSums();
      for (RegistryRow row : H2Rows.registry(connection, H2Dump::refuse)) {
        types.put(row);
        out.writeByte(Dump.REGISTRY);
        Dump.text(out, row.kind().name());
        Dump.text(out, row.domain());
        Dump.text(out, row.name());
        Dump.text(out, row.version());
        Dump.text(out, row.body());
      }
      LeaseNumbers numbers = new LeaseNumbers();
      for (Lease lease : H2Rows.leases(connection, numbers, H2Dump::refuseLease)) {
        out.writeByte(Dump.LEASE);
        Dump.text(out, Wire.encode(lease));
      }
      if (types.total() != H2Meta.of(meta, H2Meta.REGISTERED)) {
        throw H2Rows.damaged("The list of domains and types");
      }
      if (numbers.total() != H2Meta.of(meta, H2Meta.HELD)) {
        refuseLease();
      }
      long runs = runs(connection, out);
      long events = events(connection, out);
      out.writeByte(Dump.END);
      out.flush();
      return new Dump.Counts(runs, events, H2Meta.of(meta, "events"), H2Meta.of(meta, "purged"));
    } finally {
      connection.commit();
      isolation(connection, "READ COMMITTED");
      connection.setAutoCommit(autoCommit);
    }
  }

  /** A restored row would get a checksum that fits it. */
  private static void refuse(DamagedRows.Registration damaged) {
    throw H2Rows.damaged("The registration of " + damaged);
  }

  private static void refuseLease() {
    throw H2Rows.damaged("What is known of a worker's task");
  }

  private static void isolation(Connection connection, String level) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set session characteristics as transaction isolation level " + level);
    }
  }

  private static long runs(Connection connection, DataOutputStream out)
      throws SQLException, IOException {
    return pages(
        connection,
        "select number, body, sum from executions where number > ? order by number limit ?",
        rows -> {
          String body = rows.getString(2);
          H2Rows.checkRun(body, rows.getBytes(3));
          out.writeByte(Dump.RUN);
          Dump.text(out, body);
        });
  }

  private static long events(Connection connection, DataOutputStream out)
      throws SQLException, IOException {
    Map<Long, Head> ends = H2Heads.read(connection);
    ends.values().removeIf(head -> head.last() == 0);
    long count =
        pages(
            connection,
            "select place, at, body, sum from events where place > ? order by place limit ?",
            rows -> {
              long place = rows.getLong(1);
              Head end = ends.get(Place.run(place));
              if (end != null
                  && end.last() == Place.id(place)
                  && Arrays.equals(end.sum(), rows.getBytes(4))) {
                ends.remove(Place.run(place));
              }
              out.writeByte(Dump.EVENT);
              out.writeLong(rows.getLong(1));
              out.writeLong(rows.getLong(2));
              Dump.text(out, rows.getString(3));
              out.write(rows.getBytes(4));
            });
    if (!ends.isEmpty()) {
      throw new DamagedRunException(
          ends.keySet().iterator().next(), ends.values().iterator().next().last());
    }
    return count;
  }

  private interface Row {
    void take(ResultSet rows) throws SQLException, IOException;
  }

  private static long pages(Connection connection, String sql, Row each)
      throws SQLException, IOException {
    long count = 0;
    long after = 0;
    long seen;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      do {
        seen = 0;
        statement.setLong(1, after);
        statement.setInt(2, PAGE);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            after = rows.getLong(1);
            each.take(rows);
            seen++;
          }
        }
        count += seen;
      } while (seen == PAGE);
    }
    return count;
  }

  /**
   * Fills tables that have no version yet; they get it last.
   *
   * @param before is told how many events were ever written, before anything is
   */
  static Dump.Counts read(Connection connection, DataInputStream in, LongConsumer before)
      throws SQLException, IOException {
    int format = in.readInt();
    if (format != Dump.FORMAT) {
      throw new IOException("the backup has form " + format + ", which this program does not know");
    }
    H2Meta meta = new H2Meta(connection);
    H2Writes writes = new H2Writes(connection, meta);
    for (String name : H2Schema.COUNTERS) {
      meta.set(name, in.readLong());
    }
    before.accept(meta.get("events"));
    long runs = 0;
    long events = 0;
    long rows = 0;
    for (int kind = in.readByte(); kind != Dump.END; kind = in.readByte()) {
      switch (kind) {
        case Dump.REGISTRY ->
            writes.registry(
                new RegistryRow(
                    RegistryRow.Kind.valueOf(Dump.text(in)),
                    Dump.text(in),
                    Dump.text(in),
                    Dump.text(in),
                    Dump.text(in)));
        case Dump.LEASE -> {
          String body = Dump.text(in);
          writes.lease(Wire.decode(body, Lease.class).token(), body);
        }
        case Dump.RUN -> {
          String body = Dump.text(in);
          writes.restored(new Sealed.SealedRun(Wire.decode(body, RunRow.class), body));
          runs++;
        }
        case Dump.EVENT -> {
          long place = in.readLong();
          long at = in.readLong();
          String body = Dump.text(in);
          writes.event(place, at, body, in.readNBytes(Checksums.START.length));
          events++;
        }
        default -> throw new IOException("the backup holds something unknown (" + kind + ")");
      }
      if (++rows % PAGE == 0) {
        writes.flush();
        connection.commit();
      }
    }
    meta.set(H2Meta.SCHEMA, H2Schema.VERSION);
    writes.finish();
    connection.commit();
    return new Dump.Counts(runs, events, meta.get("events"), meta.get("purged"));
  }
}
