package io.flowscope.engine.decide;

import io.flowscope.engine.decide.ExecutionState.Fields;
import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.decide.ExecutionState.OpenChild;
import io.flowscope.engine.decide.ExecutionState.OpenDecision;
import io.flowscope.engine.decide.ExecutionState.OpenTimer;
import io.flowscope.engine.decide.ExecutionState.Origin;
import io.flowscope.engine.decide.ExecutionState.StickyList;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Instant;

/** What an event makes of a state: the one fold behind the engine, in life and after a restart. */
public final class Evolve {
  private Evolve() {}

  /** The state after the first event of an execution. */
  public static ExecutionState start(
      String domain, WorkflowExecution execution, HistoryEvent first) {
    if (!(first.event() instanceof Event.WorkflowExecutionStarted started)) {
      throw new IllegalArgumentException("A history begins with WorkflowExecutionStarted");
    }
    Fields fields = new Fields();
    fields.origin = new Origin(domain, execution, withoutInput(started), first.eventTimestamp());
    fields.taskList = started.taskList();
    fields.unseen = true;
    return moved(fields, first);
  }

  /** The state after {@code next}, which must carry the id after the last. */
  public static ExecutionState evolve(ExecutionState state, HistoryEvent next) {
    if (next.eventId() != state.lastEventId() + 1) {
      throw new IllegalArgumentException(
          "Event " + next.eventId() + " cannot follow event " + state.lastEventId());
    }
    Fields fields = state.copy();
    apply(fields, next.event(), next.eventId(), next.eventTimestamp());
    if (Seen.byDecider(next.event())) {
      fields.unseen = true;
    }
    return moved(fields, next);
  }

  private static ExecutionState moved(Fields fields, HistoryEvent event) {
    fields.lastEventId = event.eventId();
    fields.lastEventAt = event.eventTimestamp();
    return ExecutionState.of(fields);
  }

  private static void apply(Fields f, Event event, long id, Instant at) {
    switch (event) {
      case Event.WorkflowExecutionStarted e ->
          throw new IllegalArgumentException("A second WorkflowExecutionStarted");
      case Event.WorkflowExecutionCancelRequested e -> f.cancelRequested = true;
      case Event.WorkflowExecutionCompleted e -> close(f, CloseStatus.COMPLETED);
      case Event.WorkflowExecutionFailed e -> close(f, CloseStatus.FAILED);
      case Event.WorkflowExecutionTimedOut e -> close(f, CloseStatus.TIMED_OUT);
      case Event.WorkflowExecutionCanceled e -> close(f, CloseStatus.CANCELED);
      case Event.WorkflowExecutionContinuedAsNew e -> close(f, CloseStatus.CONTINUED_AS_NEW);
      case Event.WorkflowExecutionTerminated e -> close(f, CloseStatus.TERMINATED);
      case Event.DecisionTaskScheduled e -> decisionScheduled(f, e, id, at);
      case Event.DecisionTaskStarted e -> decisionStarted(f, id, at);
      case Event.DecisionTaskCompleted e -> decisionCompleted(f, e, id);
      case Event.DecisionTaskTimedOut e -> decisionTimedOut(f);
      case Event.ActivityTaskScheduled e -> activityScheduled(f, e, id, at);
      case Event.ActivityTaskStarted e ->
          f.activities =
              f.activities.with(
                  e.scheduledEventId(), f.activities.get(e.scheduledEventId()).started(id, at));
      case Event.ActivityTaskCompleted e -> activityClosed(f, e.scheduledEventId());
      case Event.ActivityTaskFailed e -> activityClosed(f, e.scheduledEventId());
      case Event.ActivityTaskTimedOut e -> activityClosed(f, e.scheduledEventId());
      case Event.ActivityTaskCanceled e -> activityClosed(f, e.scheduledEventId());
      case Event.ActivityTaskCancelRequested e -> {
        long scheduled = f.activityIds.get(e.activityId());
        f.activities =
            f.activities.with(scheduled, f.activities.get(scheduled).cancelRequested(id));
      }
      case Event.TimerStarted e ->
          f.timers =
              f.timers.with(
                  e.timerId(),
                  new OpenTimer(
                      e.timerId(), id, Durations.after(at, e.startToFireTimeout()).orElseThrow()));
      case Event.TimerFired e -> f.timers = f.timers.without(e.timerId());
      case Event.TimerCanceled e -> f.timers = f.timers.without(e.timerId());
      case Event.StartChildWorkflowExecutionInitiated e ->
          f.children =
              f.children.with(id, new OpenChild(id, e.workflowId(), e.workflowType(), null, 0));
      case Event.StartChildWorkflowExecutionFailed e -> childClosed(f, e.initiatedEventId());
      case Event.ChildWorkflowExecutionStarted e ->
          f.children =
              f.children.with(
                  e.initiatedEventId(),
                  new OpenChild(
                      e.initiatedEventId(),
                      e.workflowExecution().workflowId(),
                      e.workflowType(),
                      e.workflowExecution(),
                      id));
      case Event.ChildWorkflowExecutionCompleted e -> childClosed(f, e.initiatedEventId());
      case Event.ChildWorkflowExecutionFailed e -> childClosed(f, e.initiatedEventId());
      case Event.ChildWorkflowExecutionTimedOut e -> childClosed(f, e.initiatedEventId());
      case Event.ChildWorkflowExecutionCanceled e -> childClosed(f, e.initiatedEventId());
      case Event.ChildWorkflowExecutionTerminated e -> childClosed(f, e.initiatedEventId());
      case Event.CompleteWorkflowExecutionFailed e -> {}
      case Event.FailWorkflowExecutionFailed e -> {}
      case Event.CancelWorkflowExecutionFailed e -> {}
      case Event.ContinueAsNewWorkflowExecutionFailed e -> {}
      case Event.ScheduleActivityTaskFailed e -> {}
      case Event.RequestCancelActivityTaskFailed e -> {}
      case Event.WorkflowExecutionSignaled e -> {}
      case Event.MarkerRecorded e -> {}
      case Event.RecordMarkerFailed e -> {}
      case Event.StartTimerFailed e -> {}
      case Event.CancelTimerFailed e -> {}
      case Event.SignalExternalWorkflowExecutionInitiated e -> {}
      case Event.SignalExternalWorkflowExecutionFailed e -> {}
      case Event.ExternalWorkflowExecutionSignaled e -> {}
      case Event.RequestCancelExternalWorkflowExecutionInitiated e -> {}
      case Event.RequestCancelExternalWorkflowExecutionFailed e -> {}
      case Event.ExternalWorkflowExecutionCancelRequested e -> {}
      case Event.LambdaFunctionScheduled e -> {}
      case Event.LambdaFunctionStarted e -> {}
      case Event.LambdaFunctionCompleted e -> {}
      case Event.LambdaFunctionFailed e -> {}
      case Event.LambdaFunctionTimedOut e -> {}
      case Event.ScheduleLambdaFunctionFailed e -> {}
      case Event.StartLambdaFunctionFailed e -> {}
    }
  }

  /** Nothing that was open can be answered or come due any more. */
  private static void close(Fields f, CloseStatus status) {
    f.closeStatus = status;
    f.decision = null;
    f.unseen = false;
    f.activities = PersistentMap.empty();
    f.activityIds = PersistentMap.empty();
    f.timers = PersistentMap.empty();
    f.children = PersistentMap.empty();
  }

  private static void decisionScheduled(
      Fields f, Event.DecisionTaskScheduled e, long id, Instant at) {
    f.decision =
        new OpenDecision(
            id,
            at,
            e.taskList(),
            Durations.priority(e.taskPriority()),
            e.startToCloseTimeout(),
            Durations.isLimited(e.scheduleToStartTimeout()) ? e.scheduleToStartTimeout() : null,
            0,
            null);
  }

  private static void decisionStarted(Fields f, long id, Instant at) {
    OpenDecision open = f.decision;
    f.decision =
        new OpenDecision(
            open.scheduledEventId(),
            open.scheduledAt(),
            open.taskList(),
            open.priority(),
            open.startToCloseTimeout(),
            open.scheduleToStartTimeout(),
            id,
            at);
    f.unseen = false;
  }

  private static void decisionCompleted(Fields f, Event.DecisionTaskCompleted e, long id) {
    f.decision = null;
    f.previousStartedEventId = e.startedEventId();
    if (e.executionContext() != null) {
      f.contextEventId = id;
    }
    if (e.taskList() == null) {
      return;
    }
    String timeout = e.taskListScheduleToStartTimeout();
    if (Durations.isLimited(timeout)) {
      f.sticky = new StickyList(e.taskList(), timeout);
    } else {
      f.taskList = e.taskList();
      f.sticky = null;
    }
  }

  /** A task that went to a sticky list and was not answered there goes back for good. */
  private static void decisionTimedOut(Fields f) {
    if (f.decision.scheduleToStartTimeout() != null) {
      f.sticky = null;
    }
    f.decision = null;
    f.unseen = true;
  }

  private static void activityScheduled(
      Fields f, Event.ActivityTaskScheduled e, long id, Instant at) {
    f.activities =
        f.activities.with(
            id,
            new OpenActivity(
                id,
                at,
                e.activityType(),
                e.activityId(),
                e.input(),
                e.taskList(),
                Durations.priority(e.taskPriority()),
                e.scheduleToStartTimeout(),
                e.scheduleToCloseTimeout(),
                e.startToCloseTimeout(),
                e.heartbeatTimeout(),
                0,
                null,
                0));
    f.activityIds = f.activityIds.with(e.activityId(), id);
    f.latestActivityTaskAt = at;
  }

  private static void activityClosed(Fields f, long scheduledEventId) {
    f.activityIds = f.activityIds.without(f.activities.get(scheduledEventId).activityId());
    f.activities = f.activities.without(scheduledEventId);
  }

  private static void childClosed(Fields f, long initiatedEventId) {
    f.children = f.children.without(initiatedEventId);
  }

  private static Event.WorkflowExecutionStarted withoutInput(Event.WorkflowExecutionStarted e) {
    return new Event.WorkflowExecutionStarted(
        null,
        e.executionStartToCloseTimeout(),
        e.taskStartToCloseTimeout(),
        e.childPolicy(),
        e.taskList(),
        e.taskPriority(),
        e.workflowType(),
        e.tagList(),
        e.continuedExecutionRunId(),
        e.parentWorkflowExecution(),
        e.parentInitiatedEventId(),
        e.lambdaRole());
  }
}
