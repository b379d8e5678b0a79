package io.flowscope.engine.model;

/** SWF's values of {@code ActivityTaskTimeoutType}. */
public enum ActivityTaskTimeoutType {
  START_TO_CLOSE,
  SCHEDULE_TO_START,
  SCHEDULE_TO_CLOSE,
  HEARTBEAT
}
