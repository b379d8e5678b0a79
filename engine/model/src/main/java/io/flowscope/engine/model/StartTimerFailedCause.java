package io.flowscope.engine.model;

/** SWF's values of {@code StartTimerFailedCause}. */
public enum StartTimerFailedCause {
  TIMER_ID_ALREADY_IN_USE,
  OPEN_TIMERS_LIMIT_EXCEEDED,
  TIMER_CREATION_RATE_EXCEEDED,
  OPERATION_NOT_PERMITTED
}
