package io.flowscope.engine.decide;

import io.flowscope.engine.model.Event;

/** Which events a decider must be told of, so that they schedule a decision task. */
final class Seen {
  private Seen() {}

  /** Whether {@code event} calls for a decision; what the decider did itself does not. */
  static boolean byDecider(Event event) {
    return switch (event) {
      case Event.WorkflowExecutionStarted e -> true;
      case Event.WorkflowExecutionCancelRequested e -> true;
      case Event.WorkflowExecutionSignaled e -> true;
      case Event.ActivityTaskCompleted e -> true;
      case Event.ActivityTaskFailed e -> true;
      case Event.ActivityTaskTimedOut e -> true;
      case Event.ActivityTaskCanceled e -> true;
      case Event.TimerFired e -> true;
      case Event.ChildWorkflowExecutionStarted e -> true;
      case Event.ChildWorkflowExecutionCompleted e -> true;
      case Event.ChildWorkflowExecutionFailed e -> true;
      case Event.ChildWorkflowExecutionTimedOut e -> true;
      case Event.ChildWorkflowExecutionCanceled e -> true;
      case Event.ChildWorkflowExecutionTerminated e -> true;
      case Event.StartChildWorkflowExecutionFailed e -> true;
      case Event.ExternalWorkflowExecutionSignaled e -> true;
      case Event.ExternalWorkflowExecutionCancelRequested e -> true;
      case Event.SignalExternalWorkflowExecutionFailed e -> true;
      case Event.RequestCancelExternalWorkflowExecutionFailed e -> true;
      case Event.LambdaFunctionCompleted e -> true;
      case Event.LambdaFunctionFailed e -> true;
      case Event.LambdaFunctionTimedOut e -> true;
      case Event.CompleteWorkflowExecutionFailed e -> true;
      case Event.FailWorkflowExecutionFailed e -> true;
      case Event.CancelWorkflowExecutionFailed e -> true;
      case Event.ContinueAsNewWorkflowExecutionFailed e -> true;
      case Event.ScheduleActivityTaskFailed e -> true;
      case Event.RequestCancelActivityTaskFailed e -> true;
      case Event.RecordMarkerFailed e -> true;
      case Event.StartTimerFailed e -> true;
      case Event.CancelTimerFailed e -> true;
      case Event.ScheduleLambdaFunctionFailed e -> true;
      case Event.StartLambdaFunctionFailed e -> true;
      case Event.WorkflowExecutionCompleted e -> false;
      case Event.WorkflowExecutionFailed e -> false;
      case Event.WorkflowExecutionTimedOut e -> false;
      case Event.WorkflowExecutionCanceled e -> false;
      case Event.WorkflowExecutionContinuedAsNew e -> false;
      case Event.WorkflowExecutionTerminated e -> false;
      case Event.DecisionTaskScheduled e -> false;
      case Event.DecisionTaskStarted e -> false;
      case Event.DecisionTaskCompleted e -> false;
      case Event.DecisionTaskTimedOut e -> false;
      case Event.ActivityTaskScheduled e -> false;
      case Event.ActivityTaskStarted e -> false;
      case Event.ActivityTaskCancelRequested e -> false;
      case Event.MarkerRecorded e -> false;
      case Event.TimerStarted e -> false;
      case Event.TimerCanceled e -> false;
      case Event.StartChildWorkflowExecutionInitiated e -> false;
      case Event.SignalExternalWorkflowExecutionInitiated e -> false;
      case Event.RequestCancelExternalWorkflowExecutionInitiated e -> false;
      case Event.LambdaFunctionScheduled e -> false;
      case Event.LambdaFunctionStarted e -> false;
    };
  }
}
