package io.flowscope.engine.model;

/** SWF's values of {@code WorkflowExecutionCancelRequestedCause}. */
public enum WorkflowExecutionCancelRequestedCause {
  CHILD_POLICY_APPLIED
}
