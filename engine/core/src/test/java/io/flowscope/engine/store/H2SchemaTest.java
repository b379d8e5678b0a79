package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.wire.Wire;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of older and newer versions. */
class H2SchemaTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /** The tables of the first version, word for word. */
  private static final List<String> FIRST =
      List.of(
          "create table meta(name varchar primary key, val bigint not null)",
          "insert into meta values ('schema', 1), ('events', 0)",
          """
          create table runs(number bigint primary key, domain varchar not null,
            workflow_id varchar not null, run_id varchar not null, type_name varchar not null,
            type_version varchar not null, tags varchar not null, started bigint not null,
            closed bigint, status varchar, total bigint, body varchar not null)\
          """,
          "create unique index runs_id on runs(run_id)",
          "create index runs_closed on runs(domain, closed desc, number desc)",
          "create index runs_started on runs(domain, started desc, number desc)",
          "create table open_runs(number bigint primary key)",
          """
          create table events(place bigint primary key, at bigint not null,
            body varchar not null, sum binary(16) not null)\
          """,
          """
          create table registry(kind varchar not null, domain varchar not null,
            name varchar not null, version varchar not null, body varchar not null,
            primary key(kind, domain, name, version))\
          """,
          "create table leases(number bigint primary key, body varchar not null)");

  @TempDir Path folder;

  private Connection direct() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
  }

  @BeforeEach
  void firstVersion() throws SQLException {
    try (Connection connection = direct();
        Statement statement = connection.createStatement()) {
      for (String sql : FIRST) {
        statement.execute(sql);
      }
      for (long number = 1; number <= 20; number++) {
        run(connection, number);
      }
      statement.execute("update meta set val = 60 where name = 'events'");
    }
  }

  private static RunRow row(long number) {
    RunRow row = StoreContract.run(number, number % 2 == 0 ? List.of("even", "all") : List.of());
    return number == 20
        ? row
        : row.closed(
            new RunRow.Closing(
                row.startedAt().plusSeconds(9), CloseStatus.COMPLETED, false, 3, 0, null, number));
  }

  private static HistoryEvent event(long id) {
    return new HistoryEvent(
        AT.plusSeconds(id), id, new Event.WorkflowExecutionSignaled("s", "é", null, null));
  }

  private static void run(Connection connection, long number) throws SQLException {
    RunRow row = row(number);
    try (PreparedStatement run =
            connection.prepareStatement(
                "insert into runs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement event =
            connection.prepareStatement("insert into events values (?, ?, ?, ?)");
        Statement open = connection.createStatement()) {
      run.setLong(1, number);
      run.setString(2, row.domain());
      run.setString(3, row.execution().workflowId());
      run.setString(4, row.execution().runId());
      run.setString(5, row.type().name());
      run.setString(6, row.type().version());
      run.setString(7, row.tags().isEmpty() ? "" : "\n" + String.join("\n", row.tags()) + "\n");
      run.setLong(8, row.startedAt().toEpochMilli());
      run.setObject(9, row.closing() == null ? null : row.closing().at().toEpochMilli());
      run.setString(10, row.closing() == null ? null : row.closing().status().name());
      run.setObject(11, row.closing() == null ? null : row.closing().total());
      run.setString(12, Wire.encode(row));
      run.execute();
      byte[] sum = Checksums.START;
      for (long id = 1; id <= 3; id++) {
        String body = Wire.encode(event(id));
        long at = event(id).eventTimestamp().toEpochMilli();
        sum = Checksums.next(sum, number, id, at, body);
        event.setLong(1, Place.of(number, id));
        event.setLong(2, at);
        event.setString(3, body);
        event.setBytes(4, sum);
        event.execute();
      }
      if (row.closing() == null) {
        open.execute("insert into open_runs values (" + number + ")");
      }
    }
  }

  private void isAsItWas() {
    try (H2Store store = new H2Store(folder, true)) {
      EventStore.Loaded loaded = store.load();
      assertThat(loaded.totalEvents()).isEqualTo(60);
      assertThat(loaded.lastRun()).isEqualTo(20);
      assertThat(loaded.openRuns()).containsExactly(row(20));
      for (long number = 1; number <= 20; number++) {
        List<HistoryEvent> history = new ArrayList<>();
        store.replay(number, history::add);
        assertThat(history).containsExactly(event(1), event(2), event(3));
        assertThat(store.run("d", "run-" + number)).contains(row(number));
      }
      for (boolean byClose : List.of(true, false)) {
        assertThat(closed(store, byClose, null)).hasSize(19);
        assertThat(closed(store, byClose, "even"))
            .containsExactly(18L, 16L, 14L, 12L, 10L, 8L, 6L, 4L, 2L);
      }
      Batch more = new Batch();
      more.append(20, event(4));
      store.append(more);
      store.replay(20, event -> {});
    }
  }

  private static List<Long> closed(EventStore store, boolean byClose, String tag) {
    return store
        .closed(
            new ClosedQuery(
                "d", byClose, Instant.EPOCH, null, null, null, tag, null, true, 99, null),
            99)
        .stream()
        .map(RunRow::number)
        .toList();
  }

  @Test
  void theFirstVersionIsBroughtUpToDate() {
    isAsItWas();
  }

  @Test
  void anUpdateThatEndedHalfWayIsDoneAgain() throws SQLException {
    try (Connection connection = direct();
        Statement statement = connection.createStatement()) {
      statement.execute("create table executions(number bigint primary key, rest varchar)");
      statement.execute("create table closed_tags(tag varchar)");
      statement.execute("insert into closed_tags values ('even')");
    }
    isAsItWas();
  }

  @Test
  void tablesWhoseMakingEndedHalfWayAreMadeAgain() throws SQLException {
    try (Connection connection = direct();
        Statement statement = connection.createStatement()) {
      statement.execute("drop all objects");
      statement.execute("create table meta(name varchar primary key, val bigint not null)");
      statement.execute("create table open_runs(number bigint primary key)");
    }
    try (H2Store store = new H2Store(folder, true)) {
      Batch batch = new Batch();
      batch.start(row(20));
      batch.append(20, event(1));
      store.append(batch);
    }
    try (H2Store store = new H2Store(folder, true)) {
      assertThat(store.load().openRuns()).containsExactly(row(20));
    }
  }

  @Test
  void aDatabaseThatHasLostItsTablesIsRefused() throws SQLException {
    isAsItWas();
    try (Connection connection = direct();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from meta");
    }
    assertThatThrownBy(() -> new H2Store(folder, true)).hasMessageContaining("is behind");
  }

  @Test
  void aNewerVersionIsRefusedInOneSentence() throws SQLException {
    try (Connection connection = direct();
        Statement statement = connection.createStatement()) {
      statement.execute("update meta set val = 4 where name = 'schema'");
    }
    assertThatThrownBy(() -> new H2Store(folder, true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("was written by a newer Flowscope")
        .hasMessageContaining("version 4");
  }
}
