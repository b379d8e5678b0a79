package io.flowscope.engine.view;

/** How far a call is. */
public enum NodeState {
  /** Known, not scheduled: an argument is missing. */
  PENDING,
  SCHEDULED,
  STARTED,
  COMPLETED,
  FAILED,
  TIMED_OUT,
  CANCELED
}
