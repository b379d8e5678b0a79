package io.flowscope.engine.model;

/** SWF's values of {@code DecisionTaskTimeoutType}. */
public enum DecisionTaskTimeoutType {
  START_TO_CLOSE,
  SCHEDULE_TO_START
}
