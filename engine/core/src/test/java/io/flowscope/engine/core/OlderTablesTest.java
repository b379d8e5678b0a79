package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.store.H2Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that a program with the second version of the tables left, in the middle of its work:
 * one execution closed, one with a decider, one with a worker, and one with a signal.
 */
class OlderTablesTest {
  private static final String DECISION = "2.sV178vwMNOmpneTvO8KxfA";
  private static final String ACTIVITY = "5.gbruqHwQ1ApHkCAo5hz9wg";

  @TempDir Path folder;

  @BeforeEach
  void secondVersion() throws IOException, SQLException {
    Path script = folder.resolve("second.sql");
    try (InputStream in = OlderTablesTest.class.getResourceAsStream("second-version.sql")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    sql("runscript from '" + script + "'");
    Files.writeString(folder.resolve("engine.mark"), "0000000000000000017\n");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private Stepped opened() {
    return new Stepped(Map.of(), new H2Store(folder, true));
  }

  @Test
  void goesOnWhereItWas() {
    assertThat(Verify.folder(folder).violations()).isEmpty();
    try (Stepped stepped = opened()) {
      stepped.does(new Action.RespondDecisionTaskCompleted(DECISION, List.of(), null, null, null));
      stepped.does(new Action.RespondActivityTaskCompleted(ACTIVITY, "1"));
      stepped.signals("four", "again");
      assertThat(
              stepped
                  .does(
                      new Action.CountClosedWorkflowExecutions(
                          "d",
                          null,
                          new ExecutionTimeFilter(Instant.EPOCH, null),
                          null,
                          null,
                          null,
                          null))
                  .count())
          .isEqualTo(1);
    }
    Verify.Report report = Verify.folder(folder);
    assertThat(report.violations()).isEmpty();
    assertThat(report.runs()).isEqualTo(4);
    assertThat(report.events()).isGreaterThan(19);
  }

  @Test
  void anUpdateThatEndedHalfWayIsDoneAgain() throws SQLException {
    sql("alter table open_runs add column last bigint default 7 not null");
    goesOnWhereItWas();
  }

  @Test
  void fromThenOnTheEndOfAnOpenHistoryIsMissed() throws SQLException {
    opened().close();
    sql("delete from events where place = 4 * 16777216 + 3");
    try (Stepped stepped = opened()) {
      assertThatThrownBy(() -> stepped.signals("four", "again"))
          .hasMessageContaining("its event 3 is not as it was written");
      stepped.does(new Action.RespondActivityTaskCompleted(ACTIVITY, "1"));
      assertThat(stepped.does(new Action.DescribeDomain("d"))).isNotNull();
    }
  }
}
