package io.flowscope.worker.replay;

import io.flowscope.engine.model.Event;

/** Which events come from a decision. */
final class DecisionEvents {
  private DecisionEvents() {}

  /** The event of the answer that held the decision behind {@code event}; 0 where none did. */
  static long completedBy(Event event) {
    return switch (event) {
      case Event.ActivityTaskScheduled e -> e.decisionTaskCompletedEventId();
      case Event.ScheduleActivityTaskFailed e -> e.decisionTaskCompletedEventId();
      case Event.ActivityTaskCancelRequested e -> e.decisionTaskCompletedEventId();
      case Event.RequestCancelActivityTaskFailed e -> e.decisionTaskCompletedEventId();
      case Event.MarkerRecorded e -> e.decisionTaskCompletedEventId();
      case Event.RecordMarkerFailed e -> e.decisionTaskCompletedEventId();
      case Event.TimerStarted e -> e.decisionTaskCompletedEventId();
      case Event.StartTimerFailed e -> e.decisionTaskCompletedEventId();
      case Event.TimerCanceled e -> e.decisionTaskCompletedEventId();
      case Event.CancelTimerFailed e -> e.decisionTaskCompletedEventId();
      case Event.StartChildWorkflowExecutionInitiated e -> e.decisionTaskCompletedEventId();
      case Event.StartChildWorkflowExecutionFailed e -> e.decisionTaskCompletedEventId();
      case Event.SignalExternalWorkflowExecutionInitiated e -> e.decisionTaskCompletedEventId();
      case Event.RequestCancelExternalWorkflowExecutionInitiated e ->
          e.decisionTaskCompletedEventId();
      case Event.LambdaFunctionScheduled e -> e.decisionTaskCompletedEventId();
      case Event.ScheduleLambdaFunctionFailed e -> e.decisionTaskCompletedEventId();
      // All others came from outside, close the run, or follow what a decision began.
      case Event e -> 0;
    };
  }
}
