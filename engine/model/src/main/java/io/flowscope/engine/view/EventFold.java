package io.flowscope.engine.view;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.Event.*;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.view.RoundRow.Said;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what each type of event means for the run. Any member may be missing: histories are data.
 */
final class EventFold {
  private static final String OURS = "flowscope.";
  private static final String WARNING = "flowscope.warning";
  private static final String WAKE = "flowscope.wake";
  private static final String MOVE = "flowscope.move";

  private final RunState run;
  private final CallEvents calls;

  EventFold(RunState run) {
    this.run = run;
    this.calls = new CallEvents(run);
  }

  /** Events that come between the record of a round and what was scheduled in it. */
  private static final Set<Class<? extends Event>> OUTCOMES =
      Set.of(
          ActivityTaskScheduled.class,
          ScheduleActivityTaskFailed.class,
          ActivityTaskCancelRequested.class,
          RequestCancelActivityTaskFailed.class,
          TimerStarted.class,
          StartTimerFailed.class,
          TimerCanceled.class,
          CancelTimerFailed.class,
          StartChildWorkflowExecutionInitiated.class,
          StartChildWorkflowExecutionFailed.class,
          ChildWorkflowExecutionStarted.class,
          SignalExternalWorkflowExecutionInitiated.class,
          RequestCancelExternalWorkflowExecutionInitiated.class,
          WorkflowExecutionSignaled.class,
          MarkerRecorded.class,
          RecordMarkerFailed.class);

  void apply(Event event, Moment now) {
    if (!OUTCOMES.contains(event.getClass())) {
      run.calls.places.settle(now.event());
    }
    switch (event) {
      case WorkflowExecutionStarted e -> started(e, now);
      case WorkflowExecutionCancelRequested e -> {
        run.cancelRequested = true;
        run.mark("cancelRequest", "", now);
        learns(e, now, "cancel requested");
      }
      case WorkflowExecutionCompleted e -> {
        run.closes(ExecutionStatus.COMPLETED, now);
        run.result = e.result();
        ends(e, e.decisionTaskCompletedEventId(), now, "completed the workflow");
      }
      case WorkflowExecutionFailed e -> {
        run.fails(ExecutionStatus.FAILED, some(e.reason(), "failed"), e.details(), now);
        ends(e, e.decisionTaskCompletedEventId(), now, "failed the workflow" + because(e.reason()));
      }
      case WorkflowExecutionTimedOut e ->
          run.fails(ExecutionStatus.TIMED_OUT, "timed out: " + e.timeoutType(), null, now);
      case WorkflowExecutionCanceled e -> {
        run.fails(ExecutionStatus.CANCELED, "canceled", e.details(), now);
        ends(e, e.decisionTaskCompletedEventId(), now, "canceled the workflow");
      }
      case WorkflowExecutionContinuedAsNew e -> {
        run.closes(ExecutionStatus.CONTINUED_AS_NEW, now);
        run.continuedAsRunId = e.newExecutionRunId();
        ends(e, e.decisionTaskCompletedEventId(), now, "continued as a new run");
      }
      case WorkflowExecutionTerminated e ->
          run.fails(ExecutionStatus.TERMINATED, some(e.reason(), "terminated"), e.details(), now);
      case CompleteWorkflowExecutionFailed e ->
          refused(e, e.decisionTaskCompletedEventId(), now, "completing the workflow", e.cause());
      case FailWorkflowExecutionFailed e ->
          refused(e, e.decisionTaskCompletedEventId(), now, "failing the workflow", e.cause());
      case CancelWorkflowExecutionFailed e ->
          refused(e, e.decisionTaskCompletedEventId(), now, "canceling the workflow", e.cause());
      case ContinueAsNewWorkflowExecutionFailed e ->
          refused(e, e.decisionTaskCompletedEventId(), now, "continuing as a new run", e.cause());
      case DecisionTaskScheduled e -> {
        run.jar.scheduled(e.taskList());
        run.rounds.scheduled(now);
      }
      case DecisionTaskStarted e -> run.rounds.started(e.scheduledEventId(), e.identity(), now);
      case DecisionTaskCompleted e -> {
        run.jar.decided();
        run.rounds.completed(e.scheduledEventId(), e.executionContext(), now);
      }
      case DecisionTaskTimedOut e -> run.rounds.timedOut(e.scheduledEventId(), now);
      case WorkflowExecutionSignaled e -> signaled(e, now);
      case MarkerRecorded e -> marker(e, now);
      case RecordMarkerFailed e ->
          refused(
              e,
              e.decisionTaskCompletedEventId(),
              now,
              "recording marker " + text(e.markerName()),
              e.cause());
      case RequestCancelExternalWorkflowExecutionInitiated e -> {
        run.mark("cancelRequest", text(e.workflowId()), now);
        decides(
            e,
            e.decisionTaskCompletedEventId(),
            now,
            "requested cancel of workflow " + text(e.workflowId()));
      }
      case RequestCancelExternalWorkflowExecutionFailed e ->
          learns(
              e, now, "requesting cancel of workflow " + text(e.workflowId()) + failed(e.cause()));
      case ExternalWorkflowExecutionCancelRequested e ->
          learns(e, now, "cancel of workflow " + id(e.workflowExecution()) + " requested");
      case ActivityTaskScheduled e -> calls.scheduled(e, now);
      case ScheduleActivityTaskFailed e -> calls.refused(e, now);
      case ActivityTaskStarted e -> calls.starts(e.scheduledEventId(), e.identity(), now);
      case ActivityTaskCompleted e -> calls.completed(e, e.scheduledEventId(), now);
      case ActivityTaskFailed e ->
          calls.failed(e, e.scheduledEventId(), e.reason(), e.details(), now);
      case ActivityTaskTimedOut e -> calls.timedOut(e, now);
      case ActivityTaskCanceled e -> calls.canceled(e, e.scheduledEventId(), now);
      case ActivityTaskCancelRequested e -> calls.cancelRequested(e, now);
      case RequestCancelActivityTaskFailed e ->
          refused(
              e,
              e.decisionTaskCompletedEventId(),
              now,
              "requesting cancel of " + text(e.activityId()),
              e.cause());
      case TimerStarted e -> calls.timer(e, now);
      case StartTimerFailed e -> calls.refused(e, now);
      case TimerFired e -> calls.fired(e, now);
      case TimerCanceled e -> calls.timerCanceled(e, now);
      case CancelTimerFailed e ->
          refused(
              e,
              e.decisionTaskCompletedEventId(),
              now,
              "canceling timer " + text(e.timerId()),
              e.cause());
      case StartChildWorkflowExecutionInitiated e -> calls.child(e, now);
      case StartChildWorkflowExecutionFailed e -> calls.refused(e, now);
      case ChildWorkflowExecutionStarted e -> calls.childStarted(e, now);
      case ChildWorkflowExecutionCompleted e -> calls.completed(e, e.initiatedEventId(), now);
      case ChildWorkflowExecutionFailed e ->
          calls.failed(e, e.initiatedEventId(), e.reason(), e.details(), now);
      case ChildWorkflowExecutionTimedOut e ->
          calls.childTimedOut(e, e.initiatedEventId(), e.timeoutType(), now);
      case ChildWorkflowExecutionCanceled e -> calls.canceled(e, e.initiatedEventId(), now);
      case ChildWorkflowExecutionTerminated e -> calls.terminated(e, e.initiatedEventId(), now);
      case SignalExternalWorkflowExecutionInitiated e -> calls.signals(e, now);
      case SignalExternalWorkflowExecutionFailed e ->
          calls.failed(e, e.initiatedEventId(), String.valueOf(e.cause()), null, now);
      case ExternalWorkflowExecutionSignaled e -> calls.completed(e, e.initiatedEventId(), now);
      case LambdaFunctionScheduled e -> calls.lambda(e, now);
      case LambdaFunctionStarted e -> calls.starts(e.scheduledEventId(), null, now);
      case LambdaFunctionCompleted e -> calls.completed(e, e.scheduledEventId(), now);
      case LambdaFunctionFailed e ->
          calls.failed(e, e.scheduledEventId(), e.reason(), e.details(), now);
      case LambdaFunctionTimedOut e ->
          calls.childTimedOut(e, e.scheduledEventId(), e.timeoutType(), now);
      case ScheduleLambdaFunctionFailed e -> calls.refused(e, now);
      case StartLambdaFunctionFailed e -> {
        Long scheduled = e.scheduledEventId();
        String cause = String.valueOf(e.cause());
        calls.failed(e, scheduled == null ? 0 : scheduled, cause, e.message(), now);
      }
    }
  }

  private void started(WorkflowExecutionStarted e, Moment now) {
    if (run.started == null) {
      run.started = e;
      run.startedAt = now.at();
      run.jar.started(e.taskList());
    }
    learns(e, now, "workflow started");
  }

  private void signaled(WorkflowExecutionSignaled e, Moment now) {
    String name = text(e.signalName());
    if (name.equals(WAKE)) {
      learns(e, now, "woken up");
      return;
    }
    if (name.equals(MOVE)) {
      run.jar.sent(e.input());
      run.mark("signal", name, now);
      learns(e, now, "sent to the jar of the task list " + EventFold.text(e.input()));
      return;
    }
    run.mark("signal", name, now);
    run.signals.arrives(name, now);
    learns(e, now, "signal " + name + " arrived");
  }

  private void marker(MarkerRecorded e, Moment now) {
    String name = text(e.markerName());
    long decision = e.decisionTaskCompletedEventId();
    if (name.equals(RoundRecord.MARKER)) {
      run.rounds.marker(decision, e.details(), now);
      return;
    }
    String warning = name.equals(WARNING) ? CallTable.oneLine(e.details()) : null;
    decides(e, decision, now, warning == null ? "recorded marker " + name : "warns: " + warning);
    if (!name.startsWith(OURS)) {
      run.mark("marker", name, now);
      calls.marker(name, decision, now);
    }
  }

  /** A decision that closes the run; its first branch has gone on to the end. */
  private void ends(Event event, long decision, Moment now, String sentence) {
    RoundRow round = run.rounds.of(decision);
    if (round != null) {
      run.barriers.goesOn("", round, now);
    }
    decides(event, decision, now, sentence);
  }

  private void decides(Event event, long decision, Moment now, String sentence) {
    RoundRow round = run.rounds.of(decision);
    if (round != null) {
      round.decisions.add(new Said(now.event(), event.eventType(), sentence, null, "", false));
    }
  }

  private void refused(
      Event event, long decision, Moment now, String what, @Nullable Enum<?> cause) {
    decides(event, decision, now, what + failed(cause));
    learns(event, now, what + failed(cause));
  }

  private void learns(Event event, Moment now, String sentence) {
    run.rounds.learns(new Said(now.event(), event.eventType(), sentence, null, "", false));
  }

  static String failed(@Nullable Enum<?> cause) {
    return " was refused: " + cause;
  }

  static String because(@Nullable String reason) {
    String line = CallTable.oneLine(reason);
    return line == null ? "" : ": " + line;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  static String some(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text;
  }

  static String id(@Nullable WorkflowExecution execution) {
    return execution == null ? "" : text(execution.workflowId());
  }

  static String name(@Nullable WorkflowType type) {
    return type == null ? "" : text(type.name());
  }
}
