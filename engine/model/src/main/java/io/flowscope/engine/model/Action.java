package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of the SWF API: its 39 actions. The simple name of a record is the action's name, its
 * components are the members of the request, and {@code R} is the answer. An absent member is null.
 *
 * @param <R> the answer; {@link Done} where SWF answers with an empty body
 */
public sealed interface Action<R> {

  /** SWF action {@code CountClosedWorkflowExecutions}. */
  record CountClosedWorkflowExecutions(
      String domain,
      @Nullable ExecutionTimeFilter startTimeFilter,
      @Nullable ExecutionTimeFilter closeTimeFilter,
      @Nullable WorkflowExecutionFilter executionFilter,
      @Nullable WorkflowTypeFilter typeFilter,
      @Nullable TagFilter tagFilter,
      @Nullable CloseStatusFilter closeStatusFilter)
      implements Action<WorkflowExecutionCount> {}

  /** SWF action {@code CountOpenWorkflowExecutions}. */
  record CountOpenWorkflowExecutions(
      String domain,
      ExecutionTimeFilter startTimeFilter,
      @Nullable WorkflowTypeFilter typeFilter,
      @Nullable TagFilter tagFilter,
      @Nullable WorkflowExecutionFilter executionFilter)
      implements Action<WorkflowExecutionCount> {}

  /** SWF action {@code CountPendingActivityTasks}. */
  record CountPendingActivityTasks(String domain, TaskList taskList)
      implements Action<PendingTaskCount> {}

  /** SWF action {@code CountPendingDecisionTasks}. */
  record CountPendingDecisionTasks(String domain, TaskList taskList)
      implements Action<PendingTaskCount> {}

  /** SWF action {@code DeleteActivityType}. */
  record DeleteActivityType(String domain, ActivityType activityType) implements Action<Done> {}

  /** SWF action {@code DeleteWorkflowType}. */
  record DeleteWorkflowType(String domain, WorkflowType workflowType) implements Action<Done> {}

  /** SWF action {@code DeprecateActivityType}. */
  record DeprecateActivityType(String domain, ActivityType activityType) implements Action<Done> {}

  /** SWF action {@code DeprecateDomain}. */
  record DeprecateDomain(String name) implements Action<Done> {}

  /** SWF action {@code DeprecateWorkflowType}. */
  record DeprecateWorkflowType(String domain, WorkflowType workflowType) implements Action<Done> {}

  /** SWF action {@code DescribeActivityType}. */
  record DescribeActivityType(String domain, ActivityType activityType)
      implements Action<ActivityTypeDetail> {}

  /** SWF action {@code DescribeDomain}. */
  record DescribeDomain(String name) implements Action<DomainDetail> {}

  /** SWF action {@code DescribeWorkflowExecution}. */
  record DescribeWorkflowExecution(String domain, WorkflowExecution execution)
      implements Action<WorkflowExecutionDetail> {}

  /** SWF action {@code DescribeWorkflowType}. */
  record DescribeWorkflowType(String domain, WorkflowType workflowType)
      implements Action<WorkflowTypeDetail> {}

  /** SWF action {@code GetWorkflowExecutionHistory}. */
  record GetWorkflowExecutionHistory(
      String domain,
      WorkflowExecution execution,
      @Nullable String nextPageToken,
      @Nullable Integer maximumPageSize,
      @Nullable Boolean reverseOrder)
      implements Action<History> {}

  /** SWF action {@code ListActivityTypes}. */
  record ListActivityTypes(
      String domain,
      @Nullable String name,
      RegistrationStatus registrationStatus,
      @Nullable String nextPageToken,
      @Nullable Integer maximumPageSize,
      @Nullable Boolean reverseOrder)
      implements Action<ActivityTypeInfos> {}

  /** SWF action {@code ListClosedWorkflowExecutions}. */
  record ListClosedWorkflowExecutions(
      String domain,
      @Nullable ExecutionTimeFilter startTimeFilter,
      @Nullable ExecutionTimeFilter closeTimeFilter,
      @Nullable WorkflowExecutionFilter executionFilter,
      @Nullable CloseStatusFilter closeStatusFilter,
      @Nullable WorkflowTypeFilter typeFilter,
      @Nullable TagFilter tagFilter,
      @Nullable String nextPageToken,
      @Nullable Integer maximumPageSize,
      @Nullable Boolean reverseOrder)
      implements Action<WorkflowExecutionInfos> {}

  /** SWF action {@code ListDomains}. */
  record ListDomains(
      @Nullable String nextPageToken,
      RegistrationStatus registrationStatus,
      @Nullable Integer maximumPageSize,
      @Nullable Boolean reverseOrder)
      implements Action<DomainInfos> {}

  /** SWF action {@code ListOpenWorkflowExecutions}. */
  record ListOpenWorkflowExecutions(
      String domain,
      ExecutionTimeFilter startTimeFilter,
      @Nullable WorkflowTypeFilter typeFilter,
      @Nullable TagFilter tagFilter,
      @Nullable String nextPageToken,
      @Nullable Integer maximumPageSize,
      @Nullable Boolean reverseOrder,
      @Nullable WorkflowExecutionFilter executionFilter)
      implements Action<WorkflowExecutionInfos> {}

  /** SWF action {@code ListTagsForResource}. */
  record ListTagsForResource(String resourceArn) implements Action<ListTagsForResourceOutput> {}

  /** SWF action {@code ListWorkflowTypes}. */
  record ListWorkflowTypes(
      String domain,
      @Nullable String name,
      RegistrationStatus registrationStatus,
      @Nullable String nextPageToken,
      @Nullable Integer maximumPageSize,
      @Nullable Boolean reverseOrder)
      implements Action<WorkflowTypeInfos> {}

  /** SWF action {@code PollForActivityTask}. */
  record PollForActivityTask(String domain, TaskList taskList, @Nullable String identity)
      implements Action<ActivityTask> {}

  /** SWF action {@code PollForDecisionTask}. */
  record PollForDecisionTask(
      String domain,
      TaskList taskList,
      @Nullable String identity,
      @Nullable String nextPageToken,
      @Nullable Integer maximumPageSize,
      @Nullable Boolean reverseOrder,
      @Nullable Boolean startAtPreviousStartedEvent)
      implements Action<DecisionTask> {}

  /** SWF action {@code RecordActivityTaskHeartbeat}. */
  record RecordActivityTaskHeartbeat(String taskToken, @Nullable String details)
      implements Action<ActivityTaskStatus> {}

  /** SWF action {@code RegisterActivityType}. */
  record RegisterActivityType(
      String domain,
      String name,
      String version,
      @Nullable String description,
      @Nullable String defaultTaskStartToCloseTimeout,
      @Nullable String defaultTaskHeartbeatTimeout,
      @Nullable TaskList defaultTaskList,
      @Nullable String defaultTaskPriority,
      @Nullable String defaultTaskScheduleToStartTimeout,
      @Nullable String defaultTaskScheduleToCloseTimeout)
      implements Action<Done> {}

  /** SWF action {@code RegisterDomain}. */
  record RegisterDomain(
      String name,
      @Nullable String description,
      String workflowExecutionRetentionPeriodInDays,
      @Nullable List<ResourceTag> tags)
      implements Action<Done> {}

  /** SWF action {@code RegisterWorkflowType}. */
  record RegisterWorkflowType(
      String domain,
      String name,
      String version,
      @Nullable String description,
      @Nullable String defaultTaskStartToCloseTimeout,
      @Nullable String defaultExecutionStartToCloseTimeout,
      @Nullable TaskList defaultTaskList,
      @Nullable String defaultTaskPriority,
      @Nullable ChildPolicy defaultChildPolicy,
      @Nullable String defaultLambdaRole)
      implements Action<Done> {}

  /** SWF action {@code RequestCancelWorkflowExecution}. */
  record RequestCancelWorkflowExecution(String domain, String workflowId, @Nullable String runId)
      implements Action<Done> {}

  /** SWF action {@code RespondActivityTaskCanceled}. */
  record RespondActivityTaskCanceled(String taskToken, @Nullable String details)
      implements Action<Done> {}

  /** SWF action {@code RespondActivityTaskCompleted}. */
  record RespondActivityTaskCompleted(String taskToken, @Nullable String result)
      implements Action<Done> {}

  /** SWF action {@code RespondActivityTaskFailed}. */
  record RespondActivityTaskFailed(
      String taskToken, @Nullable String reason, @Nullable String details)
      implements Action<Done> {}

  /** SWF action {@code RespondDecisionTaskCompleted}. */
  record RespondDecisionTaskCompleted(
      String taskToken,
      @Nullable List<Decision> decisions,
      @Nullable String executionContext,
      @Nullable TaskList taskList,
      @Nullable String taskListScheduleToStartTimeout)
      implements Action<Done> {}

  /** SWF action {@code SignalWorkflowExecution}. */
  record SignalWorkflowExecution(
      String domain,
      String workflowId,
      @Nullable String runId,
      String signalName,
      @Nullable String input)
      implements Action<Done> {}

  /** SWF action {@code StartWorkflowExecution}. */
  record StartWorkflowExecution(
      String domain,
      String workflowId,
      WorkflowType workflowType,
      @Nullable TaskList taskList,
      @Nullable String taskPriority,
      @Nullable String input,
      @Nullable String executionStartToCloseTimeout,
      @Nullable List<String> tagList,
      @Nullable String taskStartToCloseTimeout,
      @Nullable ChildPolicy childPolicy,
      @Nullable String lambdaRole)
      implements Action<Run> {}

  /** SWF action {@code TagResource}. */
  record TagResource(String resourceArn, List<ResourceTag> tags) implements Action<Done> {}

  /** SWF action {@code TerminateWorkflowExecution}. */
  record TerminateWorkflowExecution(
      String domain,
      String workflowId,
      @Nullable String runId,
      @Nullable String reason,
      @Nullable String details,
      @Nullable ChildPolicy childPolicy)
      implements Action<Done> {}

  /** SWF action {@code UndeprecateActivityType}. */
  record UndeprecateActivityType(String domain, ActivityType activityType)
      implements Action<Done> {}

  /** SWF action {@code UndeprecateDomain}. */
  record UndeprecateDomain(String name) implements Action<Done> {}

  /** SWF action {@code UndeprecateWorkflowType}. */
  record UndeprecateWorkflowType(String domain, WorkflowType workflowType)
      implements Action<Done> {}

  /** SWF action {@code UntagResource}. */
  record UntagResource(String resourceArn, List<String> tagKeys) implements Action<Done> {}

  /** SWF's name of this action. */
  default String actionName() {
    return getClass().getSimpleName();
  }
}
