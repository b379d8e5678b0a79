package io.flowscope.server.whole;

import io.flowscope.Promise;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.worker.JarCatalogue;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.DeciderConfig;
import io.flowscope.worker.replay.HistorySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * An engine in memory, a decider and the simplest of tasks, all carried out by the caller: after
 * each finished task comes a decision of its own, which is the most that a run can cost.
 */
final class SteppedRuns implements AutoCloseable {
  /** What the workflows call. */
  public interface Ones {
    Promise<Integer> plus(Promise<Integer> n);
  }

  /** Carries it out. */
  public static final class Adding {
    public int plus(int n) {
      return n + 1;
    }
  }

  /** Each of these takes how many tasks it is to call. */
  public interface Wide {
    Promise<Integer> wide(int tasks);
  }

  /** The same one after another. */
  public interface Slow {
    Promise<Integer> chain(int tasks);
  }

  /** All at once; the last to finish gives the result. */
  public record FanOut(Ones ones) implements Wide {
    @Override
    public Promise<Integer> wide(int tasks) {
      List<Promise<Integer>> all = new ArrayList<>(tasks);
      for (int i = 0; i < tasks; i++) {
        all.add(ones.plus(Promise.of(i)));
      }
      return Promise.all(all).map(List::size);
    }
  }

  /** Each waits for the one before. */
  public record Chain(Ones ones) implements Slow {
    @Override
    public Promise<Integer> chain(int tasks) {
      int n = 0;
      for (int i = 0; i < tasks; i++) {
        n = ones.plus(Promise.of(n)).get();
      }
      return Promise.of(n);
    }
  }

  private static final WorkflowJar JAR =
      catalogue -> {
        catalogue.tasks(Ones.class, Adding::new);
        catalogue.workflow(Wide.class, stubs -> new FanOut(stubs.of(Ones.class)));
        catalogue.workflow(Slow.class, stubs -> new Chain(stubs.of(Ones.class)));
      };

  private static final String DOMAIN = "d";
  private static final String WORKER = "w";
  private static final TaskList LIST = new TaskList("fs.linear");
  private static final TaskList OWN = new TaskList(WORKER);

  private final Engine engine;
  private final JarCatalogue jar = JarCatalogue.of(JAR);
  private final int warmRuns;
  private Decider decider;
  private int started;

  /**
   * @param warmRuns how many runs stay parked; with 0, each round replays its whole history
   */
  SteppedRuns(int warmRuns) {
    this.warmRuns = warmRuns;
    decider = newDecider();
    engine =
        Engine.open(
            EngineConfig.inMemory()
                .withRandom(new Random(1))
                .withLimits(Map.of("limits.events", "10000000"))
                .stepped());
    now(new Action.RegisterDomain(DOMAIN, null, "1", null));
    for (String type : List.of("FanOut", "Chain")) {
      now(
          new Action.RegisterWorkflowType(
              DOMAIN, type, "1", null, "NONE", "30000000", LIST, null, ChildPolicy.ABANDON, null));
    }
    now(
        new Action.RegisterActivityType(
            DOMAIN, "Ones.plus", "1", null, "NONE", "NONE", LIST, null, "NONE", "NONE"));
  }

  private Decider newDecider() {
    return new Decider(jar, DeciderConfig.of(WORKER, LIST.name(), WORKER).withWarmRuns(warmRuns));
  }

  Decider decider() {
    return decider;
  }

  /** Another process takes over: nothing is warm. */
  void replaceDecider() {
    decider = newDecider();
  }

  private <R> R now(Action<R> action) {
    CompletableFuture<R> answer = engine.call(action);
    engine.runUntilIdle();
    return answer.join();
  }

  /** Starts an execution; nothing of it has run yet. */
  WorkflowExecution start(String type, int tasks) {
    String id = type + ++started;
    String runId =
        now(new Action.StartWorkflowExecution(
                DOMAIN,
                id,
                new WorkflowType(type, "1"),
                null,
                null,
                "[" + tasks + "]",
                null,
                null,
                null,
                null,
                null))
            .runId();
    return new WorkflowExecution(id, runId);
  }

  /** Takes the decision task that waits, if one does, and answers it. */
  boolean decide() {
    TaskList list = pending(OWN) ? OWN : LIST;
    if (list == LIST && !pending(LIST)) {
      return false;
    }
    answer(take(list), list);
    return true;
  }

  private boolean pending(TaskList list) {
    return now(new Action.CountPendingDecisionTasks(DOMAIN, list)).count() > 0;
  }

  /** A decision task that is computed by the caller. */
  DecisionTask take() {
    return take(pending(OWN) ? OWN : LIST);
  }

  private DecisionTask take(TaskList list) {
    return now(
        new Action.PollForDecisionTask(
            DOMAIN, list, WORKER, null, null, null, warmRuns > 0 && list == OWN));
  }

  private void answer(DecisionTask task, TaskList list) {
    now(decider.decide(task, source(task, list)));
    decider.answered(task.workflowExecution());
  }

  /** Where the rest of a task's events comes from. */
  HistorySource source(DecisionTask task) {
    return source(task, LIST);
  }

  private HistorySource source(DecisionTask task, TaskList list) {
    return new HistorySource() {
      @Override
      public List<HistoryEvent> rest() {
        List<HistoryEvent> events = new ArrayList<>();
        String token = task.nextPageToken();
        while (token != null) {
          DecisionTask page =
              now(new Action.PollForDecisionTask(DOMAIN, list, WORKER, token, null, null, null));
          events.addAll(page.events());
          token = page.nextPageToken();
        }
        return events;
      }

      @Override
      public List<HistoryEvent> fromStart() {
        List<HistoryEvent> events = new ArrayList<>();
        String token = null;
        do {
          var page =
              now(
                  new Action.GetWorkflowExecutionHistory(
                      DOMAIN, task.workflowExecution(), token, null, null));
          events.addAll(page.events());
          token = page.nextPageToken();
        } while (token != null);
        return events;
      }
    };
  }

  /** Carries out one task that waits; the caller knows that one does. */
  void work() {
    ActivityTask task = now(new Action.PollForActivityTask(DOMAIN, LIST, WORKER));
    int n = Integer.parseInt(task.input().substring(1, task.input().length() - 1));
    now(new Action.RespondActivityTaskCompleted(task.taskToken(), Integer.toString(n + 1)));
  }

  /** Runs an execution of so many tasks to its end, or to the last of them. */
  void run(String type, int tasks, boolean toTheEnd) {
    start(type, tasks);
    decide();
    for (int i = 0; i < tasks; i++) {
      work();
      if (i < tasks - 1 || toTheEnd) {
        decide();
      }
    }
    if (toTheEnd && now(open()).count() > 0) {
      throw new IllegalStateException(type + " of " + tasks + " tasks did not end");
    }
  }

  private static Action.CountOpenWorkflowExecutions open() {
    return new Action.CountOpenWorkflowExecutions(
        DOMAIN,
        new io.flowscope.engine.model.ExecutionTimeFilter(java.time.Instant.EPOCH, null),
        null,
        null,
        null);
  }

  @Override
  public void close() {
    engine.close();
  }
}
