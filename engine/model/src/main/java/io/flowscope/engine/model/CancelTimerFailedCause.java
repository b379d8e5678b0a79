package io.flowscope.engine.model;

/** SWF's values of {@code CancelTimerFailedCause}. */
public enum CancelTimerFailedCause {
  TIMER_ID_UNKNOWN,
  OPERATION_NOT_PERMITTED
}
