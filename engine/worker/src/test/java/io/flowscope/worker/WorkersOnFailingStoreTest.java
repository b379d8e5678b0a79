package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.FailingStore;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.DeciderConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deciders that compute ahead of the disk on an engine whose batches are lost again and again, with
 * all but a few executions dropped from memory: every execution ends with the right result.
 */
class WorkersOnFailingStoreTest {
  private static final String DOMAIN = "default";
  private static final String LIST = "fs.abc";
  private static final String IDENTITY = "me";
  private static final int LENGTH = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  interface Steps {
    Promise<Integer> next(Promise<Integer> n);
  }

  static final class Counting {
    int next(int n) {
      return n + 1;
    }
  }

  interface Counter {
    Promise<Integer> count(int from);
  }

  /** Counts in two lines at once, whose events come in any order. */
  record Count(Steps steps) implements Counter {
    @Override
    public Promise<Integer> count(int from) {
      Promise<Integer> one = Promise.of(from);
      Promise<Integer> other = Promise.of(from);
      for (int i = 0; i < LENGTH; i++) {
        one = steps.next(one);
        other = steps.next(other);
      }
      return Promise.of(one.get() + other.get());
    }
  }

  private static final WorkflowJar JAR =
      catalogue -> {
        catalogue.tasks(Steps.class, Counting::new);
        catalogue.workflow(Counter.class, stubs -> new Count(stubs.of(Steps.class)));
      };

  @Test
  void everyExecutionEndsWithTheRightResult() throws InterruptedException {
    FailingStore store = new FailingStore(7);
    try (Engine engine =
        store.open(EngineConfig.inMemory().withLimits(Map.of("limits.memory.runs", "3")))) {
      completes(engine, 12, 1_000);
    }
    assertThat(store.violations()).isEmpty();
    assertThat(store.failed()).isGreaterThan(3);
  }

  /** Far more open executions than the engine keeps folded and the decider keeps warm. */
  @Test
  void aCrowdThatIsOpenAtTheSameTimeCompletes() throws InterruptedException {
    try (Engine engine =
        Engine.open(
            EngineConfig.at(folder)
                .withDurability(Durability.PROCESS)
                .withLimits(Map.of("limits.memory.runs", "20")))) {
      completes(engine, 60, 10);
    }
  }

  /** Starts so many executions, and only then works on them. */
  private static void completes(Engine engine, int runs, int warm) throws InterruptedException {
    JarCatalogue catalogue = JarCatalogue.of(JAR);
    register(engine, catalogue);
    Set<String> ended = ConcurrentHashMap.newKeySet();
    CountDownLatch open = new CountDownLatch(runs);
    engine
        .feed()
        .subscribeAll(
            (domain, id, run, event) -> {
              if (last(engine, id, run) instanceof Event.WorkflowExecutionCompleted
                  && ended.add(run)) {
                open.countDown();
              }
            });
    Map<WorkflowExecution, Integer> expected = new HashMap<>();
    for (int i = 0; i < runs; i++) {
      expected.put(start(engine, i), 2 * (i + LENGTH));
    }
    try (ActivityWorker activities =
            new ActivityWorker(
                engine, DOMAIN, IDENTITY, catalogue, Payloads.none(), 25, new Random(1));
        DecisionWorker decisions =
            new DecisionWorker(
                engine,
                DOMAIN,
                new Decider(
                    catalogue, DeciderConfig.of(IDENTITY, LIST, IDENTITY).withWarmRuns(warm)),
                2,
                new Random(2))) {
      activities.serve(LIST);
      decisions.serve(IDENTITY, LIST);
      assertThat(open.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    expected.forEach(
        (run, sum) ->
            assertThat(last(engine, run.workflowId(), run.runId()))
                .isInstanceOfSatisfying(
                    Event.WorkflowExecutionCompleted.class,
                    event -> assertThat(event.result()).isEqualTo(sum.toString())));
  }

  private static Event last(Engine engine, String workflowId, String runId) {
    return engine
        .call(
            new Action.GetWorkflowExecutionHistory(
                DOMAIN, new WorkflowExecution(workflowId, runId), null, 1, true))
        .join()
        .events()
        .getFirst()
        .event();
  }

  private static WorkflowExecution start(Engine engine, int number) throws InterruptedException {
    Calls calls = new Calls(engine, new Random(number));
    String id = "count-" + number;
    Calls.Outcome<?> outcome =
        calls.make(
            new Action.StartWorkflowExecution(
                DOMAIN,
                id,
                new WorkflowType("Count", "1"),
                null,
                null,
                "[" + number + "]",
                null,
                null,
                null,
                null,
                null),
            PATIENCE);
    assertThat(outcome).isInstanceOf(Calls.Accepted.class);
    return new WorkflowExecution(id, ((Run) ((Calls.Accepted<?>) outcome).answer()).runId());
  }

  /** Fewer calls than the first failure of the store. */
  private static void register(Engine engine, JarCatalogue catalogue) {
    join(engine.call(new Action.RegisterDomain(DOMAIN, null, "7", null)));
    catalogue
        .workflows()
        .forEach(
            workflow ->
                join(
                    engine.call(
                        new Action.RegisterWorkflowType(
                            DOMAIN,
                            workflow.name(),
                            "1",
                            null,
                            "30",
                            "3600",
                            new TaskList(LIST),
                            null,
                            ChildPolicy.TERMINATE,
                            null))));
    catalogue
        .activities()
        .forEach(
            task ->
                join(
                    engine.call(
                        new Action.RegisterActivityType(
                            DOMAIN,
                            task.name(),
                            "1",
                            null,
                            "3600",
                            "NONE",
                            null,
                            null,
                            "NONE",
                            "NONE"))));
  }

  private static void join(CompletableFuture<?> call) {
    call.join();
  }
}
