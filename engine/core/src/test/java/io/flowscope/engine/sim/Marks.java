package io.flowscope.engine.sim;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mark ties the event that a call caused to the call: both carry the same text, which no other
 * call has. Where SWF leaves no room for one, calls of a kind share theirs and are counted.
 */
final class Marks {
  private Marks() {}

  /** The mark of an event; empty when no client's call caused it. */
  static Optional<String> of(Fold fold, Event event) {
    String place = fold.domain + '/' + fold.execution.workflowId();
    if (event instanceof Event.WorkflowExecutionStarted e) {
      boolean own = e.parentWorkflowExecution() == null && e.continuedExecutionRunId() == null;
      return own ? Optional.of("start " + e.input()) : Optional.empty();
    }
    if (event instanceof Event.WorkflowExecutionSignaled e) {
      return e.externalWorkflowExecution() == null
          ? Optional.of("signal " + place + ' ' + e.input())
          : Optional.empty();
    }
    if (event instanceof Event.WorkflowExecutionCancelRequested e) {
      return e.externalWorkflowExecution() == null && e.cause() == null
          ? Optional.of("cancel " + place)
          : Optional.empty();
    }
    if (event instanceof Event.WorkflowExecutionTerminated e) {
      return e.reason() == null
          ? Optional.empty()
          : Optional.of("terminate " + place + ' ' + e.reason());
    }
    if (event instanceof Event.DecisionTaskStarted e) {
      return Optional.of("poll " + e.identity());
    }
    if (event instanceof Event.ActivityTaskStarted e) {
      return Optional.of("poll " + e.identity());
    }
    if (event instanceof Event.DecisionTaskCompleted e) {
      return Optional.of("decide " + e.executionContext());
    }
    if (event instanceof Event.ActivityTaskCompleted e) {
      return Optional.of("answer " + e.result());
    }
    if (event instanceof Event.ActivityTaskFailed e) {
      return Optional.of("answer " + e.reason());
    }
    if (event instanceof Event.ActivityTaskCanceled e) {
      return e.startedEventId() == 0 ? Optional.empty() : Optional.of("answer " + e.details());
    }
    return Optional.empty();
  }

  /** The mark of a call; null when it causes no event. */
  static @Nullable String of(Action<?> action) {
    if (action instanceof Action.StartWorkflowExecution a) {
      return "start " + a.input();
    }
    if (action instanceof Action.SignalWorkflowExecution a) {
      return "signal " + a.domain() + '/' + a.workflowId() + ' ' + a.input();
    }
    if (action instanceof Action.RequestCancelWorkflowExecution a) {
      return "cancel " + a.domain() + '/' + a.workflowId();
    }
    if (action instanceof Action.TerminateWorkflowExecution a) {
      return "terminate " + a.domain() + '/' + a.workflowId() + ' ' + a.reason();
    }
    if (action instanceof Action.PollForDecisionTask a) {
      return a.nextPageToken() == null ? "poll " + a.identity() : null;
    }
    if (action instanceof Action.PollForActivityTask a) {
      return "poll " + a.identity();
    }
    if (action instanceof Action.RespondDecisionTaskCompleted a) {
      return "decide " + a.executionContext();
    }
    if (action instanceof Action.RespondActivityTaskCompleted a) {
      return "answer " + a.result();
    }
    if (action instanceof Action.RespondActivityTaskFailed a) {
      return "answer " + a.reason();
    }
    if (action instanceof Action.RespondActivityTaskCanceled a) {
      return "answer " + a.details();
    }
    return null;
  }
}
