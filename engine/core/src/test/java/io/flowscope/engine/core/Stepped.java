package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A stepped engine with virtual time, a domain "d" and types "W" and "A", for tests. */
final class Stepped implements AutoCloseable {
  static final String DOMAIN = "d";
  static final WorkflowType WORKFLOW = new WorkflowType("W", "1");
  static final ActivityType ACTIVITY = new ActivityType("A", "1");
  static final TaskList DECISIONS = new TaskList("decisions");
  static final TaskList ACTIVITIES = new TaskList("activities");

  private final EventStore store;
  private final EngineConfig config;
  private final Observed observed;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long elapsed;
  private Engine engine;

  Stepped(Map<String, String> limits, EventStore store) {
    this(limits, store, new Observed());
  }

  Stepped(Map<String, String> limits, EventStore store, Observed observed) {
    this.store = store;
    this.observed = observed;
    this.config =
        EngineConfig.inMemory()
            .stepped()
            .withClock(() -> now)
            .withElapsed(() -> elapsed)
            .withRandom(new Random(1))
            .withLimits(limits);
    this.engine = Engine.open(config, store);
  }

  static Stepped create(Map<String, String> limits) {
    Stepped stepped = new Stepped(limits, new MemoryStore());
    stepped.register();
    return stepped;
  }

  static Stepped create() {
    return create(Map.of());
  }

  void register() {
    does(new Action.RegisterDomain(DOMAIN, null, "1", null));
    does(
        new Action.RegisterWorkflowType(
            DOMAIN,
            WORKFLOW.name(),
            WORKFLOW.version(),
            null,
            "30",
            "3600",
            DECISIONS,
            null,
            ChildPolicy.TERMINATE,
            null));
    does(
        new Action.RegisterActivityType(
            DOMAIN,
            ACTIVITY.name(),
            ACTIVITY.version(),
            null,
            "60",
            "NONE",
            ACTIVITIES,
            null,
            "NONE",
            "NONE"));
  }

  Engine engine() {
    return engine;
  }

  Instant now() {
    return now;
  }

  /** Opens a second engine on the same store, as after a crash. */
  void restart() {
    engine = Engine.open(config, store);
  }

  EventStore store() {
    return store;
  }

  /** Sends a call and does not wait for its answer. */
  <R> CompletableFuture<R> ask(Action<R> action) {
    CompletableFuture<R> future = engine.call(action);
    var unused = future.whenComplete((answer, fault) -> observed.call(action, answer, fault));
    return future;
  }

  <R> R does(Action<R> action) {
    CompletableFuture<R> future = ask(action);
    engine.runUntilIdle();
    if (!future.isDone()) {
      throw new AssertionError("There is no answer to " + action);
    }
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SwfFault fault) {
        throw fault;
      }
      throw e;
    }
  }

  /** Lets time elapse for those who wait for tasks; what the clock says is another matter. */
  void elapses(Duration time) {
    elapsed += time.toNanos();
    engine.runUntilIdle();
  }

  /** Sets the clock, also back. */
  void set(Instant time) {
    now = time;
  }

  /** Lets time pass, stopping at every timer on the way. */
  void passes(Duration time) {
    Instant end = now.plus(time);
    engine.runUntilIdle();
    while (engine.nextTimer().filter(next -> !next.isAfter(end)).isPresent()) {
      Instant next = engine.nextTimer().orElseThrow();
      now = next.isAfter(now) ? next : now;
      engine.runUntilIdle();
    }
    now = end;
    engine.runUntilIdle();
  }

  WorkflowExecution starts(String workflowId) {
    return starts(workflowId, null);
  }

  WorkflowExecution starts(String workflowId, ChildPolicy policy) {
    String runId =
        does(new Action.StartWorkflowExecution(
                DOMAIN, workflowId, WORKFLOW, null, null, "[]", null, null, null, policy, null))
            .runId();
    return new WorkflowExecution(workflowId, runId);
  }

  DecisionTask decision() {
    return decision(DECISIONS.name());
  }

  DecisionTask decision(String list) {
    return does(
        new Action.PollForDecisionTask(
            DOMAIN, new TaskList(list), "decider", null, null, null, null));
  }

  /** The decision task of one execution; those before it stay with this decider. */
  DecisionTask decisionOf(String workflowId) {
    DecisionTask task = decision();
    while (!task.workflowExecution().workflowId().equals(workflowId)) {
      task = decision();
    }
    return task;
  }

  ActivityTask activity() {
    return does(new Action.PollForActivityTask(DOMAIN, ACTIVITIES, "worker"));
  }

  void decides(DecisionTask task, Decision... decisions) {
    does(
        new Action.RespondDecisionTaskCompleted(
            task.taskToken(), List.of(decisions), null, null, null));
  }

  static Decision schedule(String id) {
    return new Decision.ScheduleActivityTask(
        ACTIVITY, id, null, "[\"" + id + "\"]", null, null, null, null, null, null);
  }

  static Decision complete(String result) {
    return new Decision.CompleteWorkflowExecution(result);
  }

  static Decision child(String workflowId) {
    return new Decision.StartChildWorkflowExecution(
        WORKFLOW, workflowId, "c", "[]", null, null, null, null, null, null, null);
  }

  void signals(String workflowId, String name) {
    does(new Action.SignalWorkflowExecution(DOMAIN, workflowId, null, name, "1"));
  }

  List<HistoryEvent> history(WorkflowExecution run) {
    return does(new Action.GetWorkflowExecutionHistory(DOMAIN, run, null, null, null)).events();
  }

  List<String> types(WorkflowExecution run) {
    return history(run).stream().map(event -> event.event().eventType()).toList();
  }

  Event last(WorkflowExecution run) {
    List<HistoryEvent> all = history(run);
    return all.get(all.size() - 1).event();
  }

  /** The one event of a kind in a history. */
  <E extends Event> E only(WorkflowExecution run, Class<E> kind) {
    List<E> found =
        history(run).stream()
            .map(HistoryEvent::event)
            .filter(kind::isInstance)
            .map(kind::cast)
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " events " + kind.getSimpleName());
    }
    return found.get(0);
  }

  @Override
  public void close() {
    engine.close();
  }
}
