package io.flowscope.worker;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.DeciderConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** An engine and the workers of a jar in one process, for benchmarks. */
public final class InProcess implements AutoCloseable {
  private static final String DOMAIN = "default";
  private static final String LIST = "fs.benchmark";
  private static final String IDENTITY = LIST + ".1";
  private static final int SLOTS = 100;
  private static final int MOST_STARTS = 1_000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Engine engine;
  private final ActivityWorker activities;
  private final DecisionWorker decisions;
  private int started;

  public InProcess(EngineConfig config, Path jar) {
    engine = Engine.open(config);
    JarCatalogue catalogue = JarLoader.load(jar);
    engine.call(new Action.RegisterDomain(DOMAIN, null, "1", null)).join();
    catalogue.workflows().forEach(workflow -> register(workflow.name()));
    catalogue.activities().forEach(task -> registerTask(task.name()));
    activities =
        new ActivityWorker(
            engine, DOMAIN, IDENTITY, catalogue, Payloads.none(), SLOTS, new Random(1));
    decisions =
        new DecisionWorker(
            engine,
            DOMAIN,
            new Decider(catalogue, DeciderConfig.of(IDENTITY, LIST, IDENTITY)),
            2 * Runtime.getRuntime().availableProcessors(),
            new Random(2));
  }

  /** Begins to work on what is started. */
  public InProcess serve() {
    activities.serve(LIST);
    decisions.serve(IDENTITY, LIST);
    return this;
  }

  private void register(String workflow) {
    engine
        .call(
            new Action.RegisterWorkflowType(
                DOMAIN,
                workflow,
                "1",
                null,
                "30",
                "3600",
                new TaskList(LIST),
                null,
                ChildPolicy.TERMINATE,
                null))
        .join();
  }

  private void registerTask(String task) {
    engine
        .call(
            new Action.RegisterActivityType(
                DOMAIN, task, "1", null, "3600", "NONE", null, null, "NONE", "NONE"))
        .join();
  }

  /** Starts so many executions and waits until none is open; the time of all that. */
  public Duration run(String workflow, String input, int count) {
    long begin = System.nanoTime();
    start(workflow, input, count);
    awaitNoneOpen();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Starts so many executions; returns when all are durable. */
  public void start(String workflow, String input, int count) {
    Deque<CompletableFuture<?>> starts = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      starts.add(
          engine.call(
              new Action.StartWorkflowExecution(
                  DOMAIN,
                  workflow + "-" + ++started,
                  new WorkflowType(workflow, "1"),
                  null,
                  null,
                  input,
                  null,
                  null,
                  null,
                  null,
                  null)));
      if (starts.size() > MOST_STARTS) {
        starts.poll().join();
      }
    }
    starts.forEach(CompletableFuture::join);
  }

  /** Waits until no execution is open. */
  public void awaitNoneOpen() {
    long begin = System.nanoTime();
    while (anyOpen()) {
      if (System.nanoTime() - begin > LONGEST.toNanos()) {
        throw new IllegalStateException(open() + " executions did not end within " + LONGEST);
      }
      LockSupport.parkNanos(500_000);
    }
  }

  /** Counting all would cost more than what is measured. */
  private boolean anyOpen() {
    return !engine
        .call(
            new Action.ListOpenWorkflowExecutions(
                DOMAIN,
                new ExecutionTimeFilter(Instant.EPOCH, null),
                null,
                null,
                null,
                1,
                null,
                null))
        .join()
        .executionInfos()
        .isEmpty();
  }

  /** How many executions are open. */
  public int open() {
    return engine
        .call(
            new Action.CountOpenWorkflowExecutions(
                DOMAIN, new ExecutionTimeFilter(Instant.EPOCH, null), null, null, null))
        .join()
        .count();
  }

  @Override
  public void close() {
    decisions.close();
    activities.close();
    engine.close();
  }
}
