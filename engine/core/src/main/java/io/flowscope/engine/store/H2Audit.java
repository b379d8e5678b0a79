package io.flowscope.engine.store;

import io.flowscope.engine.store.H2Schema.Listed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Whether the tables and indexes of the database agree with one another (I1 and I10). */
final class H2Audit {
  private static final int PAGE = 500;

  private final Connection connection;
  private final List<String> wrong = new ArrayList<>();
  private long runs;
  private long closed;
  private long tags;

  private H2Audit(Connection connection) {
    this.connection = connection;
  }

  static List<String> audit(Connection connection) throws SQLException {
    return new H2Audit(connection).all();
  }

  private List<String> all() throws SQLException {
    List<RunRow> page = page(0);
    while (!page.isEmpty()) {
      for (RunRow row : page) {
        check(row);
      }
      page = page(page.get(page.size() - 1).number());
    }
    Map<String, Long> meta = H2Meta.read(connection);
    long events = count("select count(*) from events");
    long expected = H2Meta.of(meta, "events") - H2Meta.of(meta, "purged");
    require(
        events == expected,
        "I1: there are %d events, but %d were written and not deleted".formatted(events, expected));
    require(
        count("select count(*) from closed_runs") == closed,
        "I10: the list of closed executions has rows that belong to none");
    require(
        count("select count(*) from closed_tags") == tags,
        "I10: the list of tags does not have the tags of the closed executions");
    require(
        count("select count(*) from open_runs") == runs - closed,
        "I10: the list of open executions has rows that belong to none");
    require(
        count("select coalesce(max(number), 0) from executions") <= H2Meta.of(meta, "runs"),
        "I10: the counter of executions is behind");
    indexes();
    return wrong;
  }

  private List<RunRow> page(long after) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select body, sum from executions where number > ? order by number limit ?")) {
      statement.setLong(1, after);
      statement.setInt(2, PAGE);
      return H2Rows.runs(statement);
    }
  }

  private void check(RunRow row) throws SQLException {
    runs++;
    String name = "execution " + row.execution().runId();
    require(
        H2Rows.run(connection, row.execution().runId()).filter(row::equals).isPresent(),
        "I10: " + name + " is not found by its id");
    boolean listed = count("select count(*) from open_runs where number = " + row.number()) == 1;
    require(
        listed == (row.closing() == null),
        "I10: " + name + " is" + (listed ? "" : " not") + " listed as open");
    if (row.closing() != null) {
      closed++;
      checkClosed(row, name);
    }
  }

  private void checkClosed(RunRow row, String name) throws SQLException {
    List<Object> expected =
        List.of(
            row.domain(),
            row.execution().workflowId(),
            row.type().name(),
            row.type().version(),
            row.closing().status().name(),
            row.startedAt().toEpochMilli(),
            row.closing().at().toEpochMilli(),
            row.closing().total());
    require(
        Objects.equals(
            expected,
            first(
                "select domain, workflow_id, type_name, type_version, status, started, closed,"
                    + " total from closed_runs where number = "
                    + row.number(),
                expected.size())),
        "I10: the list of closed executions says otherwise than " + name);
    Set<String> distinct = new HashSet<>(row.tags());
    tags += distinct.size();
    Set<String> found = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select tag from closed_tags where number = " + row.number())) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    require(found.equals(distinct), "I10: the list of tags says otherwise than " + name);
  }

  private List<Object> first(String sql, int columns) throws SQLException {
    List<Object> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          found.add(rows.getObject(i));
        }
      }
    }
    return found;
  }

  /** What each index leads to must be what its table has. */
  private void indexes() throws SQLException {
    for (Listed listed : Listed.values()) {
      for (String time : List.of("closed", "started")) {
        String sql =
            "select count(*), coalesce(sum(%s), 0), coalesce(sum(number), 0) from %s"
                .formatted(time, listed.table());
        require(
            first(sql + " use index (" + listed.index(time) + ") where domain >= ''", 3)
                .equals(first(sql, 3)),
            "I10: the index " + listed.index(time) + " is not that of its table");
      }
    }
  }

  private long count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void require(boolean holds, String sentence) {
    if (!holds) {
      wrong.add(sentence);
    }
  }
}
