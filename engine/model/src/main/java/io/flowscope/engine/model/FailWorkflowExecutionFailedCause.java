package io.flowscope.engine.model;

/** SWF's values of {@code FailWorkflowExecutionFailedCause}. */
public enum FailWorkflowExecutionFailedCause {
  UNHANDLED_DECISION,
  OPERATION_NOT_PERMITTED
}
