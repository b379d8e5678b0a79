package io.flowscope.engine.core;

import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.model.WorkflowExecutionConfiguration;
import io.flowscope.engine.store.RunRow;

/** An execution with its number in the store. */
record OpenRun(long number, ExecutionState state) {

  /** The row that lists show and the store keeps. */
  RunRow row() {
    return new RunRow(
        number,
        state.domain(),
        state.execution(),
        state.attributes().workflowType(),
        state.startedAt(),
        state.attributes().parentWorkflowExecution(),
        state.tags(),
        configuration(),
        null);
  }

  /** The row of an execution that has closed. */
  RunRow closedRow(long total) {
    return row()
        .closed(
            new RunRow.Closing(
                state.lastEventAt(),
                state.closeStatus(),
                state.cancelRequested(),
                state.lastEventId(),
                state.contextEventId(),
                state.latestActivityTaskAt(),
                total));
  }

  private WorkflowExecutionConfiguration configuration() {
    return new WorkflowExecutionConfiguration(
        state.attributes().taskStartToCloseTimeout(),
        state.attributes().executionStartToCloseTimeout(),
        state.attributes().taskList(),
        state.attributes().taskPriority(),
        state.attributes().childPolicy(),
        state.attributes().lambdaRole());
  }
}
