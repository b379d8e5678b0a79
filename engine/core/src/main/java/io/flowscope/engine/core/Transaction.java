package io.flowscope.engine.core;

import io.flowscope.engine.decide.Command;
import io.flowscope.engine.decide.Decide;
import io.flowscope.engine.decide.Durations;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.decide.Outcome;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.Lease;
import io.flowscope.engine.store.RegistryRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One batch: its commands change the world at once, and the store when it is written. */
final class Transaction {
  private final World world;
  private final Limits limits;
  private final Ids ids;
  private final Instant now;
  private final Batch batch = new Batch();
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<Consumer<RuntimeException>> failures = new ArrayList<>();
  private final Deque<Runnable> messages = new ArrayDeque<>();
  private final Indexing indexing;
  private final Messages delivery;

  /** What a batch adds to an execution. */
  static final class Change {
    private final List<HistoryEvent> events = new ArrayList<>();
    private OpenRun run;

    private Change(OpenRun run) {
      this.run = run;
    }

    /** The execution as it is at the end. */
    OpenRun run() {
      return run;
    }

    /** The new events, in order. */
    List<HistoryEvent> events() {
      return events;
    }
  }

  Transaction(World world, Limits limits, Ids ids, Instant now) {
    this.world = world;
    this.limits = limits;
    this.ids = ids;
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.indexing = new Indexing(world, limits);
    this.delivery = new Messages(this);
  }

  World world() {
    return world;
  }

  Limits limits() {
    return limits;
  }

  Ids ids() {
    return ids;
  }

  Instant now() {
    return now;
  }

  Batch batch() {
    return batch;
  }

  /** What is told once the batch is durable, in order. */
  List<Runnable> answers() {
    return answers;
  }

  /** The executions that this batch changes, by run id. */
  Map<String, Change> changes() {
    return changes;
  }

  void afterwards(Runnable answer) {
    answers.add(answer);
  }

  /** What is told if the batch cannot be written, besides its requests. */
  List<Consumer<RuntimeException>> failures() {
    return failures;
  }

  void onFailure(Consumer<RuntimeException> action) {
    failures.add(action);
  }

  /** Carries out a command and all that follows from it in other executions. */
  void apply(String runId, Command command) {
    applyAlone(runId, command);
    deliver();
  }

  /** Begins an execution and lets all follow that follows from it. */
  void start(String domain, WorkflowExecution execution, Event.WorkflowExecutionStarted first) {
    startAlone(domain, execution, first);
    deliver();
  }

  void applyAlone(String runId, Command command) {
    OpenRun run = world.runs.get(runId);
    if (run != null) {
      Outcome outcome = Decide.decide(run.state(), command, now, limits);
      accept(run, outcome);
    }
  }

  void startAlone(
      String domain, WorkflowExecution execution, Event.WorkflowExecutionStarted first) {
    Outcome outcome = Decide.start(domain, execution, first, now, limits);
    OpenRun run = OpenRun.begun(++world.lastRun, outcome.after());
    world.add(run);
    batch.start(run.row());
    accept(run, outcome);
  }

  private void deliver() {
    while (!messages.isEmpty()) {
      messages.poll().run();
    }
  }

  private void accept(OpenRun run, Outcome outcome) {
    if (outcome.events().isEmpty()) {
      return;
    }
    ExecutionState before = run.state();
    OpenRun after = run.after(outcome.after());
    long number = run.number();
    outcome.events().forEach(event -> batch.append(number, event));
    world.totalEvents += outcome.events().size();
    endLeases(before, after.state(), outcome.events());
    if (after.state().isOpen()) {
      world.runs.put(after);
    } else {
      world.remove(after);
      batch.close(after.closedRow(world.totalEvents));
    }
    indexing.changed(before, after, outcome.events());
    world.sticky(before, after.state());
    note(after, outcome.events());
    for (HistoryEvent event : outcome.events()) {
      Runnable message = () -> delivery.deliver(before, after.state(), event);
      if (event.event() instanceof Event.WorkflowExecutionContinuedAsNew) {
        // The place of the old run is the new one's before anybody else can take it.
        messages.addFirst(message);
      } else {
        messages.add(message);
      }
      if (waitsForLostWorker(event.event())) {
        messages.add(
            () ->
                applyAlone(
                    after.state().runId(),
                    new Command.TimeOutDecisionTask(
                        event.eventId(), DecisionTaskTimeoutType.SCHEDULE_TO_START)));
      }
    }
  }

  /** Nobody will ever poll the private list of a worker that is gone. */
  private boolean waitsForLostWorker(Event event) {
    return event instanceof Event.DecisionTaskScheduled e
        && Durations.isLimited(e.scheduleToStartTimeout())
        && world.lost.contains(e.taskList().name());
  }

  private void note(OpenRun after, List<HistoryEvent> events) {
    Change change = changes.computeIfAbsent(after.state().runId(), runId -> new Change(after));
    change.run = after;
    change.events.addAll(events);
  }

  private void endLeases(ExecutionState before, ExecutionState after, List<HistoryEvent> events) {
    if (!after.isOpen()) {
      if (before.decision() != null) {
        endLease(new TaskKey(before.runId(), before.decision().scheduledEventId()));
      }
      for (Map.Entry<Long, OpenActivity> entry : before.activities()) {
        endLease(new TaskKey(before.runId(), entry.getKey()));
      }
      return;
    }
    for (HistoryEvent event : events) {
      Leased.closedBy(event.event())
          .ifPresent(scheduled -> endLease(new TaskKey(after.runId(), scheduled)));
    }
  }

  private void endLease(TaskKey task) {
    world
        .leases
        .byTask(task)
        .ifPresent(
            lease -> {
              world.leases.remove(lease);
              batch.endLease(lease.token());
            });
  }

  /** Hands a task to a worker; its token is good from now on. */
  void lease(Lease lease, ExecutionState state) {
    world.leases.put(lease, state);
    batch.lease(lease);
    indexing.heartbeat(state, lease.task().scheduledEventId());
  }

  /** Changes a domain and, in the same transaction, its row. */
  void register(DomainEntry entry, RegistryRow row) {
    world.registry = world.registry.with(entry);
    batch.register(row);
  }
}
