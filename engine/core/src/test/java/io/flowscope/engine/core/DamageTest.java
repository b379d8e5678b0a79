package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged execution keeps to itself; nothing of it is shown that is not as it was written. */
class DamageTest {
  @TempDir Path folder;
  private WorkflowExecution bad;
  private WorkflowExecution good;
  private WorkflowExecution closed;

  @BeforeEach
  void someExecutions() throws SQLException {
    try (Stepped stepped = new Stepped(Map.of(), new H2Store(folder, false))) {
      stepped.register();
      bad = stepped.starts("bad");
      good = stepped.starts("good");
      closed = stepped.starts("closed");
      stepped.signals("bad", "one");
      stepped.signals("bad", "two");
      stepped.decides(stepped.decisionOf("closed"), Stepped.complete("done"));
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement statement = connection.createStatement()) {
      // The first signal of the first run, and the end of the third.
      statement.execute("update events set at = at + 1 where place = 16777216 + 3");
      statement.execute(
          "update events set body = replace(body, 'done', 'gone') where place >= 16777216 * 3");
    }
  }

  @Test
  void aDamagedOpenExecutionRefusesCommandsAndAllOthersGoOn() {
    try (Stepped stepped = new Stepped(Map.of(), new H2Store(folder, false))) {
      assertThatThrownBy(() -> stepped.signals("bad", "three"))
          .isInstanceOf(SwfFault.class)
          .hasMessageContaining("its event 3 is not as it was written");
      assertThatThrownBy(() -> stepped.starts("bad"))
          .isInstanceOf(SwfFault.class)
          .hasMessageContaining("Already Started");
      assertThat(stepped.history(bad)).as("what is left of it").hasSize(2);
      assertThat(stepped.engine().damage("d", bad.runId()))
          .get()
          .asString()
          .contains("Event 3 of run number 1");
      assertThat(stepped.engine().damage("d", good.runId())).isEmpty();
      stepped.signals("good", "one");
      assertThat(stepped.history(good)).hasSize(4);
      assertThat(
              stepped
                  .does(
                      new Action.CountOpenWorkflowExecutions(
                          "d", new ExecutionTimeFilter(Instant.EPOCH, null), null, null, null))
                  .count())
          .isEqualTo(2);
    }
  }

  @Test
  void aHistoryDoesNotEndWhereAnEventIsNotFound() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("update events set place = place + 100 where place >= 16777216 * 3 + 4");
    }
    try (Stepped stepped = new Stepped(Map.of(), new H2Store(folder, false))) {
      for (boolean reverse : List.of(false, true)) {
        assertThatThrownBy(
                () ->
                    stepped.does(
                        new Action.GetWorkflowExecutionHistory("d", closed, null, null, reverse)))
            .hasMessageContaining("Event 4 of run number 3 is not as it was written");
      }
    }
  }

  @Test
  void aListDoesNotPassOverWhatIsNotFound() throws SQLException {
    for (String damage :
        List.of(
            "update closed_runs set closed = closed + 1",
            "update executions set number = 99 where number = 3")) {
      try (Connection connection =
              DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
          Statement statement = connection.createStatement()) {
        assertThat(statement.executeUpdate(damage)).isEqualTo(1);
      }
      try (Stepped stepped = new Stepped(Map.of(), new H2Store(folder, false))) {
        assertThatThrownBy(
                () ->
                    stepped.does(
                        new Action.ListClosedWorkflowExecutions(
                            "d",
                            null,
                            new ExecutionTimeFilter(Instant.EPOCH, null),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)))
            .hasMessageContaining("The list of closed executions");
      }
    }
  }

  @Test
  void aChangedEventOfAClosedExecutionIsNotShown() {
    try (Stepped stepped = new Stepped(Map.of(), new H2Store(folder, false))) {
      assertThatThrownBy(() -> stepped.history(closed))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(StoreException.class)
          .hasMessageContaining("of run number 3 is not as it was written");
    }
  }
}
