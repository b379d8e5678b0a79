package io.flowscope.engine.model;

/** SWF's values of {@code SignalExternalWorkflowExecutionFailedCause}. */
public enum SignalExternalWorkflowExecutionFailedCause {
  UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION,
  SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED,
  OPERATION_NOT_PERMITTED
}
