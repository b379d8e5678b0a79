package io.flowscope.engine.model;

/** SWF's values of {@code CloseStatus}. */
public enum CloseStatus {
  COMPLETED,
  FAILED,
  CANCELED,
  TERMINATED,
  CONTINUED_AS_NEW,
  TIMED_OUT
}
