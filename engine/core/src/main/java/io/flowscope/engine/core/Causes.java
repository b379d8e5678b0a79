package io.flowscope.engine.core;

import io.flowscope.engine.model.Event;
import java.util.Optional;

/** Which decision caused an event. */
final class Causes {
  private Causes() {}

  /** The DecisionTaskCompleted that an event names, if it must name one. */
  static Optional<Long> of(Event event) {
    return switch (event) {
      case Event.ActivityTaskScheduled e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.ScheduleActivityTaskFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.ActivityTaskCancelRequested e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.RequestCancelActivityTaskFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.MarkerRecorded e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.TimerStarted e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.StartTimerFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.TimerCanceled e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.CancelTimerFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.StartChildWorkflowExecutionInitiated e ->
          Optional.of(e.decisionTaskCompletedEventId());
      case Event.SignalExternalWorkflowExecutionInitiated e ->
          Optional.of(e.decisionTaskCompletedEventId());
      case Event.RequestCancelExternalWorkflowExecutionInitiated e ->
          Optional.of(e.decisionTaskCompletedEventId());
      case Event.WorkflowExecutionCompleted e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.WorkflowExecutionFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.WorkflowExecutionCanceled e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.WorkflowExecutionContinuedAsNew e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.CompleteWorkflowExecutionFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.FailWorkflowExecutionFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.CancelWorkflowExecutionFailed e -> Optional.of(e.decisionTaskCompletedEventId());
      case Event.ContinueAsNewWorkflowExecutionFailed e ->
          Optional.of(e.decisionTaskCompletedEventId());
      default -> Optional.empty();
    };
  }
}
