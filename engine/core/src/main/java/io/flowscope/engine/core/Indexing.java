package io.flowscope.engine.core;

import io.flowscope.engine.decide.Deadlines;
import io.flowscope.engine.decide.Durations;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.decide.ExecutionState.OpenDecision;
import io.flowscope.engine.decide.ExecutionState.OpenTimer;
import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.queue.DueTimes.Key;
import io.flowscope.engine.queue.DueTimes.Kind;
import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.queue.Pending;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.store.Lease;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps task lists and due times in step with the executions: each event touches one entry. */
final class Indexing {
  private final World world;
  private final Limits limits;

  Indexing(World world, Limits limits) {
    this.world = world;
    this.limits = limits;
  }

  /** Enters all that is open in an execution. */
  void all(OpenRun run) {
    ExecutionState state = run.state();
    execution(state);
    if (state.decision() != null) {
      decision(run, state.decision().scheduledEventId());
    }
    for (Map.Entry<Long, OpenActivity> entry : state.activities()) {
      activity(run, entry.getKey());
    }
    for (Map.Entry<String, OpenTimer> entry : state.timers()) {
      timer(state, entry.getKey(), entry.getValue().startedEventId());
    }
  }

  /** Enters what {@code events} changed. */
  void changed(ExecutionState before, OpenRun after, List<HistoryEvent> events) {
    if (!after.state().isOpen()) {
      closed(before);
      return;
    }
    for (HistoryEvent event : events) {
      changed(before, after, event);
    }
  }

  private void changed(ExecutionState before, OpenRun after, HistoryEvent happened) {
    Event event = happened.event();
    if (event instanceof Event.WorkflowExecutionStarted) {
      execution(after.state());
    } else if (event instanceof Event.DecisionTaskScheduled) {
      decision(after, happened.eventId());
    } else if (event instanceof Event.DecisionTaskStarted e) {
      decision(after, e.scheduledEventId());
    } else if (event instanceof Event.DecisionTaskCompleted e) {
      decision(after, e.scheduledEventId());
    } else if (event instanceof Event.DecisionTaskTimedOut e) {
      decision(after, e.scheduledEventId());
    } else if (event instanceof Event.ActivityTaskScheduled) {
      activity(after, happened.eventId());
    } else if (event instanceof Event.ActivityTaskStarted e) {
      activity(after, e.scheduledEventId());
    } else if (event instanceof Event.ActivityTaskCompleted e) {
      activity(after, e.scheduledEventId());
    } else if (event instanceof Event.ActivityTaskFailed e) {
      activity(after, e.scheduledEventId());
    } else if (event instanceof Event.ActivityTaskTimedOut e) {
      activity(after, e.scheduledEventId());
    } else if (event instanceof Event.ActivityTaskCanceled e) {
      activity(after, e.scheduledEventId());
    } else if (event instanceof Event.TimerStarted e) {
      timer(after.state(), e.timerId(), happened.eventId());
    } else if (event instanceof Event.TimerFired e) {
      timer(after.state(), e.timerId(), e.startedEventId());
    } else if (event instanceof Event.TimerCanceled e) {
      timer(after.state(), e.timerId(), e.startedEventId());
    }
  }

  private void execution(ExecutionState state) {
    world.due.set(
        new Key(state.runId(), Kind.EXECUTION, 0),
        Optional.of(Deadlines.ofExecution(state, limits)));
  }

  private void decision(OpenRun run, long scheduled) {
    ExecutionState state = run.state();
    OpenDecision decision = state.decision();
    TaskKey task = new TaskKey(state.runId(), scheduled);
    boolean open = decision != null && decision.scheduledEventId() == scheduled;
    world.due.set(
        new Key(state.runId(), Kind.DECISION, scheduled),
        open ? Deadlines.of(decision) : Optional.empty());
    if (open && !decision.isStarted()) {
      ListKey list = new ListKey(state.domain(), TaskKind.DECISION, decision.taskList().name());
      world.lists.offer(
          new Pending(task, list, decision.priority(), decision.scheduledAt(), run.number()));
    } else {
      world.lists.withdraw(task);
    }
  }

  private void activity(OpenRun run, long scheduled) {
    ExecutionState state = run.state();
    OpenActivity open = state.activities().get(scheduled);
    TaskKey task = new TaskKey(state.runId(), scheduled);
    world.due.set(
        new Key(state.runId(), Kind.ACTIVITY, scheduled),
        open == null ? Optional.empty() : Deadlines.of(open));
    if (open != null && !open.isStarted()) {
      ListKey list = new ListKey(state.domain(), TaskKind.ACTIVITY, open.taskList().name());
      world.lists.offer(new Pending(task, list, open.priority(), open.scheduledAt(), run.number()));
    } else {
      world.lists.withdraw(task);
    }
    heartbeat(state, scheduled);
  }

  /** Sets when the next heartbeat of an activity task is overdue. */
  void heartbeat(ExecutionState state, long scheduled) {
    OpenActivity open = state.activities().get(scheduled);
    Optional<Lease> lease =
        open == null
            ? Optional.empty()
            : world.leases.byTask(new TaskKey(state.runId(), scheduled));
    world.due.set(
        new Key(state.runId(), Kind.HEARTBEAT, scheduled),
        lease.flatMap(
            held ->
                Durations.after(
                    held.heartbeatAt() == null ? held.startedAt() : held.heartbeatAt(),
                    open.heartbeatTimeout())));
  }

  private void timer(ExecutionState state, String timerId, long started) {
    OpenTimer open = state.timers().get(timerId);
    boolean same = open != null && open.startedEventId() == started;
    world.due.set(
        new Key(state.runId(), Kind.TIMER, started),
        same ? Optional.of(open.firesAt()) : Optional.empty(),
        timerId);
  }

  private void closed(ExecutionState before) {
    String runId = before.runId();
    world.due.remove(new Key(runId, Kind.EXECUTION, 0));
    if (before.decision() != null) {
      long scheduled = before.decision().scheduledEventId();
      world.due.remove(new Key(runId, Kind.DECISION, scheduled));
      world.lists.withdraw(new TaskKey(runId, scheduled));
    }
    for (Map.Entry<Long, OpenActivity> entry : before.activities()) {
      world.due.remove(new Key(runId, Kind.ACTIVITY, entry.getKey()));
      world.due.remove(new Key(runId, Kind.HEARTBEAT, entry.getKey()));
      world.lists.withdraw(new TaskKey(runId, entry.getKey()));
    }
    for (Map.Entry<String, OpenTimer> entry : before.timers()) {
      world.due.remove(new Key(runId, Kind.TIMER, entry.getValue().startedEventId()));
    }
  }
}
