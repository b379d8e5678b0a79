package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import io.flowscope.Workflow.OnCancel;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.Event.*;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.CallRecord;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a run with events, one after another in the order of the history: promises finish, calls
 * whose last argument came get ready, and branches whose barrier is gone go on.
 */
final class Feeder {
  private final Run run;
  private final Map<Long, Intent> byEvent = new HashMap<>();
  private final Map<String, Intent> timers = new HashMap<>();
  private final MarkerKeys markers = new MarkerKeys();
  private long lastEventId;
  private @Nullable String cameBy;

  Feeder(Run run) {
    this.run = run;
  }

  /** The last event fed. */
  long lastEventId() {
    return lastEventId;
  }

  /** The list of the last decision task. */
  @Nullable String cameBy() {
    return cameBy;
  }

  void feed(HistoryEvent event) {
    lastEventId = event.eventId();
    dispatch(event.eventId(), event.event());
    run.resume();
  }

  private void dispatch(long id, Event event) {
    switch (event) {
      case WorkflowExecutionStarted e -> run.begin(e);
      case WorkflowExecutionSignaled e -> run.signals.arrive(e.signalName(), e.input());
      case WorkflowExecutionCancelRequested e ->
          run.requestCancel(run.workflow.policy().onCancel() == OnCancel.IGNORE);

      case ActivityTaskScheduled e -> opened(id, Intent.activity(e.activityId()));
      case ScheduleActivityTaskFailed e ->
          refused(Intent.activity(e.activityId()), e.cause().name());
      case ActivityTaskCompleted e -> {
        activity(e.scheduledEventId()).complete(e.result());
      }
      case ActivityTaskFailed e -> {
        ActivityCell<?> call = activity(e.scheduledEventId());
        call.failed(new TaskFailed(call.id, text(e.reason()), e.details()));
      }
      case ActivityTaskTimedOut e ->
          activity(e.scheduledEventId()).timedOut(e.timeoutType(), e.details());
      case ActivityTaskCanceled e -> {
        ActivityCell<?> call = activity(e.scheduledEventId());
        call.failNow(new TaskCanceled(call.id, "Canceled", e.details()));
      }
      case ActivityTaskCancelRequested e -> confirm(Intent.cancelActivity(e.activityId()));
      case RequestCancelActivityTaskFailed e -> confirm(Intent.cancelActivity(e.activityId()));

      case TimerStarted e -> timerStarted(e.timerId());
      case StartTimerFailed e -> {
        if (Outbox.isMore(e.timerId())) {
          run.outbox.moreFired(e.timerId());
        } else {
          refused(Intent.timer(e.timerId()), e.cause().name());
        }
      }
      case TimerFired e -> timerFired(e.timerId());
      case TimerCanceled e -> {
        confirm(Intent.cancelTimer(e.timerId()));
        timerOver(e.timerId());
      }
      case CancelTimerFailed e -> confirm(Intent.cancelTimer(e.timerId()));

      case StartChildWorkflowExecutionInitiated e -> opened(id, Intent.child(e.workflowId()));
      case StartChildWorkflowExecutionFailed e -> childRefused(e);
      case ChildWorkflowExecutionStarted e -> {
        Intent intent = byEvent.get(e.initiatedEventId());
        if (intent != null && intent.call() instanceof ChildCell<?> child) {
          child.started(e.workflowExecution());
        }
      }
      case ChildWorkflowExecutionCompleted e -> child(e.initiatedEventId()).complete(e.result());
      case ChildWorkflowExecutionFailed e -> {
        ChildCell<?> call = child(e.initiatedEventId());
        call.failed(new TaskFailed(call.id, text(e.reason()), e.details()));
      }
      case ChildWorkflowExecutionTimedOut e -> {
        ChildCell<?> call = child(e.initiatedEventId());
        call.failed(new TaskTimedOut(call.id, e.timeoutType().name(), null));
      }
      case ChildWorkflowExecutionCanceled e -> {
        CallCell<?> call = child(e.initiatedEventId());
        call.failNow(new TaskCanceled(call.id, "The child workflow was canceled", e.details()));
      }
      case ChildWorkflowExecutionTerminated e -> {
        CallCell<?> call = child(e.initiatedEventId());
        call.failNow(new TaskCanceled(call.id, "The child workflow was terminated", null));
      }

      case SignalExternalWorkflowExecutionInitiated e -> opened(id, signalKey(e.control()));
      case ExternalWorkflowExecutionSignaled e -> external(e.initiatedEventId(), null);
      case SignalExternalWorkflowExecutionFailed e ->
          external(e.initiatedEventId(), e.cause().name());
      case RequestCancelExternalWorkflowExecutionInitiated e ->
          confirm(Intent.cancelChild(e.workflowId()));
      case RequestCancelExternalWorkflowExecutionFailed e -> {}
      case ExternalWorkflowExecutionCancelRequested e -> {}

      case MarkerRecorded e -> marker(e.markerName());
      case RecordMarkerFailed e -> marker(e.markerName());

      case DecisionTaskScheduled e -> cameBy = e.taskList().name();
      case DecisionTaskStarted e -> {}
      case DecisionTaskCompleted e -> {}
      case DecisionTaskTimedOut e -> {}
      case ActivityTaskStarted e -> {}
      case CompleteWorkflowExecutionFailed e -> {}
      case FailWorkflowExecutionFailed e -> {}
      case CancelWorkflowExecutionFailed e -> {}
      case ContinueAsNewWorkflowExecutionFailed e -> {}
      case WorkflowExecutionCompleted e -> {}
      case WorkflowExecutionFailed e -> {}
      case WorkflowExecutionTimedOut e -> {}
      case WorkflowExecutionCanceled e -> {}
      case WorkflowExecutionContinuedAsNew e -> {}
      case WorkflowExecutionTerminated e -> {}
      case LambdaFunctionScheduled e -> {}
      case LambdaFunctionStarted e -> {}
      case LambdaFunctionCompleted e -> {}
      case LambdaFunctionFailed e -> {}
      case LambdaFunctionTimedOut e -> {}
      case ScheduleLambdaFunctionFailed e -> {}
      case StartLambdaFunctionFailed e -> {}
    }
  }

  // --- what an answer asked for and the history confirms

  private Intent confirm(String key) {
    Intent intent = run.outbox.confirm(key);
    if (intent == null) {
      throw new Diverged("The history has \"" + key + "\", which no answer of this run held", null);
    }
    return intent;
  }

  private void opened(long event, String key) {
    Intent intent = confirm(key);
    byEvent.put(event, intent);
  }

  private void timerStarted(String timerId) {
    if (Outbox.isMore(timerId)) {
      run.outbox.moreStarted(timerId);
      return;
    }
    timers.put(timerId, confirm(Intent.timer(timerId)));
  }

  private void marker(String name) {
    if (!name.equals(RoundRecord.MARKER)) {
      confirm(markers.next(name));
    }
  }

  /** The decision was refused: for a limit it is tried again, else the call has failed. */
  private void refused(String key, String cause) {
    Intent intent = confirm(key);
    run.outbox.over(intent);
    refused(intent, cause);
  }

  private void refused(Intent intent, String cause) {
    CallCell<?> call = intent.call();
    if (call == null) {
      return;
    }
    call.held();
    if (cause.endsWith("_EXCEEDED")) {
      run.outbox.refuse(intent);
    } else {
      call.failNow(new TaskFailed(call.id, "It could not be scheduled: " + cause, null));
    }
  }

  private void childRefused(StartChildWorkflowExecutionFailed event) {
    if (event.initiatedEventId() == 0) {
      refused(Intent.child(event.workflowId()), event.cause().name());
    } else {
      refused(closed(event.initiatedEventId()), event.cause().name());
    }
  }

  // --- what was scheduled and ended

  private Intent closed(long event) {
    Intent intent = byEvent.remove(event);
    if (intent == null) {
      throw new Diverged("The history ends event " + event + ", which this run never saw", null);
    }
    run.outbox.over(intent);
    return intent;
  }

  private ActivityCell<?> activity(long event) {
    if (closed(event).call() instanceof ActivityCell<?> activity) {
      return activity;
    }
    throw new Diverged("Event " + event + " is not an activity of this run", null);
  }

  private ChildCell<?> child(long event) {
    if (closed(event).call() instanceof ChildCell<?> child) {
      return child;
    }
    throw new Diverged("Event " + event + " is not a child of this run", null);
  }

  private void external(long event, @Nullable String cause) {
    Intent intent = closed(event);
    if (cause != null) {
      refused(intent, cause);
    } else if (intent.call() != null) {
      intent.call().complete(null);
    }
  }

  private void timerFired(String timerId) {
    if (Outbox.isMore(timerId)) {
      run.outbox.moreFired(timerId);
      return;
    }
    CallCell<?> call = timerOver(timerId);
    if (call instanceof TimerCell timer) {
      timer.fired();
    } else if (call instanceof RetriedCell<?> retried) {
      retried.delayOver();
    }
  }

  private @Nullable CallCell<?> timerOver(String timerId) {
    Intent intent = timers.remove(timerId);
    if (intent == null) {
      return null;
    }
    run.outbox.over(intent);
    return intent.call();
  }

  /** The key of a signal to another execution; the call's identity stands in its control. */
  static String signalKey(@Nullable String control) {
    return Intent.signal(RecordCodec.readCall(control).map(CallRecord::call).orElse(""));
  }

  private static String text(@Nullable String reason) {
    return reason == null ? "no reason was given" : reason;
  }
}
