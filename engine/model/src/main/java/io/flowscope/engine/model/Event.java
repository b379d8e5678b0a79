package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in an execution: SWF's 54 event types. The simple name of a record is its {@code
 * eventType}, and its components are the members of the attributes, as in the SWF API of
 * 2012-01-25. An absent member is null.
 */
public sealed interface Event {

  /** SWF event type {@code WorkflowExecutionStarted}. */
  record WorkflowExecutionStarted(
      @Nullable String input,
      @Nullable String executionStartToCloseTimeout,
      @Nullable String taskStartToCloseTimeout,
      ChildPolicy childPolicy,
      TaskList taskList,
      @Nullable String taskPriority,
      WorkflowType workflowType,
      @Nullable List<String> tagList,
      @Nullable String continuedExecutionRunId,
      @Nullable WorkflowExecution parentWorkflowExecution,
      @Nullable Long parentInitiatedEventId,
      @Nullable String lambdaRole)
      implements Event {}

  /** SWF event type {@code WorkflowExecutionCancelRequested}. */
  record WorkflowExecutionCancelRequested(
      @Nullable WorkflowExecution externalWorkflowExecution,
      @Nullable Long externalInitiatedEventId,
      @Nullable WorkflowExecutionCancelRequestedCause cause)
      implements Event {}

  /** SWF event type {@code WorkflowExecutionCompleted}. */
  record WorkflowExecutionCompleted(@Nullable String result, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code CompleteWorkflowExecutionFailed}. */
  record CompleteWorkflowExecutionFailed(
      CompleteWorkflowExecutionFailedCause cause, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code WorkflowExecutionFailed}. */
  record WorkflowExecutionFailed(
      @Nullable String reason, @Nullable String details, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code FailWorkflowExecutionFailed}. */
  record FailWorkflowExecutionFailed(
      FailWorkflowExecutionFailedCause cause, long decisionTaskCompletedEventId) implements Event {}

  /** SWF event type {@code WorkflowExecutionTimedOut}. */
  record WorkflowExecutionTimedOut(
      WorkflowExecutionTimeoutType timeoutType, ChildPolicy childPolicy) implements Event {}

  /** SWF event type {@code WorkflowExecutionCanceled}. */
  record WorkflowExecutionCanceled(@Nullable String details, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code CancelWorkflowExecutionFailed}. */
  record CancelWorkflowExecutionFailed(
      CancelWorkflowExecutionFailedCause cause, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code WorkflowExecutionContinuedAsNew}. */
  record WorkflowExecutionContinuedAsNew(
      @Nullable String input,
      long decisionTaskCompletedEventId,
      String newExecutionRunId,
      @Nullable String executionStartToCloseTimeout,
      TaskList taskList,
      @Nullable String taskPriority,
      @Nullable String taskStartToCloseTimeout,
      ChildPolicy childPolicy,
      @Nullable List<String> tagList,
      WorkflowType workflowType,
      @Nullable String lambdaRole)
      implements Event {}

  /** SWF event type {@code ContinueAsNewWorkflowExecutionFailed}. */
  record ContinueAsNewWorkflowExecutionFailed(
      ContinueAsNewWorkflowExecutionFailedCause cause, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code WorkflowExecutionTerminated}. */
  record WorkflowExecutionTerminated(
      @Nullable String reason,
      @Nullable String details,
      ChildPolicy childPolicy,
      @Nullable WorkflowExecutionTerminatedCause cause)
      implements Event {}

  /** SWF event type {@code DecisionTaskScheduled}. */
  record DecisionTaskScheduled(
      TaskList taskList,
      @Nullable String taskPriority,
      @Nullable String startToCloseTimeout,
      @Nullable String scheduleToStartTimeout)
      implements Event {}

  /** SWF event type {@code DecisionTaskStarted}. */
  record DecisionTaskStarted(@Nullable String identity, long scheduledEventId) implements Event {}

  /** SWF event type {@code DecisionTaskCompleted}. */
  record DecisionTaskCompleted(
      @Nullable String executionContext,
      long scheduledEventId,
      long startedEventId,
      @Nullable TaskList taskList,
      @Nullable String taskListScheduleToStartTimeout)
      implements Event {}

  /** SWF event type {@code DecisionTaskTimedOut}. */
  record DecisionTaskTimedOut(
      DecisionTaskTimeoutType timeoutType, long scheduledEventId, long startedEventId)
      implements Event {}

  /** SWF event type {@code ActivityTaskScheduled}. */
  record ActivityTaskScheduled(
      ActivityType activityType,
      String activityId,
      @Nullable String input,
      @Nullable String control,
      @Nullable String scheduleToStartTimeout,
      @Nullable String scheduleToCloseTimeout,
      @Nullable String startToCloseTimeout,
      TaskList taskList,
      @Nullable String taskPriority,
      long decisionTaskCompletedEventId,
      @Nullable String heartbeatTimeout)
      implements Event {}

  /** SWF event type {@code ScheduleActivityTaskFailed}. */
  record ScheduleActivityTaskFailed(
      ActivityType activityType,
      String activityId,
      ScheduleActivityTaskFailedCause cause,
      long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code ActivityTaskStarted}. */
  record ActivityTaskStarted(@Nullable String identity, long scheduledEventId) implements Event {}

  /** SWF event type {@code ActivityTaskCompleted}. */
  record ActivityTaskCompleted(@Nullable String result, long scheduledEventId, long startedEventId)
      implements Event {}

  /** SWF event type {@code ActivityTaskFailed}. */
  record ActivityTaskFailed(
      @Nullable String reason, @Nullable String details, long scheduledEventId, long startedEventId)
      implements Event {}

  /** SWF event type {@code ActivityTaskTimedOut}. */
  record ActivityTaskTimedOut(
      ActivityTaskTimeoutType timeoutType,
      long scheduledEventId,
      long startedEventId,
      @Nullable String details)
      implements Event {}

  /** SWF event type {@code ActivityTaskCanceled}. */
  record ActivityTaskCanceled(
      @Nullable String details,
      long scheduledEventId,
      long startedEventId,
      @Nullable Long latestCancelRequestedEventId)
      implements Event {}

  /** SWF event type {@code ActivityTaskCancelRequested}. */
  record ActivityTaskCancelRequested(long decisionTaskCompletedEventId, String activityId)
      implements Event {}

  /** SWF event type {@code RequestCancelActivityTaskFailed}. */
  record RequestCancelActivityTaskFailed(
      String activityId,
      RequestCancelActivityTaskFailedCause cause,
      long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code WorkflowExecutionSignaled}. */
  record WorkflowExecutionSignaled(
      String signalName,
      @Nullable String input,
      @Nullable WorkflowExecution externalWorkflowExecution,
      @Nullable Long externalInitiatedEventId)
      implements Event {}

  /** SWF event type {@code MarkerRecorded}. */
  record MarkerRecorded(
      String markerName, @Nullable String details, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code RecordMarkerFailed}. */
  record RecordMarkerFailed(
      String markerName, RecordMarkerFailedCause cause, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code TimerStarted}. */
  record TimerStarted(
      String timerId,
      @Nullable String control,
      String startToFireTimeout,
      long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code StartTimerFailed}. */
  record StartTimerFailed(
      String timerId, StartTimerFailedCause cause, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code TimerFired}. */
  record TimerFired(String timerId, long startedEventId) implements Event {}

  /** SWF event type {@code TimerCanceled}. */
  record TimerCanceled(String timerId, long startedEventId, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code CancelTimerFailed}. */
  record CancelTimerFailed(
      String timerId, CancelTimerFailedCause cause, long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code StartChildWorkflowExecutionInitiated}. */
  record StartChildWorkflowExecutionInitiated(
      String workflowId,
      WorkflowType workflowType,
      @Nullable String control,
      @Nullable String input,
      @Nullable String executionStartToCloseTimeout,
      TaskList taskList,
      @Nullable String taskPriority,
      long decisionTaskCompletedEventId,
      ChildPolicy childPolicy,
      @Nullable String taskStartToCloseTimeout,
      @Nullable List<String> tagList,
      @Nullable String lambdaRole)
      implements Event {}

  /** SWF event type {@code StartChildWorkflowExecutionFailed}. */
  record StartChildWorkflowExecutionFailed(
      WorkflowType workflowType,
      StartChildWorkflowExecutionFailedCause cause,
      String workflowId,
      long initiatedEventId,
      long decisionTaskCompletedEventId,
      @Nullable String control)
      implements Event {}

  /** SWF event type {@code ChildWorkflowExecutionStarted}. */
  record ChildWorkflowExecutionStarted(
      WorkflowExecution workflowExecution, WorkflowType workflowType, long initiatedEventId)
      implements Event {}

  /** SWF event type {@code ChildWorkflowExecutionCompleted}. */
  record ChildWorkflowExecutionCompleted(
      WorkflowExecution workflowExecution,
      WorkflowType workflowType,
      @Nullable String result,
      long initiatedEventId,
      long startedEventId)
      implements Event {}

  /** SWF event type {@code ChildWorkflowExecutionFailed}. */
  record ChildWorkflowExecutionFailed(
      WorkflowExecution workflowExecution,
      WorkflowType workflowType,
      @Nullable String reason,
      @Nullable String details,
      long initiatedEventId,
      long startedEventId)
      implements Event {}

  /** SWF event type {@code ChildWorkflowExecutionTimedOut}. */
  record ChildWorkflowExecutionTimedOut(
      WorkflowExecution workflowExecution,
      WorkflowType workflowType,
      WorkflowExecutionTimeoutType timeoutType,
      long initiatedEventId,
      long startedEventId)
      implements Event {}

  /** SWF event type {@code ChildWorkflowExecutionCanceled}. */
  record ChildWorkflowExecutionCanceled(
      WorkflowExecution workflowExecution,
      WorkflowType workflowType,
      @Nullable String details,
      long initiatedEventId,
      long startedEventId)
      implements Event {}

  /** SWF event type {@code ChildWorkflowExecutionTerminated}. */
  record ChildWorkflowExecutionTerminated(
      WorkflowExecution workflowExecution,
      WorkflowType workflowType,
      long initiatedEventId,
      long startedEventId)
      implements Event {}

  /** SWF event type {@code SignalExternalWorkflowExecutionInitiated}. */
  record SignalExternalWorkflowExecutionInitiated(
      String workflowId,
      @Nullable String runId,
      String signalName,
      @Nullable String input,
      long decisionTaskCompletedEventId,
      @Nullable String control)
      implements Event {}

  /** SWF event type {@code SignalExternalWorkflowExecutionFailed}. */
  record SignalExternalWorkflowExecutionFailed(
      String workflowId,
      @Nullable String runId,
      SignalExternalWorkflowExecutionFailedCause cause,
      long initiatedEventId,
      long decisionTaskCompletedEventId,
      @Nullable String control)
      implements Event {}

  /** SWF event type {@code ExternalWorkflowExecutionSignaled}. */
  record ExternalWorkflowExecutionSignaled(
      WorkflowExecution workflowExecution, long initiatedEventId) implements Event {}

  /** SWF event type {@code RequestCancelExternalWorkflowExecutionInitiated}. */
  record RequestCancelExternalWorkflowExecutionInitiated(
      String workflowId,
      @Nullable String runId,
      long decisionTaskCompletedEventId,
      @Nullable String control)
      implements Event {}

  /** SWF event type {@code RequestCancelExternalWorkflowExecutionFailed}. */
  record RequestCancelExternalWorkflowExecutionFailed(
      String workflowId,
      @Nullable String runId,
      RequestCancelExternalWorkflowExecutionFailedCause cause,
      long initiatedEventId,
      long decisionTaskCompletedEventId,
      @Nullable String control)
      implements Event {}

  /** SWF event type {@code ExternalWorkflowExecutionCancelRequested}. */
  record ExternalWorkflowExecutionCancelRequested(
      WorkflowExecution workflowExecution, long initiatedEventId) implements Event {}

  /** SWF event type {@code LambdaFunctionScheduled}. */
  record LambdaFunctionScheduled(
      String id,
      String name,
      @Nullable String control,
      @Nullable String input,
      @Nullable String startToCloseTimeout,
      long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code LambdaFunctionStarted}. */
  record LambdaFunctionStarted(long scheduledEventId) implements Event {}

  /** SWF event type {@code LambdaFunctionCompleted}. */
  record LambdaFunctionCompleted(
      long scheduledEventId, long startedEventId, @Nullable String result) implements Event {}

  /** SWF event type {@code LambdaFunctionFailed}. */
  record LambdaFunctionFailed(
      long scheduledEventId, long startedEventId, @Nullable String reason, @Nullable String details)
      implements Event {}

  /** SWF event type {@code LambdaFunctionTimedOut}. */
  record LambdaFunctionTimedOut(
      long scheduledEventId, long startedEventId, @Nullable LambdaFunctionTimeoutType timeoutType)
      implements Event {}

  /** SWF event type {@code ScheduleLambdaFunctionFailed}. */
  record ScheduleLambdaFunctionFailed(
      String id,
      String name,
      ScheduleLambdaFunctionFailedCause cause,
      long decisionTaskCompletedEventId)
      implements Event {}

  /** SWF event type {@code StartLambdaFunctionFailed}. */
  record StartLambdaFunctionFailed(
      @Nullable Long scheduledEventId,
      @Nullable StartLambdaFunctionFailedCause cause,
      @Nullable String message)
      implements Event {}

  /** SWF's name of this type of event. */
  default String eventType() {
    return getClass().getSimpleName();
  }
}
