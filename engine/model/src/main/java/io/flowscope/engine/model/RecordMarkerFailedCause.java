package io.flowscope.engine.model;

/** SWF's values of {@code RecordMarkerFailedCause}. */
public enum RecordMarkerFailedCause {
  OPERATION_NOT_PERMITTED
}
