package io.flowscope.engine.store;

import io.flowscope.engine.wire.Wire;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables, and how those of older versions become them. A closed run is listed by time of
 * closing and of starting, for each thing that lists filter by: every page is one range of one
 * index, which the database reads in both directions.
 */
final class H2Schema {
  /** The version of the tables that this program writes. */
  static final int VERSION = 3;

  /**
   * The numbers beside the version: how many events were ever written, how many batches, the
   * highest number of a run, and how many events were deleted since.
   */
  static final List<String> COUNTERS = List.of("events", "batches", "runs", "purged");

  private static final String RUNS =
      """
      create table executions(number bigint primary key, run_id varchar not null,
        body varchar not null, sum binary(16) not null)\
      """;

  private static final String CLOSED =
      """
      create table closed_runs(number bigint primary key, domain varchar not null,
        workflow_id varchar not null, type_name varchar not null, type_version varchar not null,
        status varchar not null, started bigint not null, closed bigint not null,
        total bigint not null)\
      """;

  private static final String TAGS =
      """
      create table closed_tags(domain varchar not null, tag varchar not null,
        started bigint not null, closed bigint not null, number bigint not null,
        total bigint not null)\
      """;

  private static final String REGISTERED =
      """
      create table registered(kind varchar not null, domain varchar not null,
        name varchar not null, version varchar not null, body varchar not null,
        sum binary(16) not null, primary key(kind, domain, name, version))\
      """;

  private static final String HELD =
      """
      create table held(number bigint primary key, body varchar not null,
        sum binary(16) not null)\
      """;

  private static final List<String> ALWAYS =
      List.of(
          "create table meta(name varchar primary key, val bigint not null)",
          "create table open_runs(number bigint primary key, " + H2Heads.COLUMNS + ")",
          """
          create table events(place bigint primary key, at bigint not null,
            body varchar not null, sum binary(16) not null)\
          """);

  /** The list of open runs did not tell in the first versions where histories end. */
  private static final List<String> HEADS =
      List.of(
          "alter table open_runs drop column if exists last",
          "alter table open_runs drop column if exists sum",
          "alter table open_runs add column last bigint default 0 not null",
          "alter table open_runs add column sum binary(16) default X'%s' not null"
              .formatted("00".repeat(Checksums.START.length)));

  private H2Schema() {}

  /** The tables of a new database, or of one whose making ended half way. */
  static void make(Connection connection) throws SQLException {
    begin(connection);
    H2Meta meta = new H2Meta(connection);
    COUNTERS.forEach(name -> meta.set(name, 0));
    meta.set(H2Meta.HELD, 0);
    meta.set(H2Meta.REGISTERED, 0);
    meta.set(H2Meta.SCHEMA, VERSION);
    meta.write();
    connection.commit();
  }

  /** The tables alone, without their version. */
  static void begin(Connection connection) throws SQLException {
    List<String> statements = new ArrayList<>(List.of("drop all objects"));
    statements.addAll(ALWAYS);
    statements.addAll(List.of(RUNS, CLOSED, TAGS, REGISTERED, HELD));
    statements.addAll(indexes());
    execute(connection, statements);
  }

  private static List<String> indexes() {
    List<String> statements = new ArrayList<>();
    statements.add("create unique index executions_id on executions(run_id)");
    statements.add("create index closed_tags_number on closed_tags(number)");
    for (String time : List.of("closed", "started")) {
      for (Listed listed : Listed.values()) {
        statements.add(
            "create index %s on %s(%s, %s, number)"
                .formatted(listed.index(time), listed.table(), listed.columns(), time));
      }
    }
    return statements;
  }

  /** What lists of closed runs are narrowed by, and the index that has it. */
  enum Listed {
    ALL("closed_runs", "domain"),
    WORKFLOW_ID("closed_runs", "domain, workflow_id"),
    TYPE_NAME("closed_runs", "domain, type_name"),
    TYPE("closed_runs", "domain, type_name, type_version"),
    STATUS("closed_runs", "domain, status"),
    TAG("closed_tags", "domain, tag");

    private final String table;
    private final String columns;

    Listed(String table, String columns) {
      this.table = table;
      this.columns = columns;
    }

    String table() {
      return table;
    }

    /** The columns before the time, separated by commas. */
    String columns() {
      return columns;
    }

    String index(String time) {
      return "by_" + name().toLowerCase(Locale.ROOT) + "_" + time;
    }
  }

  /**
   * Makes the tables what this version needs.
   *
   * @return the version that they had
   */
  static int migrate(Connection connection) throws SQLException {
    H2Meta meta = new H2Meta(connection);
    int version = Math.toIntExact(meta.get(H2Meta.SCHEMA));
    if (version < VERSION) {
      execute(connection, HEADS);
      if (version == 1) {
        fromFirst(connection, meta);
      }
      new H2Writes(connection, meta).finish();
      meta.set(H2Meta.SCHEMA, VERSION);
      meta.write();
      connection.commit();
    }
    if (version <= VERSION) {
      execute(
          connection,
          List.of(
              "drop table if exists runs",
              "drop table if exists registry",
              "drop table if exists leases"));
    }
    return version;
  }

  /**
   * Closed runs get tables and indexes of their own. The database ends a transaction with each
   * change of a table, so the old tables stay as they are until the version is written; only then
   * is dropped what is no longer needed. Whatever happens before, all is done again.
   */
  private static void fromFirst(Connection connection, H2Meta meta) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (String table : List.of("executions", "closed_runs", "closed_tags", "registered", "held")) {
      statements.add("drop table if exists " + table);
    }
    statements.addAll(List.of(RUNS, CLOSED, TAGS, REGISTERED, HELD));
    statements.add(
        """
        insert into closed_runs select number, domain, workflow_id, type_name, type_version,
          status, started, closed, total from runs where closed is not null\
        """);
    execute(connection, statements);
    copyTags(connection);
    copySummed(connection, meta);
    execute(connection, indexes());
    meta.set("batches", 0);
    meta.set("purged", 0);
    meta.set("runs", lastRun(connection));
  }

  private static long lastRun(Connection connection) throws SQLException {
    try (Statement read = connection.createStatement();
        ResultSet rows = read.executeQuery("select coalesce(max(number), 0) from executions")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void copyTags(Connection connection) throws SQLException {
    try (Statement read = connection.createStatement();
        ResultSet rows =
            read.executeQuery("select body from runs where tags <> '' and closed is not null")) {
      H2Tags tags = new H2Tags(connection);
      while (rows.next()) {
        tags.add(Wire.decode(rows.getString(1), RunRow.class));
      }
      tags.write();
    }
    connection.commit();
  }

  /** Rows that have a checksum now. */
  private static void copySummed(Connection connection, H2Meta meta) throws SQLException {
    H2Writes writes = new H2Writes(connection, meta);
    try (Statement read = connection.createStatement()) {
      try (ResultSet rows = read.executeQuery("select body from runs")) {
        while (rows.next()) {
          String body = rows.getString(1);
          writes.execution(Wire.decode(body, RunRow.class), body);
        }
      }
      try (ResultSet rows =
          read.executeQuery("select kind, domain, name, version, body from registry")) {
        while (rows.next()) {
          writes.registry(
              new RegistryRow(
                  RegistryRow.Kind.valueOf(rows.getString(1)),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getString(5)));
        }
      }
      try (ResultSet rows = read.executeQuery("select body from leases")) {
        while (rows.next()) {
          String body = rows.getString(1);
          writes.lease(Wire.decode(body, Lease.class).token(), body);
        }
      }
    }
    writes.flush();
    connection.commit();
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    connection.commit();
  }
}
