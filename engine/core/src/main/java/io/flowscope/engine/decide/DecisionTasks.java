package io.flowscope.engine.decide;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.decide.ExecutionState.OpenDecision;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ScheduleLambdaFunctionFailedCause;
import java.util.List;

/** Everything that happens to decision tasks, and the list of decisions that answers one. */
final class DecisionTasks {
  private DecisionTasks() {}

  static void start(Draft draft, Command.StartDecisionTask c) {
    OpenDecision open = draft.state().decision();
    if (open != null && open.scheduledEventId() == c.scheduledEventId() && !open.isStarted()) {
      draft.add(new Event.DecisionTaskStarted(c.identity(), c.scheduledEventId()));
    }
  }

  static void timeOut(Draft draft, Command.TimeOutDecisionTask c) {
    OpenDecision open = draft.state().decision();
    boolean fits =
        open != null
            && open.scheduledEventId() == c.scheduledEventId()
            && open.isStarted() == (c.type() == DecisionTaskTimeoutType.START_TO_CLOSE);
    if (fits) {
      draft.add(
          new Event.DecisionTaskTimedOut(c.type(), c.scheduledEventId(), open.startedEventId()));
    }
  }

  static void complete(Draft draft, Command.CompleteDecisionTask c) {
    OpenDecision open = draft.state().decision();
    if (open == null || open.startedEventId() != c.startedEventId() || !open.isStarted()) {
      return;
    }
    Action.RespondDecisionTaskCompleted answer = c.answer();
    List<Decision> decisions = answer.decisions() == null ? List.of() : answer.decisions();
    check(decisions);
    boolean unhandled = draft.state().hasUnseenEvents();
    long completed =
        draft.add(
            new Event.DecisionTaskCompleted(
                answer.executionContext(),
                open.scheduledEventId(),
                open.startedEventId(),
                answer.taskList(),
                answer.taskListScheduleToStartTimeout()));
    for (Decision decision : decisions) {
      carryOut(draft, completed, unhandled, decision, c);
    }
  }

  /** Refuses the whole list before any of it is done. */
  private static void check(List<Decision> decisions) {
    for (int i = 0; i < decisions.size() - 1; i++) {
      if (Closing.isClosing(decisions.get(i))) {
        throw new SwfFault("ValidationException", "Close must be last decision in list");
      }
    }
  }

  private static void carryOut(
      Draft draft,
      long completed,
      boolean unhandled,
      Decision decision,
      Command.CompleteDecisionTask c) {
    switch (decision) {
      case Decision.ScheduleActivityTask d -> ActivityTasks.schedule(draft, completed, d, c);
      case Decision.RequestCancelActivityTask d -> ActivityTasks.requestCancel(draft, completed, d);
      case Decision.CompleteWorkflowExecution d -> Closing.complete(draft, completed, unhandled, d);
      case Decision.FailWorkflowExecution d -> Closing.fail(draft, completed, unhandled, d);
      case Decision.CancelWorkflowExecution d -> Closing.cancel(draft, completed, unhandled, d);
      case Decision.ContinueAsNewWorkflowExecution d ->
          Closing.continueAsNew(draft, completed, unhandled, d, c);
      case Decision.RecordMarker d ->
          draft.add(new Event.MarkerRecorded(d.markerName(), d.details(), completed));
      case Decision.StartTimer d -> Timers.start(draft, completed, d, c.room());
      case Decision.CancelTimer d -> Timers.cancel(draft, completed, d);
      case Decision.SignalExternalWorkflowExecution d ->
          Externals.signal(draft, completed, d, c.room());
      case Decision.RequestCancelExternalWorkflowExecution d ->
          Externals.requestCancel(draft, completed, d, c.room());
      case Decision.StartChildWorkflowExecution d -> Children.initiate(draft, completed, d, c);
      case Decision.ScheduleLambdaFunction d ->
          draft.add(
              new Event.ScheduleLambdaFunctionFailed(
                  d.id(),
                  d.name(),
                  ScheduleLambdaFunctionFailedCause.LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION,
                  completed));
    }
  }
}
