package io.flowscope.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The SQL of a {@link ClosedQuery}. Only names of ours are in its text; values are parameters. */
final class H2Closed {
  private final ClosedQuery query;
  private final String time;
  private final StringBuilder where = new StringBuilder("domain = ?");
  private final List<Object> values = new ArrayList<>();

  H2Closed(ClosedQuery query) {
    this.query = query;
    this.time = query.byCloseTime() ? "closed" : "started";
    values.add(query.domain());
    and("closed is not null");
    and("total <= ?", query.total());
    times();
    if (query.workflowId() != null) {
      and("workflow_id = ?", query.workflowId());
    }
    if (query.type() != null) {
      and("type_name = ?", query.type().name());
      if (query.type().version() != null && !query.type().version().isEmpty()) {
        and("type_version = ?", query.type().version());
      }
    }
    if (query.tag() != null) {
      and("locate(?, tags) > 0", "\n" + query.tag() + "\n");
    }
    if (query.status() != null) {
      and("status = ?", query.status().name());
    }
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
    and(time + " >= ?", low);
    and(time + " <= ?", high);
    if (after != null) {
      String beyond = query.newestFirst() ? "<" : ">";
      where.append(" and (" + time + " <> ? or number " + beyond + " ?)");
      values.add(after.millis());
      values.add(after.number());
    }
  }

  private void and(String condition, Object... value) {
    where.append(" and ").append(condition);
    values.addAll(List.of(value));
  }

  List<RunRow> rows(Connection connection, int limit) throws SQLException {
    String direction = query.newestFirst() ? " desc" : "";
    String sql =
        "select body from runs where "
            + where
            + " order by domain, "
            + time
            + direction
            + ", number"
            + direction
            + " limit ?";
    try (PreparedStatement statement = prepare(connection, sql, limit)) {
      return H2Rows.runs(statement);
    }
  }

  int count(Connection connection, int limit) throws SQLException {
    String sql = "select count(*) from (select number from runs where " + where + " limit ?)";
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
