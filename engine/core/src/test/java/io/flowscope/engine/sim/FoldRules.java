package io.flowscope.engine.sim;

import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.CancelTimerFailedCause;
import io.flowscope.engine.model.CancelWorkflowExecutionFailedCause;
import io.flowscope.engine.model.CompleteWorkflowExecutionFailedCause;
import io.flowscope.engine.model.ContinueAsNewWorkflowExecutionFailedCause;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.FailWorkflowExecutionFailedCause;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.RequestCancelActivityTaskFailedCause;
import io.flowscope.engine.model.ScheduleActivityTaskFailedCause;
import io.flowscope.engine.model.StartTimerFailedCause;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.sim.Fold.Child;
import io.flowscope.engine.sim.Fold.Task;
import io.flowscope.engine.sim.Fold.Timer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the next event to a {@link Fold}, if it may come next; throws a {@link Violation} if not.
 */
final class FoldRules {
  private final Fold fold;
  private final HistoryEvent happened;
  private final Set<String> lost;

  private FoldRules(Fold fold, HistoryEvent happened, Set<String> lost) {
    this.fold = fold;
    this.happened = happened;
    this.lost = lost;
  }

  /**
   * Adds an event.
   *
   * @param lost workers that were reported gone, whose tasks time out at once
   */
  static void add(Fold fold, HistoryEvent happened, Set<String> lost) {
    new FoldRules(fold, happened, lost).add();
  }

  private void require(boolean holds, String invariant, Object... what) {
    if (!holds) {
      StringBuilder text = new StringBuilder();
      for (Object part : what) {
        text.append(part);
      }
      Violation.unless(
          false, invariant, fold.name(), " event ", happened.eventId(), " ", happened, ": ", text);
    }
  }

  private void add() {
    long id = happened.eventId();
    require(id == fold.lastId() + 1, "I3", "follows event ", fold.lastId());
    require(fold.closing == null, "I5", "follows the closing event ", fold.closing);
    require(
        (id == 1) == (happened.event() instanceof Event.WorkflowExecutionStarted),
        "I5",
        "is not where a history begins");
    require(
        id == 1 || !at().isBefore(fold.event(id - 1).eventTimestamp()),
        "I3",
        "is older than the one before");
    fold.events.add(happened);
    Event event = happened.event();
    decisionTask(event);
    activityTask(event);
    refusedActivity(event);
    timer(event);
    child(event);
    execution(event);
    if (tellsDecider(event)) {
      fold.unseen = true;
    }
  }

  private Instant at() {
    return happened.eventTimestamp();
  }

  private void execution(Event event) {
    if (event instanceof Event.WorkflowExecutionStarted e) {
      fold.start = e;
      fold.list = e.taskList();
    } else if (event instanceof Event.WorkflowExecutionCancelRequested) {
      fold.cancelRequested = true;
    } else if (event instanceof Event.WorkflowExecutionCompleted e) {
      closedByDecision(e.decisionTaskCompletedEventId());
    } else if (event instanceof Event.WorkflowExecutionFailed e) {
      closedByDecision(e.decisionTaskCompletedEventId());
    } else if (event instanceof Event.WorkflowExecutionCanceled e) {
      closedByDecision(e.decisionTaskCompletedEventId());
    } else if (event instanceof Event.WorkflowExecutionContinuedAsNew e) {
      closedByDecision(e.decisionTaskCompletedEventId());
    } else if (event instanceof Event.WorkflowExecutionTerminated) {
      close();
    } else if (event instanceof Event.WorkflowExecutionTimedOut) {
      Optional<Instant> due =
          Fold.after(fold.startedAt(), fold.start.executionStartToCloseTimeout());
      require(due.isPresent() && !at().isBefore(due.get()), "I8", "is too early for ", due);
      close();
    } else if (event instanceof Event.CompleteWorkflowExecutionFailed e) {
      refusedToClose(
          e.decisionTaskCompletedEventId(),
          e.cause() == CompleteWorkflowExecutionFailedCause.UNHANDLED_DECISION);
    } else if (event instanceof Event.FailWorkflowExecutionFailed e) {
      refusedToClose(
          e.decisionTaskCompletedEventId(),
          e.cause() == FailWorkflowExecutionFailedCause.UNHANDLED_DECISION);
    } else if (event instanceof Event.CancelWorkflowExecutionFailed e) {
      refusedToClose(
          e.decisionTaskCompletedEventId(),
          e.cause() == CancelWorkflowExecutionFailedCause.UNHANDLED_DECISION);
    } else if (event instanceof Event.ContinueAsNewWorkflowExecutionFailed e) {
      refusedToClose(
          e.decisionTaskCompletedEventId(),
          e.cause() == ContinueAsNewWorkflowExecutionFailedCause.UNHANDLED_DECISION);
    }
  }

  private void closedByDecision(long completed) {
    decidedBy(completed);
    require(!fold.surprised.get(completed), "I5", "closes although the decider did not see all");
    close();
  }

  private void refusedToClose(long completed, boolean unhandled) {
    decidedBy(completed);
    require(
        unhandled == fold.surprised.get(completed),
        "I5",
        "UNHANDLED_DECISION must be said if and only if events came in between");
  }

  private void close() {
    fold.closing = happened;
    fold.decision = null;
    fold.activities.clear();
    fold.activityIds.clear();
    fold.timers.clear();
  }

  private void decidedBy(long completed) {
    require(fold.surprised.containsKey(completed), "I2", "names no decision");
  }

  private void decisionTask(Event event) {
    if (event instanceof Event.DecisionTaskScheduled e) {
      require(fold.decision == null, "I6", "is a second open decision task");
      require(fold.unseen, "I2", "is scheduled for nothing new");
      require(
          Objects.equals(e.taskPriority(), fold.start.taskPriority()),
          "I4",
          "has another priority");
      TaskList expected = fold.sticky == null ? fold.list : fold.sticky;
      require(e.taskList().equals(expected), "I4", "should go to ", expected);
      fold.decision = new Task(happened, e);
    } else if (event instanceof Event.DecisionTaskStarted e) {
      started(fold.decision, e.scheduledEventId(), e.identity());
      fold.unseen = false;
    } else if (event instanceof Event.DecisionTaskCompleted e) {
      ended(fold.decision, e.scheduledEventId(), e.startedEventId());
      require(fold.decision.isStarted(), "I4", "was never started");
      fold.surprised.put(happened.eventId(), fold.unseen);
      fold.previousStarted = e.startedEventId();
      fold.context = e.executionContext() == null ? fold.context : e.executionContext();
      fold.decision = null;
      redirect(e);
    } else if (event instanceof Event.DecisionTaskTimedOut e) {
      ended(fold.decision, e.scheduledEventId(), e.startedEventId());
      timedOut(fold.decision, e.timeoutType());
      if (fold.decision.scheduleToStart != null) {
        fold.sticky = null;
      }
      fold.unseen = true;
      fold.decision = null;
    }
  }

  private void redirect(Event.DecisionTaskCompleted e) {
    if (e.taskList() == null) {
      return;
    }
    String timeout = e.taskListScheduleToStartTimeout();
    if (timeout == null || timeout.isEmpty() || timeout.equals("NONE")) {
      fold.list = e.taskList();
      fold.sticky = null;
    } else {
      fold.sticky = e.taskList();
      fold.stickyTimeout = timeout;
    }
  }

  private void timedOut(Task task, DecisionTaskTimeoutType type) {
    boolean toClose = type == DecisionTaskTimeoutType.START_TO_CLOSE;
    require(task.isStarted() == toClose, "I4", "is of the wrong kind");
    if (!lost.contains(toClose ? task.identity : task.list)) {
      due(
          toClose
              ? Fold.after(task.startedAt, task.startToClose)
              : Fold.after(task.scheduledAt, task.scheduleToStart));
    }
  }

  private void due(Optional<Instant> due) {
    require(due.isPresent() && !at().isBefore(due.get()), "I8", "is too early for ", due);
  }

  private void started(@Nullable Task task, long scheduled, @Nullable String identity) {
    require(task != null && task.scheduled == scheduled, "I4", "starts no open task");
    require(!task.isStarted(), "I6", "starts a task again");
    task.started = happened.eventId();
    task.startedAt = at();
    task.identity = identity;
  }

  private void ended(@Nullable Task task, long scheduled, long started) {
    require(task != null && task.scheduled == scheduled, "I4", "ends no open task");
    require(task.started == started, "I4", "names the wrong start");
  }

  private void activityTask(Event event) {
    if (event instanceof Event.ActivityTaskScheduled e) {
      decidedBy(e.decisionTaskCompletedEventId());
      require(!fold.activityIds.containsKey(e.activityId()), "I4", "uses an id twice");
      fold.activities.put(happened.eventId(), new Task(happened, e));
      fold.activityIds.put(e.activityId(), happened.eventId());
    } else if (event instanceof Event.ActivityTaskStarted e) {
      started(fold.activities.get(e.scheduledEventId()), e.scheduledEventId(), e.identity());
    } else if (event instanceof Event.ActivityTaskCancelRequested e) {
      decidedBy(e.decisionTaskCompletedEventId());
      require(fold.activityIds.containsKey(e.activityId()), "I4", "names no open activity");
      fold.activities.get(fold.activityIds.get(e.activityId())).cancelRequested = true;
    } else if (event instanceof Event.ActivityTaskCompleted e) {
      require(activityEnded(e.scheduledEventId(), e.startedEventId()).isStarted(), "I4", "");
    } else if (event instanceof Event.ActivityTaskFailed e) {
      require(activityEnded(e.scheduledEventId(), e.startedEventId()).isStarted(), "I4", "");
    } else if (event instanceof Event.ActivityTaskCanceled e) {
      Task task = activityEnded(e.scheduledEventId(), e.startedEventId());
      require(
          task.isStarted() || task.cancelRequested, "I4", "cancels a task that nobody asked for");
    } else if (event instanceof Event.ActivityTaskTimedOut e) {
      timedOut(activityEnded(e.scheduledEventId(), e.startedEventId()), e);
    }
  }

  private Task activityEnded(long scheduled, long started) {
    Task task = fold.activities.remove(scheduled);
    ended(task, scheduled, started);
    fold.activityIds.remove(task.activityId);
    return task;
  }

  private void timedOut(Task task, Event.ActivityTaskTimedOut e) {
    ActivityTaskTimeoutType type = e.timeoutType();
    switch (type) {
      case SCHEDULE_TO_CLOSE -> due(Fold.after(task.scheduledAt, task.scheduleToClose));
      case SCHEDULE_TO_START -> {
        require(!task.isStarted(), "I4", "was started");
        due(Fold.after(task.scheduledAt, task.scheduleToStart));
      }
      case START_TO_CLOSE -> due(Fold.after(task.startedAt, task.startToClose));
      case HEARTBEAT ->
          require(
              task.isStarted()
                  && (lost.contains(task.identity)
                      || Fold.after(task.startedAt, task.heartbeat).isPresent()),
              "I4",
              "has no heartbeat timeout");
    }
  }

  private void refusedActivity(Event event) {
    if (event instanceof Event.ScheduleActivityTaskFailed e) {
      decidedBy(e.decisionTaskCompletedEventId());
      require(
          e.cause() != ScheduleActivityTaskFailedCause.ACTIVITY_ID_ALREADY_IN_USE
              || fold.activityIds.containsKey(e.activityId()),
          "I4",
          "the id is free");
    } else if (event instanceof Event.RequestCancelActivityTaskFailed e) {
      decidedBy(e.decisionTaskCompletedEventId());
      require(
          e.cause() != RequestCancelActivityTaskFailedCause.ACTIVITY_ID_UNKNOWN
              || !fold.activityIds.containsKey(e.activityId()),
          "I4",
          "the activity is open");
    }
  }

  private void timer(Event event) {
    if (event instanceof Event.TimerStarted e) {
      decidedBy(e.decisionTaskCompletedEventId());
      Instant firesAt = Fold.after(at(), e.startToFireTimeout()).orElseThrow();
      Timer before =
          fold.timers.put(e.timerId(), new Timer(e.timerId(), happened.eventId(), firesAt));
      require(before == null, "I8", "uses an id twice");
    } else if (event instanceof Event.TimerFired e) {
      Timer timer = timerEnded(e.timerId(), e.startedEventId());
      require(!at().isBefore(timer.firesAt()), "I8", "fires too early, due at ", timer.firesAt());
    } else if (event instanceof Event.TimerCanceled e) {
      decidedBy(e.decisionTaskCompletedEventId());
      timerEnded(e.timerId(), e.startedEventId());
    } else if (event instanceof Event.StartTimerFailed e) {
      require(
          e.cause() != StartTimerFailedCause.TIMER_ID_ALREADY_IN_USE
              || fold.timers.containsKey(e.timerId()),
          "I8",
          "the id is free");
    } else if (event instanceof Event.CancelTimerFailed e) {
      require(
          e.cause() != CancelTimerFailedCause.TIMER_ID_UNKNOWN
              || !fold.timers.containsKey(e.timerId()),
          "I8",
          "the timer is open");
    }
  }

  private Timer timerEnded(String id, long started) {
    Timer timer = fold.timers.remove(id);
    require(timer != null && timer.started() == started, "I8", "ends no open timer");
    return timer;
  }

  private void child(Event event) {
    if (event instanceof Event.StartChildWorkflowExecutionInitiated e) {
      decidedBy(e.decisionTaskCompletedEventId());
      fold.children.put(happened.eventId(), new Child(happened.eventId(), e.workflowId(), null));
    } else if (event instanceof Event.StartChildWorkflowExecutionFailed e) {
      require(
          e.initiatedEventId() == 0 || fold.children.remove(e.initiatedEventId()) != null,
          "I4",
          "names no child");
    } else if (event instanceof Event.ChildWorkflowExecutionStarted e) {
      Child child = fold.children.get(e.initiatedEventId());
      require(child != null && child.run() == null, "I4", "starts no child that was initiated");
      fold.children.put(
          e.initiatedEventId(),
          new Child(e.initiatedEventId(), child.workflowId(), e.workflowExecution()));
    } else if (event instanceof Event.ChildWorkflowExecutionCompleted e) {
      childEnded(e.initiatedEventId());
    } else if (event instanceof Event.ChildWorkflowExecutionFailed e) {
      childEnded(e.initiatedEventId());
    } else if (event instanceof Event.ChildWorkflowExecutionTimedOut e) {
      childEnded(e.initiatedEventId());
    } else if (event instanceof Event.ChildWorkflowExecutionCanceled e) {
      childEnded(e.initiatedEventId());
    } else if (event instanceof Event.ChildWorkflowExecutionTerminated e) {
      childEnded(e.initiatedEventId());
    }
  }

  private void childEnded(long initiated) {
    Child child = fold.children.remove(initiated);
    require(child != null && child.run() != null, "I4", "ends no child that was started");
  }

  /** What SWF's documentation says of which events schedule a decision task. */
  private static boolean tellsDecider(Event event) {
    return event instanceof Event.WorkflowExecutionStarted
        || event instanceof Event.WorkflowExecutionSignaled
        || event instanceof Event.WorkflowExecutionCancelRequested
        || event instanceof Event.ActivityTaskCompleted
        || event instanceof Event.ActivityTaskFailed
        || event instanceof Event.ActivityTaskTimedOut
        || event instanceof Event.ActivityTaskCanceled
        || event instanceof Event.TimerFired
        || event.eventType().startsWith("ChildWorkflowExecution")
        || event.eventType().startsWith("ExternalWorkflowExecution")
        || (event.eventType().endsWith("Failed")
            && !(event instanceof Event.WorkflowExecutionFailed));
  }
}
