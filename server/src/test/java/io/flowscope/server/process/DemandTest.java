package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.server.ConnectionSettings;
import io.flowscope.server.catalogue.JarDescription;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which jars are needed by executions at an SWF elsewhere, by the real engine. */
class DemandTest {
  private static final String OLD = "fs.aaaaaaaaaaaa";
  private static final String NEW = "fs.bbbbbbbbbbbb";
  private static final StoredJar JAR =
      new StoredJar(
          "a".repeat(64),
          "shop.jar",
          1,
          0,
          0,
          new JarDescription(List.of(), List.of(), List.of(), List.of()),
          List.of());

  private final Engine engine = Engine.open(EngineConfig.inMemory());
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private final Connection there =
      Connection.remote(
          new ConnectionSettings("there", null, "mars-1", null, "default"),
          "there",
          engine,
          timer,
          () -> now);

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
    timer.shutdownNow();
    engine.close();
  }

  private Demand demand() {
    return new Demand(there, () -> now);
  }

  private static Set<String> needed(Demand demand) {
    return demand.taskLists(List.of(JAR)).join();
  }

  @Test
  void whoseARunWillBeIsNotKnownBeforeItsFirstDecision() {
    Demand demand = demand();
    start("fs.Shop");
    assertThat(needed(demand)).containsExactly("fs.Shop");

    decided("fs.Shop", OLD);
    assertThat(needed(demand)).as("kept for a minute").containsExactly("fs.Shop");
    now = now.plus(Duration.ofSeconds(61));

    assertThat(needed(demand)).containsExactly(OLD);
  }

  @Test
  void aRunThatIsMovedNeedsTheOtherJarAtOnceAndAfterARestart() {
    Demand demand = demand();
    WorkflowExecution run = start(OLD);
    decided(OLD, OLD);
    assertThat(needed(demand)).containsExactly(OLD);

    demand.moves(run, NEW).join();

    assertThat(needed(demand)).as("the old one hands it over").containsExactlyInAnyOrder(OLD, NEW);
    signal(run);
    handedOver();
    assertThat(needed(demand())).as("a server that starts now").contains(NEW);
    decided(NEW, NEW);
    assertThat(needed(demand())).containsExactly(NEW);
    now = now.plus(Duration.ofMinutes(16));
    assertThat(needed(demand)).as("the old one is not needed any more").containsExactly(NEW);
  }

  @Test
  void aRunThatSomebodyElseMovedIsNoticedLater() {
    Demand demand = demand();
    WorkflowExecution run = start(OLD);
    decided(OLD, OLD);
    assertThat(needed(demand)).containsExactly(OLD);
    signal(run);
    handedOver();
    now = now.plus(Duration.ofSeconds(61));
    assertThat(needed(demand)).as("believed for a quarter of an hour").containsExactly(OLD);

    now = now.plus(Duration.ofMinutes(15));

    assertThat(needed(demand)).contains(NEW);
  }

  @Test
  void aJarOnWhoseListTasksWaitIsNeededThoughNoRunIsWithIt() {
    engine
        .call(
            new Action.RegisterActivityType(
                "default", "Tasks.pack", "1", null, "60", "60", null, null, "60", "60"))
        .join();
    start(OLD);
    answer(OLD, handedOverRecord(), NEW, List.of(pack()));
    wake();
    decided(NEW, NEW);
    assertThat(needed(demand())).containsExactlyInAnyOrder(NEW, OLD);

    engine
        .call(new Action.PollForActivityTask("default", new TaskList(OLD), OLD + ".1.abcdefgh"))
        .join();

    assertThat(needed(demand())).as("its worker has taken it").containsExactly(NEW);
  }

  private static Decision pack() {
    return new Decision.ScheduleActivityTask(
        new ActivityType("Tasks.pack", "1"),
        "pack-1",
        null,
        null,
        "60",
        new TaskList(OLD),
        null,
        "60",
        "60",
        null);
  }

  private WorkflowExecution start(String list) {
    String runId =
        engine
            .call(
                new Action.StartWorkflowExecution(
                    "default",
                    "w",
                    new WorkflowType("Shop", "1"),
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
    return new WorkflowExecution("w", runId);
  }

  private void signal(WorkflowExecution run) {
    engine
        .call(
            new Action.SignalWorkflowExecution(
                "default", run.workflowId(), run.runId(), "flowscope.move", NEW))
        .join();
  }

  /** As a worker of that jar records it. */
  private void decided(String list, String jarList) {
    String record = "{\"fs\":1,\"run\":{\"worker\":\"" + jarList + ".1.abcdefgh\"}}";
    answer(list, record, null, List.of());
  }

  private void handedOver() {
    answer(OLD, handedOverRecord(), NEW, List.of());
    wake();
  }

  private static String handedOverRecord() {
    return "{\"fs\":1,\"stopped\":{\"why\":\"moved to " + NEW + "\"}}";
  }

  /** What the timer of no duration does there. */
  private void wake() {
    engine
        .call(new Action.SignalWorkflowExecution("default", "w", null, "flowscope.wake", null))
        .join();
  }

  private void answer(String list, String context, String other, List<Decision> decisions) {
    DecisionTask task =
        engine
            .call(
                new Action.PollForDecisionTask(
                    "default", new TaskList(list), "d", null, null, null, null))
            .join();
    engine
        .call(
            new Action.RespondDecisionTaskCompleted(
                task.taskToken(),
                decisions,
                context,
                other == null ? null : new TaskList(other),
                null))
        .join();
  }
}
