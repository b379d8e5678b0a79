package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import java.nio.file.Path;
import java.time.Duration;
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

  private String fault(WorkflowExecution run) {
    try {
      stepped.engine().delete("d", run).join();
      return "none";
    } catch (CompletionException e) {
      return ((SwfFault) e.getCause()).type();
    }
  }
}
