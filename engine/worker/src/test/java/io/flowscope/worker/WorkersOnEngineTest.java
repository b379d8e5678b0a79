package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Task;
import io.flowscope.TaskContext;
import io.flowscope.TaskFailed;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.DeciderConfig;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both workers against the real engine, in one process. */
@Timeout(60)
class WorkersOnEngineTest {
  private static final String DOMAIN = "default";
  private static final String LIST = "fs.0123456789ab";
  private static final String IDENTITY = LIST + ".1.test";

  interface NumberTasks {
    Promise<Integer> twice(Promise<Integer> n);

    Promise<Integer> add(Promise<Integer> a, Promise<Integer> b);

    @Task(retry = @Retry(attempts = 1))
    Promise<Object> broken(String how);

    @Task(heartbeat = "PT30S")
    Promise<String> context();
  }

  static final class Numbers {
    int twice(int n) {
      return 2 * n;
    }

    int add(int a, int b) {
      return a + b;
    }

    Object broken(String how) {
      return switch (how) {
        case "deep" -> broken(how);
        case "lambda" -> Map.of("here", new Object());
        case "large" -> "x".repeat(40_000);
        case "error" -> throw new AssertionError("y".repeat(500));
        default -> throw new IllegalStateException(how);
      };
    }

    String context() {
      TaskContext context = TaskContext.current();
      boolean goOn = context.heartbeat(Map.of("done", 1)) && context.heartbeat(2);
      return context.activityId() + " " + context.attempt() + " " + goOn;
    }
  }

  interface Sums {
    Promise<Integer> sum(int n);
  }

  /** Adds up 2, 4 … 2n, with a barrier before the last. */
  record Sum(NumberTasks numbers) implements Sums {
    @Override
    public Promise<Integer> sum(int n) {
      Promise<Integer> sum = Promise.of(0);
      for (int i : IntStream.rangeClosed(1, n).toArray()) {
        sum = numbers.add(sum, numbers.twice(Promise.of(i)));
      }
      return numbers.add(Promise.of(sum.get()), Promise.of(0));
    }
  }

  interface Trying {
    Promise<String> attempt(String how);
  }

  record Attempt(NumberTasks numbers) implements Trying {
    @Override
    public Promise<String> attempt(String how) {
      if (how.isEmpty()) {
        return numbers.context();
      }
      try {
        numbers.broken(how).get();
        return Promise.of("no failure");
      } catch (TaskFailed e) {
        return Promise.of(e.reason());
      }
    }
  }

  private static final WorkflowJar JAR =
      catalogue -> {
        catalogue.tasks(NumberTasks.class, Numbers::new);
        catalogue.workflow(Sums.class, stubs -> new Sum(stubs.of(NumberTasks.class)));
        catalogue.workflow(Trying.class, stubs -> new Attempt(stubs.of(NumberTasks.class)));
      };

  private final BlockingQueue<Long> news = new LinkedBlockingQueue<>();
  private Engine engine;
  private ActivityWorker activities;
  private DecisionWorker decisions;

  @BeforeEach
  void start() {
    JarCatalogue catalogue = JarCatalogue.of(JAR);
    engine = Engine.open(EngineConfig.inMemory());
    engine.call(new Action.RegisterDomain(DOMAIN, null, "7", null)).join();
    catalogue.workflows().forEach(w -> register(w.name()));
    catalogue.activities().forEach(this::register);
    engine.feed().subscribeAll((domain, id, run, last) -> news.add(last));
    activities =
        new ActivityWorker(engine, DOMAIN, IDENTITY, catalogue, Payloads.none(), 25, new Random(1));
    activities.serve(LIST);
    decisions =
        new DecisionWorker(
            engine,
            DOMAIN,
            new Decider(catalogue, DeciderConfig.of(IDENTITY, LIST, IDENTITY)),
            2,
            new Random(2));
    decisions.serve(IDENTITY, LIST);
    decisions.serveDefaults(List.of("fs.Sum"));
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
                new TaskList("fs." + workflow),
                null,
                ChildPolicy.TERMINATE,
                null))
        .join();
  }

  private void register(Binding.TaskBinding task) {
    engine
        .call(
            new Action.RegisterActivityType(
                DOMAIN, task.name(), "1", null, "3600", "NONE", null, null, "NONE", "NONE"))
        .join();
  }

  @AfterEach
  void stop() {
    decisions.close();
    activities.close();
    engine.close();
  }

  @Test
  void aWorkflowRunsToItsEndWarm() throws InterruptedException {
    List<HistoryEvent> history = run("Sum", "[20]", new TaskList(LIST));
    assertThat(result(history)).isEqualTo("420");
    assertThat(history).noneMatch(e -> e.event() instanceof Event.DecisionTaskTimedOut);
    assertThat(history)
        .anyMatch(
            e ->
                e.event() instanceof Event.DecisionTaskScheduled scheduled
                    && scheduled.taskList().name().equals(IDENTITY));
  }

  @Test
  void whoStartsWithoutAListReachesTheDefaultList() throws InterruptedException {
    assertThat(result(run("Sum", "[1]", null))).isEqualTo("2");
  }

  @Test
  void whateverATaskDoesIsTheTasksFailure() throws InterruptedException {
    TaskList list = new TaskList(LIST);
    assertThat(result(run("Attempt", "[\"deep\"]", list))).contains("StackOverflowError");
    assertThat(result(run("Attempt", "[\"lambda\"]", list)))
        .contains("result")
        .contains("here")
        .contains("java.lang.Object cannot travel");
    assertThat(result(run("Attempt", "[\"large\"]", list))).contains("40002 characters");
    assertThat(result(run("Attempt", "[\"plain\"]", list)))
        .isEqualTo("\"IllegalStateException: plain\"");
    assertThat(result(run("Attempt", "[\"error\"]", list)))
        .startsWith("\"AssertionError: yyy")
        .hasSizeLessThanOrEqualTo(258);
  }

  @Test
  void aTaskKnowsItsContext() throws InterruptedException {
    assertThat(result(run("Attempt", "[\"\"]", new TaskList(LIST))))
        .isEqualTo("\"NumberTasks.context-1 1 true\"");
  }

  private static String result(List<HistoryEvent> history) {
    Event last = history.getLast().event();
    assertThat(last).isInstanceOf(Event.WorkflowExecutionCompleted.class);
    return ((Event.WorkflowExecutionCompleted) last).result();
  }

  private List<HistoryEvent> run(String workflow, String input, TaskList list)
      throws InterruptedException {
    String runId =
        engine
            .call(
                new Action.StartWorkflowExecution(
                    DOMAIN,
                    workflow + input.hashCode(),
                    new WorkflowType(workflow, "1"),
                    list,
                    null,
                    input,
                    null,
                    null,
                    null,
                    null,
                    null))
            .join()
            .runId();
    WorkflowExecution execution = new WorkflowExecution(workflow + input.hashCode(), runId);
    while (true) {
      List<HistoryEvent> history =
          engine
              .call(new Action.GetWorkflowExecutionHistory(DOMAIN, execution, null, null, null))
              .join()
              .events();
      switch (history.getLast().event()) {
        case Event.WorkflowExecutionCompleted e -> {
          return history;
        }
        case Event.WorkflowExecutionFailed e -> {
          return history;
        }
        case Event e -> news.poll(10, TimeUnit.SECONDS);
      }
    }
  }
}
