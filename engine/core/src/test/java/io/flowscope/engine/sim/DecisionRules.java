package io.flowscope.engine.sim;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import java.util.ArrayList;
import java.util.List;

/** A list of decisions is carried out as a whole: one event for each, in their order. */
final class DecisionRules {
  private DecisionRules() {}

  /**
   * Checks what followed from an answer.
   *
   * @param completed the answer's DecisionTaskCompleted
   */
  static void check(Fold fold, HistoryEvent completed, List<Decision> decisions) {
    List<String> expected = decisions.stream().map(DecisionRules::key).toList();
    List<String> found = new ArrayList<>();
    List<Event> answers = new ArrayList<>();
    boolean cut = false;
    for (long id = completed.eventId() + 1; id <= fold.lastId(); id++) {
      Event event = fold.event(id).event();
      String key = key(event, completed.eventId());
      if (key != null) {
        found.add(key);
        answers.add(event);
      }
      cut |=
          event instanceof Event.WorkflowExecutionTerminated e
              && e.cause() == WorkflowExecutionTerminatedCause.EVENT_LIMIT_EXCEEDED;
    }
    boolean whole =
        cut
            ? expected.subList(0, Math.min(found.size(), expected.size())).equals(found)
            : expected.equals(found);
    Violation.unless(
        whole, "I13", fold.name(), " ", completed, ": decided ", expected, ", recorded ", found);
    for (int i = 0; i < answers.size(); i++) {
      Violation.unless(
          hasPriority(decisions.get(i), answers.get(i)), "I13", fold.name(), ": ", answers.get(i));
    }
  }

  /** What a decider says of a priority is what the task or the child has. */
  private static boolean hasPriority(Decision decision, Event answer) {
    if (decision instanceof Decision.ScheduleActivityTask d
        && d.taskPriority() != null
        && answer instanceof Event.ActivityTaskScheduled e) {
      return d.taskPriority().equals(e.taskPriority());
    }
    return !(decision instanceof Decision.StartChildWorkflowExecution d)
        || d.taskPriority() == null
        || !(answer instanceof Event.StartChildWorkflowExecutionInitiated e)
        || d.taskPriority().equals(e.taskPriority());
  }

  private static String key(Decision decision) {
    return switch (decision) {
      case Decision.ScheduleActivityTask d -> "activity " + d.activityId();
      case Decision.RequestCancelActivityTask d -> "cancel activity " + d.activityId();
      case Decision.CompleteWorkflowExecution d -> "complete";
      case Decision.FailWorkflowExecution d -> "fail";
      case Decision.CancelWorkflowExecution d -> "cancel";
      case Decision.ContinueAsNewWorkflowExecution d -> "continue";
      case Decision.RecordMarker d -> "marker " + d.markerName();
      case Decision.StartTimer d -> "timer " + d.timerId();
      case Decision.CancelTimer d -> "cancel timer " + d.timerId();
      case Decision.SignalExternalWorkflowExecution d -> "signal " + d.workflowId();
      case Decision.RequestCancelExternalWorkflowExecution d -> "request " + d.workflowId();
      case Decision.StartChildWorkflowExecution d -> "child " + d.workflowId();
      case Decision.ScheduleLambdaFunction d -> "lambda " + d.id();
    };
  }

  /** The decision that an event answers directly; null when it answers none of {@code by}. */
  private static String key(Event event, long by) {
    return switch (event) {
      case Event.ActivityTaskScheduled e ->
          of(by, e.decisionTaskCompletedEventId(), "activity " + e.activityId());
      case Event.ScheduleActivityTaskFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "activity " + e.activityId());
      case Event.ActivityTaskCancelRequested e ->
          of(by, e.decisionTaskCompletedEventId(), "cancel activity " + e.activityId());
      case Event.RequestCancelActivityTaskFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "cancel activity " + e.activityId());
      case Event.WorkflowExecutionCompleted e ->
          of(by, e.decisionTaskCompletedEventId(), "complete");
      case Event.CompleteWorkflowExecutionFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "complete");
      case Event.WorkflowExecutionFailed e -> of(by, e.decisionTaskCompletedEventId(), "fail");
      case Event.FailWorkflowExecutionFailed e -> of(by, e.decisionTaskCompletedEventId(), "fail");
      case Event.WorkflowExecutionCanceled e -> of(by, e.decisionTaskCompletedEventId(), "cancel");
      case Event.CancelWorkflowExecutionFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "cancel");
      case Event.WorkflowExecutionContinuedAsNew e ->
          of(by, e.decisionTaskCompletedEventId(), "continue");
      case Event.ContinueAsNewWorkflowExecutionFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "continue");
      case Event.MarkerRecorded e ->
          of(by, e.decisionTaskCompletedEventId(), "marker " + e.markerName());
      case Event.TimerStarted e -> of(by, e.decisionTaskCompletedEventId(), "timer " + e.timerId());
      case Event.StartTimerFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "timer " + e.timerId());
      case Event.TimerCanceled e ->
          of(by, e.decisionTaskCompletedEventId(), "cancel timer " + e.timerId());
      case Event.CancelTimerFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "cancel timer " + e.timerId());
      case Event.SignalExternalWorkflowExecutionInitiated e ->
          of(by, e.decisionTaskCompletedEventId(), "signal " + e.workflowId());
      case Event.RequestCancelExternalWorkflowExecutionInitiated e ->
          of(by, e.decisionTaskCompletedEventId(), "request " + e.workflowId());
      case Event.StartChildWorkflowExecutionInitiated e ->
          of(by, e.decisionTaskCompletedEventId(), "child " + e.workflowId());
      case Event.StartChildWorkflowExecutionFailed e ->
          e.initiatedEventId() == 0
              ? of(by, e.decisionTaskCompletedEventId(), "child " + e.workflowId())
              : null;
      case Event.LambdaFunctionScheduled e ->
          of(by, e.decisionTaskCompletedEventId(), "lambda " + e.id());
      case Event.ScheduleLambdaFunctionFailed e ->
          of(by, e.decisionTaskCompletedEventId(), "lambda " + e.id());
      default -> null;
    };
  }

  private static String of(long wanted, long completed, String key) {
    return wanted == completed ? key : null;
  }
}
