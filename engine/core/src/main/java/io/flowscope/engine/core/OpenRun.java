package io.flowscope.engine.core;

import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.model.WorkflowExecutionConfiguration;
import io.flowscope.engine.store.RunRow;

/**
 * An open execution, folded.
 *
 * @param row what lists show and the store keeps; the same from its first event to its last but one
 */
record OpenRun(RunRow row, ExecutionState state) {

  /** An execution that has begun. */
  static OpenRun begun(long number, ExecutionState state) {
    return new OpenRun(
        new RunRow(
            number,
            state.domain(),
            state.execution(),
            state.attributes().workflowType(),
            state.startedAt(),
            state.attributes().parentWorkflowExecution(),
            state.tags(),
            configuration(state),
            null),
        state);
  }

  /** The number of the execution in the store. */
  long number() {
    return row.number();
  }

  /** The same, some events later. */
  OpenRun after(ExecutionState later) {
    return new OpenRun(row, later);
  }

  /** The row of an execution that has closed. */
  RunRow closedRow(long total) {
    return row.closed(
        new RunRow.Closing(
            state.lastEventAt(),
            state.closeStatus(),
            state.cancelRequested(),
            state.lastEventId(),
            state.contextEventId(),
            state.latestActivityTaskAt(),
            total));
  }

  private static WorkflowExecutionConfiguration configuration(ExecutionState state) {
    return new WorkflowExecutionConfiguration(
        state.attributes().taskStartToCloseTimeout(),
        state.attributes().executionStartToCloseTimeout(),
        state.attributes().taskList(),
        state.attributes().taskPriority(),
        state.attributes().childPolicy(),
        state.attributes().lambdaRole());
  }
}
