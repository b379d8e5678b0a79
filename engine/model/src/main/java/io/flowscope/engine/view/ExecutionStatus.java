package io.flowscope.engine.view;

/** Status of an execution, as REST and pages name it: {@code continuedAsNew}. */
public enum ExecutionStatus {
  RUNNING,
  COMPLETED,
  FAILED,
  TIMED_OUT,
  CANCELED,
  TERMINATED,
  CONTINUED_AS_NEW
}
