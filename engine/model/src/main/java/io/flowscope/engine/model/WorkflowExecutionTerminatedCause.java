package io.flowscope.engine.model;

/** SWF's values of {@code WorkflowExecutionTerminatedCause}. */
public enum WorkflowExecutionTerminatedCause {
  CHILD_POLICY_APPLIED,
  EVENT_LIMIT_EXCEEDED,
  OPERATOR_INITIATED
}
