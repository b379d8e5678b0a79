package io.flowscope.engine.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The numbers beside the tables: how much was written, and what the rows of small tables add up to.
 * A checksum over all of them tells when one is not as it was written. Belongs to who writes.
 */
final class H2Meta {
  static final String SCHEMA = "schema";

  /** What the rows of leases add up to, and those of domains and types. */
  static final String HELD = "held";

  static final String REGISTERED = "registered";

  private static final String CHECK = "check";

  /** From this version of the tables on there is a checksum. */
  private static final int CHECKED = 3;

  private final Map<String, Long> values;
  private final Set<String> changed = new LinkedHashSet<>();
  private final PreparedStatement write;

  H2Meta(Connection connection) throws SQLException {
    values = read(connection);
    write = connection.prepareStatement("merge into meta values (?, ?)");
  }

  /**
   * All numbers by their names.
   *
   * @throws StoreException if one of them is not as it was written
   */
  static Map<String, Long> read(Connection connection) throws SQLException {
    Map<String, Long> found = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement("select name, val from meta");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getLong(2));
      }
    }
    Long check = found.remove(CHECK);
    boolean sound =
        check == null ? found.getOrDefault(SCHEMA, 0L) != CHECKED : check == check(found);
    if (!sound) {
      throw H2Rows.damaged("What the database counts");
    }
    return found;
  }

  private static long check(Map<String, Long> values) {
    String[] texts = new String[2 * values.size()];
    int i = 0;
    for (Map.Entry<String, Long> entry : values.entrySet()) {
      texts[i++] = entry.getKey();
      texts[i++] = entry.getValue().toString();
    }
    return ByteBuffer.wrap(Checksums.row(texts)).getLong();
  }

  /** One of the numbers. */
  static long of(Map<String, Long> values, String name) {
    Long value = values.get(name);
    if (value == null) {
      throw H2Rows.damaged("The counter of " + name);
    }
    return value;
  }

  long get(String name) {
    return of(values, name);
  }

  /** Changes a number; {@link #write} tells the database. */
  void set(String name, long value) {
    Long before = values.put(name, value);
    if (before == null || before != value) {
      changed.add(name);
    }
  }

  /** Writes what was changed, as a part of the transaction at hand. */
  void write() throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    for (String name : changed) {
      write(name, values.get(name));
    }
    changed.clear();
    write(CHECK, check(values));
  }

  private void write(String name, long value) throws SQLException {
    write.setString(1, name);
    write.setLong(2, value);
    write.execute();
  }

  /** What a row adds to the sum of its table: none can be lost, doubled or moved unnoticed. */
  static long part(long number, byte[] sum) {
    return ByteBuffer.wrap(sum).getLong() + number * 0x9E3779B97F4A7C15L;
  }
}
