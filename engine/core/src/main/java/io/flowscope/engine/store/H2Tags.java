package io.flowscope.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;

/** Writes the tags of closed runs, each of which is a row of its own. */
final class H2Tags {
  private static final int MANY = 1_000;

  private final PreparedStatement tag;
  private int waiting;

  H2Tags(Connection connection) throws SQLException {
    tag = connection.prepareStatement("insert into closed_tags values (?, ?, ?, ?, ?, ?)");
  }

  void add(RunRow row) throws SQLException {
    for (String one : new LinkedHashSet<>(row.tags())) {
      tag.setString(1, row.domain());
      tag.setString(2, one);
      tag.setLong(3, row.startedAt().toEpochMilli());
      tag.setLong(4, row.closing().at().toEpochMilli());
      tag.setLong(5, row.number());
      tag.setLong(6, row.closing().total());
      tag.addBatch();
      waiting++;
    }
    if (waiting >= MANY) {
      write();
    }
  }

  void write() throws SQLException {
    if (waiting > 0) {
      tag.executeBatch();
      waiting = 0;
    }
  }
}
