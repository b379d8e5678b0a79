package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much memory something takes, roughly: the characters of its long texts, and a share for all
 * the rest. What holds many of such things is bounded by it and not by their number alone.
 */
final class Weight {
  /** For a record with its short texts. */
  private static final long SHARE = 500;

  private Weight() {}

  static long of(Event event) {
    if (event instanceof Event.DecisionTaskCompleted e) {
      return SHARE + length(e.executionContext());
    }
    if (event instanceof Event.ActivityTaskScheduled e) {
      return SHARE + length(e.input()) + length(e.control());
    }
    if (event instanceof Event.ActivityTaskCompleted e) {
      return SHARE + length(e.result());
    }
    if (event instanceof Event.ActivityTaskFailed e) {
      return SHARE + length(e.details());
    }
    if (event instanceof Event.ActivityTaskTimedOut e) {
      return SHARE + length(e.details());
    }
    if (event instanceof Event.ActivityTaskCanceled e) {
      return SHARE + length(e.details());
    }
    if (event instanceof Event.WorkflowExecutionStarted e) {
      return SHARE + length(e.input());
    }
    if (event instanceof Event.WorkflowExecutionSignaled e) {
      return SHARE + length(e.input());
    }
    if (event instanceof Event.MarkerRecorded e) {
      return SHARE + length(e.details());
    }
    if (event instanceof Event.TimerStarted e) {
      return SHARE + length(e.control());
    }
    if (event instanceof Event.StartChildWorkflowExecutionInitiated e) {
      return SHARE + length(e.input()) + length(e.control());
    }
    if (event instanceof Event.ChildWorkflowExecutionCompleted e) {
      return SHARE + length(e.result());
    }
    if (event instanceof Event.ChildWorkflowExecutionFailed e) {
      return SHARE + length(e.details());
    }
    if (event instanceof Event.ChildWorkflowExecutionCanceled e) {
      return SHARE + length(e.details());
    }
    if (event instanceof Event.SignalExternalWorkflowExecutionInitiated e) {
      return SHARE + length(e.input()) + length(e.control());
    }
    return SHARE;
  }

  static long of(Action<?> action) {
    if (action instanceof Action.RespondDecisionTaskCompleted a) {
      return SHARE + length(a.executionContext()) + of(a.decisions());
    }
    if (action instanceof Action.RespondActivityTaskCompleted a) {
      return SHARE + length(a.result());
    }
    if (action instanceof Action.RespondActivityTaskFailed a) {
      return SHARE + length(a.details());
    }
    if (action instanceof Action.RespondActivityTaskCanceled a) {
      return SHARE + length(a.details());
    }
    if (action instanceof Action.RecordActivityTaskHeartbeat a) {
      return SHARE + length(a.details());
    }
    if (action instanceof Action.StartWorkflowExecution a) {
      return SHARE + length(a.input());
    }
    if (action instanceof Action.SignalWorkflowExecution a) {
      return SHARE + length(a.input());
    }
    if (action instanceof Action.TerminateWorkflowExecution a) {
      return SHARE + length(a.details());
    }
    return SHARE;
  }

  private static long of(@Nullable List<Decision> decisions) {
    long sum = 0;
    if (decisions != null) {
      for (Decision decision : decisions) {
        sum += decision == null ? 0 : of(decision);
      }
    }
    return sum;
  }

  private static long of(Decision decision) {
    return switch (decision) {
      case Decision.ScheduleActivityTask d -> SHARE + length(d.input()) + length(d.control());
      case Decision.RequestCancelActivityTask d -> SHARE;
      case Decision.CompleteWorkflowExecution d -> SHARE + length(d.result());
      case Decision.FailWorkflowExecution d -> SHARE + length(d.details());
      case Decision.CancelWorkflowExecution d -> SHARE + length(d.details());
      case Decision.ContinueAsNewWorkflowExecution d -> SHARE + length(d.input());
      case Decision.RecordMarker d -> SHARE + length(d.details());
      case Decision.StartTimer d -> SHARE + length(d.control());
      case Decision.CancelTimer d -> SHARE;
      case Decision.SignalExternalWorkflowExecution d ->
          SHARE + length(d.input()) + length(d.control());
      case Decision.RequestCancelExternalWorkflowExecution d -> SHARE + length(d.control());
      case Decision.StartChildWorkflowExecution d ->
          SHARE + length(d.input()) + length(d.control());
      case Decision.ScheduleLambdaFunction d -> SHARE + length(d.input()) + length(d.control());
    };
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
