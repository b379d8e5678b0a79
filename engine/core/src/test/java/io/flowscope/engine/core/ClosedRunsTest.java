package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.H2Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine keeps in memory does not grow with the executions that have closed. */
class ClosedRunsTest {
  @TempDir Path folder;
  private Stepped stepped;
  private int rounds;

  @Test
  void nothingOfThemStaysInMemory() throws Exception {
    try (Stepped opened = new Stepped(Map.of(), new H2Store(folder, false))) {
      stepped = opened;
      stepped.register();
      rounds(3);
      SortedMap<String, Long> few = held();
      rounds(20);
      SortedMap<String, Long> many = held();

      assertThat(stepped.store().load().lastRun()).isGreaterThan(23 * 8);
      assertThat(many).isEqualTo(few);
      assertThat(few).containsKeys("OpenRuns.rows", "H2Store.heads", "DueTimes.times");
    }
  }

  private void rounds(int number) throws Exception {
    for (int i = 0; i < number; i++) {
      round("r" + ++rounds + "-");
    }
    stepped.passes(Duration.ofHours(2));
    stepped.elapses(Duration.ofMinutes(2));
  }

  private SortedMap<String, Long> held() {
    // Reading all rows waits until everything is in the database.
    assertThat(stepped.store().runsAfter(Long.MAX_VALUE - 1, 1)).isEmpty();
    assertThat(stepped.store().load().openRuns()).isEmpty();
    return Held.by(stepped.engine());
  }

  /** Executions that end in each way, with all that they can have when they do. */
  private void round(String id) throws Exception {
    completed(id + "completed");
    terminatedInHands(id + "terminated");
    continued(id + "continued");
    ofAWorkersOwnList(id + "sticky");
    stepped.starts(id + "out of time");
    DecisionTask failing = decision(id + "failed");
    stepped.decides(failing, new Decision.FailWorkflowExecution("why", null));
    DecisionTask canceled = decision(id + "canceled");
    stepped.does(new Action.RequestCancelWorkflowExecution(Stepped.DOMAIN, id + "canceled", null));
    stepped.decides(canceled);
    stepped.decides(
        stepped.decisionOf(id + "canceled"), new Decision.CancelWorkflowExecution(null));
    stepped.ask(new Action.PollForActivityTask(Stepped.DOMAIN, new TaskList(id), id));
    CompletableFuture<ActivityTask> givenUp =
        stepped.ask(new Action.PollForActivityTask(Stepped.DOMAIN, new TaskList(id), id));
    givenUp.cancel(true);
    stepped.elapses(Duration.ofSeconds(61));
  }

  private DecisionTask decision(String id) {
    stepped.starts(id);
    return stepped.decisionOf(id);
  }

  private void completed(String id) throws Exception {
    DecisionTask task = decision(id);
    WorkflowExecution run = task.workflowExecution();
    AutoCloseable subscription =
        stepped.engine().feed().subscribe(Stepped.DOMAIN, id, run.runId(), last -> {});
    stepped.decides(
        task,
        Stepped.schedule("a"),
        new Decision.StartTimer("t", null, "9000"),
        Stepped.child(id + "-child"),
        new Decision.SignalExternalWorkflowExecution("nobody", null, "s", null, null),
        new Decision.RecordMarker("m", null));
    ActivityTask activity = stepped.activity();
    stepped.does(new Action.RespondActivityTaskCompleted(activity.taskToken(), "1"));
    stepped.signals(id, id);
    stepped.decides(stepped.decisionOf(id), Stepped.complete("1"));
    assertThat(stepped.history(run)).hasSizeGreaterThan(10);
    subscription.close();
  }

  /** Both of its tasks are in the hands of workers when it ends. */
  private void terminatedInHands(String id) {
    stepped.decides(decision(id), Stepped.schedule("a"), Stepped.schedule("b"));
    ActivityTask activity = stepped.activity();
    stepped.does(new Action.RecordActivityTaskHeartbeat(activity.taskToken(), id));
    stepped.signals(id, "s");
    stepped.decisionOf(id);
    stepped.does(
        new Action.TerminateWorkflowExecution(
            Stepped.DOMAIN, id, null, null, null, ChildPolicy.TERMINATE));
  }

  private void continued(String id) {
    stepped.decides(
        decision(id),
        new Decision.ContinueAsNewWorkflowExecution(
            null, null, null, null, null, null, null, null, null));
    stepped.decides(stepped.decisionOf(id), Stepped.complete("1"));
  }

  private void ofAWorkersOwnList(String id) {
    stepped.does(
        new Action.RespondDecisionTaskCompleted(
            decision(id).taskToken(), List.of(), null, new TaskList(id), "30"));
    stepped.signals(id, "s");
    stepped.does(new Action.TerminateWorkflowExecution(Stepped.DOMAIN, id, null, null, null, null));
  }
}
