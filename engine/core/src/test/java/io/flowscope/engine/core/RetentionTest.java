package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.ClosedQuery;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed executions go when their time is over, or when somebody asks for it; others stay. */
class RetentionTest {
  @TempDir Path folder;
  private EventStore store;
  private Stepped stepped;

  @BeforeEach
  void open() {
    store = new H2Store(folder, false);
    stepped = new Stepped(Map.of(), store);
    stepped.register();
  }

  @AfterEach
  void close() {
    stepped.close();
  }

  private WorkflowExecution closed(String id) {
    WorkflowExecution run = stepped.starts(id);
    stepped.decides(stepped.decisionOf(id), Stepped.complete("done"));
    return run;
  }

  @Test
  void closedExecutionsAreDeletedWhenTheirTimeIsOver() {
    for (int i = 0; i < Retention.SLICE + 5; i++) {
      closed("old" + i);
    }
    stepped.passes(Duration.ofHours(20));
    WorkflowExecution young = closed("young");
    assertThat(stepped.engine().purge()).isZero();
    stepped.passes(Duration.ofHours(4));
    assertThat(stepped.engine().purge()).isEqualTo(Retention.SLICE);
    assertThat(stepped.engine().purge()).isEqualTo(5);
    assertThat(stepped.engine().purge()).isZero();
    assertThat(stepped.history(young)).isNotEmpty();
    assertThat(store.audit()).isEmpty();
    assertThat(Verify.store(store).violations()).isEmpty();
    stepped.restart();
    assertThat(closed("old1")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "0"})
  void aDomainThatKeepsNothingKeepsNothing(String days) {
    stepped.does(new Action.RegisterDomain("brief", null, days, null));
    stepped.does(
        new Action.RegisterWorkflowType(
            "brief",
            "W",
            "1",
            null,
            "60",
            "60",
            Stepped.DECISIONS,
            null,
            ChildPolicy.ABANDON,
            null));
    stepped.does(
        new Action.StartWorkflowExecution(
            "brief", "one", Stepped.WORKFLOW, null, null, null, null, null, null, null, null));
    assertThat(stepped.engine().purge()).isZero();
    stepped.does(new Action.TerminateWorkflowExecution("brief", "one", null, null, null, null));
    stepped.passes(Duration.ofMillis(1));
    assertThat(stepped.engine().purge()).isEqualTo(1);
    assertThat(store.held()).isZero();
  }

  @Test
  void aClosedExecutionIsDeletedByHand() {
    WorkflowExecution run = closed("one");
    WorkflowExecution open = stepped.starts("two");
    stepped.engine().delete("d", run).join();
    assertThatThrownBy(() -> stepped.history(run)).isInstanceOf(SwfFault.class);
    assertThat(fault(run)).isEqualTo("UnknownResourceFault");
    assertThat(fault(open)).isEqualTo("OperationNotPermittedFault");
    assertThat(fault(new WorkflowExecution("three", open.runId())))
        .isEqualTo("OperationNotPermittedFault");
    assertThat(stepped.history(open)).isNotEmpty();
    assertThat(Verify.store(store).violations()).isEmpty();
    assertThat(List.of(store.runsAfter(0, 9))).hasSize(1);
  }

  @Test
  void aRunOfAChainAndAChildAreDeletedWithoutTheOthers() {
    stepped.starts("parent");
    DecisionTask parent = stepped.decisionOf("parent");
    WorkflowExecution first = stepped.starts("chain");
    stepped.decides(parent, Stepped.child("child"));
    stepped.decides(
        stepped.decisionOf("chain"),
        new Decision.ContinueAsNewWorkflowExecution(
            null, null, null, null, null, null, null, null, null));
    WorkflowExecution child = stepped.decisionOf("child").workflowExecution();
    stepped.does(
        new Action.TerminateWorkflowExecution("d", "child", null, null, null, ChildPolicy.ABANDON));

    stepped.engine().delete("d", first).join();
    stepped.engine().delete("d", child).join();
    assertThat(fault(first)).isEqualTo("UnknownResourceFault");
    stepped.restart();

    DecisionTask second = stepped.decisionOf("chain");
    assertThat(second.events().get(0).event())
        .isInstanceOfSatisfying(
            Event.WorkflowExecutionStarted.class,
            start -> assertThat(start.continuedExecutionRunId()).isEqualTo(first.runId()));
    stepped.decides(second, Stepped.complete("done"));
    assertThat(stepped.types(parent.workflowExecution()))
        .contains("ChildWorkflowExecutionTerminated");
    assertThat(stepped.starts("child")).isNotEqualTo(child);
    assertThat(Verify.store(store).violations()).isEmpty();
  }

  @Test
  void aClockThatWasWrongDeletesNothingTooEarlyAndLateOnlyUntilItIsRightAgain() {
    Instant right = stepped.now();
    stepped.set(right.plus(Duration.ofDays(400)));
    WorkflowExecution ahead = closed("ahead");
    stepped.set(right);
    WorkflowExecution now = closed("now");
    stepped.set(right.minus(Duration.ofDays(400)));
    WorkflowExecution behind = closed("behind");
    assertThat(stepped.engine().purge()).isZero();
    stepped.set(right);
    assertThat(stepped.engine().purge()).isEqualTo(1);
    assertThat(fault(behind)).isEqualTo("UnknownResourceFault");
    stepped.passes(Duration.ofDays(1));
    assertThat(stepped.engine().purge()).isEqualTo(1);
    assertThat(fault(now)).isEqualTo("UnknownResourceFault");
    stepped.passes(Duration.ofDays(399));
    assertThat(stepped.engine().purge()).as("it closed in a future").isZero();
    assertThat(stepped.history(ahead)).isNotEmpty();
    stepped.passes(Duration.ofDays(1));
    assertThat(stepped.engine().purge()).isEqualTo(1);
  }

  @Test
  void theLongestTimeIsKeptToTheMillisecond() {
    stepped.does(new Action.RegisterDomain("long", null, "90", null));
    terminated("long");
    stepped.passes(Duration.ofDays(90).minusMillis(1));
    assertThat(stepped.engine().purge()).isZero();
    stepped.passes(Duration.ofMillis(1));
    assertThat(stepped.engine().purge()).isEqualTo(1);
    assertThat(store.runsAfter(0, 9)).isEmpty();
  }

  /** An execution of another domain that has ended. */
  private void terminated(String domain) {
    stepped.does(
        new Action.RegisterWorkflowType(
            domain,
            "W",
            "1",
            null,
            "30",
            "3600",
            Stepped.DECISIONS,
            null,
            ChildPolicy.ABANDON,
            null));
    stepped.does(
        new Action.StartWorkflowExecution(
            domain, "w", Stepped.WORKFLOW, null, null, null, null, null, null, null, null));
    stepped.does(new Action.TerminateWorkflowExecution(domain, "w", null, null, null, null));
  }

  @Test
  void aDamagedRowKeepsItsOwnDomainOnlyFromBeingCleared() throws SQLException {
    closed("one");
    for (String domain : List.of("a", "z")) {
      stepped.does(new Action.RegisterDomain(domain, null, "0", null));
      terminated(domain);
    }
    Instant now = stepped.now();
    stepped.close();
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update executions set body = replace(body, 'one', 'two') where number = 1");
    }
    store = new H2Store(folder, false);
    stepped = new Stepped(Map.of(), store);
    stepped.set(now.plus(Duration.ofDays(1)));
    assertThatThrownBy(() -> stepped.engine().purge())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not as it was written");
    assertThat(store.closed(closedIn("a"), 9)).isEmpty();
    assertThat(store.closed(closedIn("z"), 9)).isEmpty();
    assertThatThrownBy(() -> store.closed(closedIn("d"), 9)).isInstanceOf(StoreException.class);
  }

  private static ClosedQuery closedIn(String domain) {
    return new ClosedQuery(
        domain, true, Instant.EPOCH, null, null, null, null, null, true, Long.MAX_VALUE, null);
  }

  private String fault(WorkflowExecution run) {
    try {
      stepped.engine().delete("d", run).join();
      return "none";
    } catch (CompletionException e) {
      return ((SwfFault) e.getCause()).type();
    }
  }
}
