package io.flowscope.engine.decide;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.RequestCancelExternalWorkflowExecutionFailedCause;
import io.flowscope.engine.model.SignalExternalWorkflowExecutionFailedCause;

/** What a decider asks of other executions: to hear a signal, and to end. */
final class Externals {
  private Externals() {}

  static void signal(
      Draft draft, long completed, Decision.SignalExternalWorkflowExecution d, Room room) {
    draft.add(
        room.takes(Decision.SignalExternalWorkflowExecution.class)
            ? new Event.SignalExternalWorkflowExecutionInitiated(
                d.workflowId(), d.runId(), d.signalName(), d.input(), completed, d.control())
            : new Event.SignalExternalWorkflowExecutionFailed(
                d.workflowId(),
                d.runId(),
                SignalExternalWorkflowExecutionFailedCause
                    .SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED,
                0,
                completed,
                d.control()));
  }

  static void requestCancel(
      Draft draft, long completed, Decision.RequestCancelExternalWorkflowExecution d, Room room) {
    draft.add(
        room.takes(Decision.RequestCancelExternalWorkflowExecution.class)
            ? new Event.RequestCancelExternalWorkflowExecutionInitiated(
                d.workflowId(), d.runId(), completed, d.control())
            : new Event.RequestCancelExternalWorkflowExecutionFailed(
                d.workflowId(),
                d.runId(),
                RequestCancelExternalWorkflowExecutionFailedCause
                    .REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED,
                0,
                completed,
                d.control()));
  }
}
