package io.flowscope.engine.model;

/** SWF's values of {@code CompleteWorkflowExecutionFailedCause}. */
public enum CompleteWorkflowExecutionFailedCause {
  UNHANDLED_DECISION,
  OPERATION_NOT_PERMITTED
}
