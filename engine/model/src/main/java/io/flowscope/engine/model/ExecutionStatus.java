package io.flowscope.engine.model;

/** SWF's values of {@code ExecutionStatus}. */
public enum ExecutionStatus {
  OPEN,
  CLOSED
}
