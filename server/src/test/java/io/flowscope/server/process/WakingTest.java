package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.server.catalogue.JarDescription;
import io.flowscope.server.catalogue.StoredJar;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which executions a new jar wakes, by the real engine. */
class WakingTest {
  private static final WorkflowType TYPE = new WorkflowType("Shop", "1");
  private static final StoredJar JAR =
      new StoredJar(
          "a".repeat(64),
          "shop.jar",
          1,
          0,
          0,
          new JarDescription(List.of(), List.of(), List.of(), List.of()),
          List.of());
  private static final String STOPPED = "{\"stopped\":{\"why\":\"no such workflow\"}}";

  private final Engine engine = Engine.open(EngineConfig.inMemory());

  @BeforeEach
  void types() {
    engine.call(new Action.RegisterDomain("default", null, "1", null)).join();
    engine
        .call(
            new Action.RegisterWorkflowType(
                "default",
                "Shop",
                "1",
                null,
                "60",
                "3600",
                new TaskList("fs.Shop"),
                null,
                ChildPolicy.TERMINATE,
                null))
        .join();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void wakesWhatStoppedOnItsListsAndNothingElse() {
    WorkflowExecution own = decided("own", JAR.taskList(), STOPPED);
    WorkflowExecution byDefault = decided("by-default", "fs.Shop", STOPPED);
    WorkflowExecution ofAnother = decided("of-another", "fs.bbbbbbbbbbbb", STOPPED);
    WorkflowExecution going = decided("going", JAR.taskList(), "{\"round\":1}");

    int woken =
        new Waking(engine, "default")
            .wake(
                engine
                    .call(
                        new Action.ListOpenWorkflowExecutions(
                            "default",
                            new ExecutionTimeFilter(Instant.EPOCH, null),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null))
                    .join()
                    .executionInfos(),
                JAR,
                List.of("fs.Shop"))
            .join();

    assertThat(woken).isEqualTo(2);
    assertThat(signals(own)).containsExactly("flowscope.wake");
    assertThat(signals(byDefault)).containsExactly("flowscope.wake");
    assertThat(signals(ofAnother)).isEmpty();
    assertThat(signals(going)).isEmpty();
  }

  /** An execution on that list, whose decider has answered once, with that context. */
  private WorkflowExecution decided(String id, String list, String context) {
    String runId =
        engine
            .call(
                new Action.StartWorkflowExecution(
                    "default",
                    id,
                    TYPE,
                    new TaskList(list),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null))
            .join()
            .runId();
    DecisionTask task =
        engine
            .call(
                new Action.PollForDecisionTask(
                    "default", new TaskList(list), "d", null, null, null, null))
            .join();
    engine
        .call(
            new Action.RespondDecisionTaskCompleted(
                task.taskToken(), List.of(), context, null, null))
        .join();
    return new WorkflowExecution(id, runId);
  }

  private List<String> signals(WorkflowExecution execution) {
    return engine
        .call(new Action.GetWorkflowExecutionHistory("default", execution, null, null, null))
        .join()
        .events()
        .stream()
        .map(event -> event.event())
        .filter(Event.WorkflowExecutionSignaled.class::isInstance)
        .map(event -> ((Event.WorkflowExecutionSignaled) event).signalName())
        .toList();
  }
}
