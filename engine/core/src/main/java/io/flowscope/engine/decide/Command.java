package io.flowscope.engine.decide;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionCancelRequestedCause;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import org.jspecify.annotations.Nullable;

/** Something that is asked of one open execution. Time, ids and registered types come with it. */
public sealed interface Command {

  /** A worker takes the scheduled decision task. */
  record StartDecisionTask(long scheduledEventId, @Nullable String identity) implements Command {}

  /**
   * A decider answers.
   *
   * @param room what the execution's domain has left for it
   * @param newRunId the run id for the case that it continues as new
   */
  record CompleteDecisionTask(
      long startedEventId,
      Action.RespondDecisionTaskCompleted answer,
      Types types,
      Room room,
      String newRunId)
      implements Command {}

  /** A decision task was not taken or not answered in time, or its worker is gone. */
  record TimeOutDecisionTask(long scheduledEventId, DecisionTaskTimeoutType type)
      implements Command {}

  /** A worker takes a scheduled activity task. */
  record StartActivityTask(long scheduledEventId, @Nullable String identity) implements Command {}

  /** A worker has done an activity task. */
  record CompleteActivityTask(long scheduledEventId, @Nullable String result) implements Command {}

  /** A worker could not do an activity task. */
  record FailActivityTask(long scheduledEventId, @Nullable String reason, @Nullable String details)
      implements Command {}

  /** A worker gave an activity task up. */
  record CancelActivityTask(long scheduledEventId, @Nullable String details) implements Command {}

  /** A timeout of an activity task is over, or its worker is gone. */
  record TimeOutActivityTask(
      long scheduledEventId, ActivityTaskTimeoutType type, @Nullable String details)
      implements Command {}

  /** A timer is due. */
  record FireTimer(String timerId, long startedEventId) implements Command {}

  /** The execution has run for too long. */
  record TimeOutExecution() implements Command {}

  /** A signal from a client or another execution. */
  record Signal(
      String name,
      @Nullable String input,
      @Nullable WorkflowExecution sender,
      @Nullable Long initiatedEventId)
      implements Command {}

  /** A request to cancel from a client, another execution or a child policy. */
  record RequestCancel(
      @Nullable WorkflowExecution sender,
      @Nullable Long initiatedEventId,
      @Nullable WorkflowExecutionCancelRequestedCause cause)
      implements Command {}

  /** The end, at once. */
  record Terminate(
      @Nullable String reason,
      @Nullable String details,
      @Nullable ChildPolicy childPolicy,
      @Nullable WorkflowExecutionTerminatedCause cause)
      implements Command {}

  /** The child was started. */
  record ReportChildStarted(long initiatedEventId, WorkflowExecution child) implements Command {}

  /** The child could not be started. */
  record ReportChildRefused(Event.StartChildWorkflowExecutionFailed event) implements Command {}

  /**
   * The child has closed.
   *
   * @param closing the last event of its history
   */
  record ReportChildClosed(long initiatedEventId, WorkflowExecution child, Event closing)
      implements Command {}

  /** What became of a signal to another execution, or of a request to cancel it. */
  record ReportExternal(Event event) implements Command {}
}
