package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Instant;
import java.util.List;

/** One call of every action on executions and task lists that names a domain. */
final class Everywhere {
  private Everywhere() {}

  static List<Action<?>> actions(String domain) {
    WorkflowExecution run = new WorkflowExecution("w", "r");
    ExecutionTimeFilter ever = new ExecutionTimeFilter(Instant.EPOCH, null);
    return List.of(
        Scenario.of(
            Action.StartWorkflowExecution.class,
            "domain",
            domain,
            "workflowId",
            "w",
            "workflowType",
            Stepped.WORKFLOW),
        new Action.SignalWorkflowExecution(domain, "w", null, "s", null),
        new Action.RequestCancelWorkflowExecution(domain, "w", null),
        new Action.TerminateWorkflowExecution(domain, "w", null, null, null, null),
        new Action.DescribeWorkflowExecution(domain, run),
        new Action.GetWorkflowExecutionHistory(domain, run, null, null, null),
        Scenario.of(
            Action.ListOpenWorkflowExecutions.class, "domain", domain, "startTimeFilter", ever),
        Scenario.of(
            Action.ListClosedWorkflowExecutions.class, "domain", domain, "startTimeFilter", ever),
        Scenario.of(
            Action.CountOpenWorkflowExecutions.class, "domain", domain, "startTimeFilter", ever),
        Scenario.of(
            Action.CountClosedWorkflowExecutions.class, "domain", domain, "startTimeFilter", ever),
        new Action.CountPendingActivityTasks(domain, new TaskList("l")),
        new Action.CountPendingDecisionTasks(domain, new TaskList("l")),
        new Action.PollForActivityTask(domain, new TaskList("l"), null),
        Scenario.of(
            Action.PollForDecisionTask.class, "domain", domain, "taskList", new TaskList("l")));
  }
}
