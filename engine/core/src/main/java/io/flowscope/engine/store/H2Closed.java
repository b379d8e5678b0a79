package io.flowscope.engine.store;

import io.flowscope.engine.store.H2Schema.Listed;
import io.flowscope.engine.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The SQL of a {@link ClosedQuery}. Only names of ours are in its text; values are parameters. */
final class H2Closed {
  private final ClosedQuery query;
  private final Listed listed;
  private final String time;
  private final String from;
  private final StringBuilder where = new StringBuilder("l.domain = ?");
  private final List<Object> values = new ArrayList<>();

  H2Closed(ClosedQuery query) {
    this.query = query;
    this.listed = listed(query);
    this.time = query.byCloseTime() ? "closed" : "started";
    String index = listed.index(time);
    values.add(query.domain());
    and("l.total <= ?", query.total());
    times();
    if (query.tag() != null) {
      and("l.tag = ?", query.tag());
    }
    String row = listed == Listed.TAG && hasOtherFilter() ? "c" : "l";
    if (query.workflowId() != null) {
      and(row + ".workflow_id = ?", query.workflowId());
    }
    if (query.type() != null) {
      and(row + ".type_name = ?", query.type().name());
      if (hasVersion(query)) {
        and(row + ".type_version = ?", query.type().version());
      }
    }
    if (query.status() != null) {
      and(row + ".status = ?", query.status().name());
    }
    from =
        listed.table()
            + " l use index ("
            + index
            + ")"
            + (row.equals("c") ? " join closed_runs c on c.number = l.number" : "");
  }

  private static Listed listed(ClosedQuery query) {
    if (query.tag() != null) {
      return Listed.TAG;
    }
    if (query.workflowId() != null) {
      return Listed.WORKFLOW_ID;
    }
    if (query.type() != null) {
      return hasVersion(query) ? Listed.TYPE : Listed.TYPE_NAME;
    }
    return query.status() != null ? Listed.STATUS : Listed.ALL;
  }

  private static boolean hasVersion(ClosedQuery query) {
    return query.type().version() != null && !query.type().version().isEmpty();
  }

  private boolean hasOtherFilter() {
    return query.workflowId() != null || query.type() != null || query.status() != null;
  }

  /** The place narrows the range that is read; the number decides within one millisecond. */
  private void times() {
    long low = query.oldest().toEpochMilli();
    long high = query.latest() == null ? Long.MAX_VALUE : query.latest().toEpochMilli();
    ClosedQuery.Place after = query.after();
    if (after != null && query.newestFirst()) {
      high = Math.min(high, after.millis());
    } else if (after != null) {
      low = Math.max(low, after.millis());
    }
    and("l." + time + " >= ?", low);
    and("l." + time + " <= ?", high);
    if (after != null) {
      String beyond = query.newestFirst() ? "<" : ">";
      where.append(" and (l." + time + " <> ? or l.number " + beyond + " ?)");
      values.add(after.millis());
      values.add(after.number());
    }
  }

  private void and(String condition, Object... value) {
    where.append(" and ").append(condition);
    values.addAll(List.of(value));
  }

  List<RunRow> rows(Connection connection, int limit) throws SQLException {
    String sql =
        "select e.body, e.sum, p."
            + time
            + " from (select l.number, l."
            + time
            + " from "
            + from
            + " where "
            + where
            + " order by "
            + order("l.")
            + " limit ?) p left join executions e on e.number = p.number order by p."
            + time
            + direction()
            + ", p.number"
            + direction();
    List<RunRow> found = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection, sql, limit);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return found;
  }

  /** An execution that is listed; it must be there, and what it is listed by. */
  private RunRow row(ResultSet rows) throws SQLException {
    String body = rows.getString(1);
    if (body == null) {
      throw H2Rows.damaged("The list of closed executions");
    }
    H2Rows.checkRun(body, rows.getBytes(2));
    RunRow row = Wire.decode(body, RunRow.class);
    if (!query.matches(row) || query.millis(row) != rows.getLong(3)) {
      throw new StoreException(
          "The list of closed executions does not fit execution "
              + row.execution().runId()
              + ": the database file is damaged. Restore a backup.");
    }
    return row;
  }

  private String direction() {
    return query.newestFirst() ? " desc" : "";
  }

  /** The columns of the index, all of them: otherwise the database reads the range and sorts it. */
  private String order(String table) {
    StringBuilder order = new StringBuilder();
    for (String column : (listed.columns() + ", " + time + ", number").split(", ")) {
      order.append(order.isEmpty() ? "" : ", ").append(table).append(column).append(direction());
    }
    return order.toString();
  }

  int count(Connection connection, int limit) throws SQLException {
    String sql =
        "select count(*) from (select l.number from " + from + " where " + where + " limit ?)";
    try (PreparedStatement statement = prepare(connection, sql, limit);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private PreparedStatement prepare(Connection connection, String sql, int limit)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    statement.setInt(values.size() + 1, limit);
    return statement;
  }
}
