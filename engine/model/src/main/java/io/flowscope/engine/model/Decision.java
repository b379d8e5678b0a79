package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decider asks for: SWF's 13 decision types. The simple name of a record is its {@code
 * decisionType}, and its components are the members of the attributes. An absent member is null.
 */
public sealed interface Decision {

  /** SWF decision type {@code ScheduleActivityTask}. */
  record ScheduleActivityTask(
      ActivityType activityType,
      String activityId,
      @Nullable String control,
      @Nullable String input,
      @Nullable String scheduleToCloseTimeout,
      @Nullable TaskList taskList,
      @Nullable String taskPriority,
      @Nullable String scheduleToStartTimeout,
      @Nullable String startToCloseTimeout,
      @Nullable String heartbeatTimeout)
      implements Decision {}

  /** SWF decision type {@code RequestCancelActivityTask}. */
  record RequestCancelActivityTask(String activityId) implements Decision {}

  /** SWF decision type {@code CompleteWorkflowExecution}. */
  record CompleteWorkflowExecution(@Nullable String result) implements Decision {}

  /** SWF decision type {@code FailWorkflowExecution}. */
  record FailWorkflowExecution(@Nullable String reason, @Nullable String details)
      implements Decision {}

  /** SWF decision type {@code CancelWorkflowExecution}. */
  record CancelWorkflowExecution(@Nullable String details) implements Decision {}

  /** SWF decision type {@code ContinueAsNewWorkflowExecution}. */
  record ContinueAsNewWorkflowExecution(
      @Nullable String input,
      @Nullable String executionStartToCloseTimeout,
      @Nullable TaskList taskList,
      @Nullable String taskPriority,
      @Nullable String taskStartToCloseTimeout,
      @Nullable ChildPolicy childPolicy,
      @Nullable List<String> tagList,
      @Nullable String workflowTypeVersion,
      @Nullable String lambdaRole)
      implements Decision {}

  /** SWF decision type {@code RecordMarker}. */
  record RecordMarker(String markerName, @Nullable String details) implements Decision {}

  /** SWF decision type {@code StartTimer}. */
  record StartTimer(String timerId, @Nullable String control, String startToFireTimeout)
      implements Decision {}

  /** SWF decision type {@code CancelTimer}. */
  record CancelTimer(String timerId) implements Decision {}

  /** SWF decision type {@code SignalExternalWorkflowExecution}. */
  record SignalExternalWorkflowExecution(
      String workflowId,
      @Nullable String runId,
      String signalName,
      @Nullable String input,
      @Nullable String control)
      implements Decision {}

  /** SWF decision type {@code RequestCancelExternalWorkflowExecution}. */
  record RequestCancelExternalWorkflowExecution(
      String workflowId, @Nullable String runId, @Nullable String control) implements Decision {}

  /** SWF decision type {@code StartChildWorkflowExecution}. */
  record StartChildWorkflowExecution(
      WorkflowType workflowType,
      String workflowId,
      @Nullable String control,
      @Nullable String input,
      @Nullable String executionStartToCloseTimeout,
      @Nullable TaskList taskList,
      @Nullable String taskPriority,
      @Nullable String taskStartToCloseTimeout,
      @Nullable ChildPolicy childPolicy,
      @Nullable List<String> tagList,
      @Nullable String lambdaRole)
      implements Decision {}

  /** SWF decision type {@code ScheduleLambdaFunction}. */
  record ScheduleLambdaFunction(
      String id,
      String name,
      @Nullable String control,
      @Nullable String input,
      @Nullable String startToCloseTimeout)
      implements Decision {}

  /** SWF's name of this type of decision. */
  default String decisionType() {
    return getClass().getSimpleName();
  }
}
