package io.flowscope.engine.model;

/** SWF's values of {@code WorkflowExecutionTimeoutType}. */
public enum WorkflowExecutionTimeoutType {
  START_TO_CLOSE
}
