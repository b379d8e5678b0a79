package io.flowscope.engine.model;

/** SWF's values of {@code CancelWorkflowExecutionFailedCause}. */
public enum CancelWorkflowExecutionFailedCause {
  UNHANDLED_DECISION,
  OPERATION_NOT_PERMITTED
}
