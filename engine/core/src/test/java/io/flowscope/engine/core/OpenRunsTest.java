package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that keeps one execution folded does what an engine does that keeps all. */
class OpenRunsTest {
  private static final int RUNS = 12;
  private static final Map<String, String> ONE = Map.of("limits.memory.runs", "1");

  @TempDir Path folder;

  @Test
  void theHistoriesAreTheSameHoweverFewAreKept() {
    Map<String, List<HistoryEvent>> all;
    try (Stepped swf = Stepped.create()) {
      all = scenario(swf);
    }
    try (Stepped swf = new Stepped(ONE, new MemoryStore())) {
      swf.register();
      assertThat(scenario(swf)).isEqualTo(all);
    }
    try (Stepped swf = new Stepped(ONE, new H2Store(folder, false))) {
      swf.register();
      assertThat(scenario(swf)).isEqualTo(all);
    }
    assertThat(all).hasSize(2 * RUNS);
    assertThat(all.values().stream().mapToInt(List::size).sum()).isGreaterThan(20 * RUNS);
  }

  /** Executions that take turns, with all that an execution can have open. */
  private static Map<String, List<HistoryEvent>> scenario(Stepped swf) {
    List<WorkflowExecution> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(swf.starts("w" + i));
    }
    List<DecisionTask> first = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      first.add(swf.decision());
    }
    for (DecisionTask task : first) {
      swf.decides(
          task,
          Stepped.schedule("a"),
          Stepped.schedule("b"),
          new Decision.StartTimer("t", null, "50"),
          Stepped.child("c" + task.workflowExecution().workflowId()));
    }
    List<ActivityTask> tasks = new ArrayList<>();
    for (int i = 0; i < 2 * RUNS; i++) {
      tasks.add(swf.activity());
    }
    for (ActivityTask task : tasks) {
      swf.does(new Action.RecordActivityTaskHeartbeat(task.taskToken(), task.activityId()));
    }
    assertThat(swf.engine().runningTasks())
        .hasSize(2 * RUNS)
        .allSatisfy(task -> assertThat(task.activityId()).isEqualTo(task.progress()));
    for (ActivityTask task : tasks.reversed()) {
      swf.does(new Action.RespondActivityTaskCompleted(task.taskToken(), "1"));
    }
    runs.forEach(run -> swf.signals(run.workflowId(), "s"));
    swf.passes(Duration.ofSeconds(55));
    Map<String, WorkflowExecution> children = new LinkedHashMap<>();
    while (pending(swf) > 0) {
      DecisionTask task = swf.decision();
      if (task.workflowExecution().workflowId().startsWith("c")) {
        children.put(task.workflowExecution().workflowId(), task.workflowExecution());
        swf.decides(task, Stepped.complete("child"));
      } else {
        swf.decides(task);
      }
    }
    runs.forEach(
        run ->
            swf.does(
                new Action.TerminateWorkflowExecution(
                    Stepped.DOMAIN, run.workflowId(), null, null, null, null)));
    Map<String, List<HistoryEvent>> histories = new LinkedHashMap<>();
    runs.forEach(run -> histories.put(run.workflowId(), swf.history(run)));
    children.forEach((id, run) -> histories.put(id, swf.history(run)));
    return histories;
  }

  private static int pending(Stepped swf) {
    return swf.does(new Action.CountPendingDecisionTasks(Stepped.DOMAIN, Stepped.DECISIONS))
        .count();
  }

  @Test
  void onlySoManyStayFolded() {
    try (Stepped swf = new Stepped(Map.of("limits.memory.runs", "3"), new MemoryStore())) {
      swf.register();
      for (int i = 0; i < RUNS; i++) {
        swf.starts("w" + i);
        assertThat(swf.engine().foldedRuns()).isEqualTo(Math.min(i + 1, 3));
      }
      swf.restart();
      assertThat(swf.engine().foldedRuns()).isEqualTo(3);
    }
  }
}
