package io.flowscope.engine.model;

/** SWF's values of {@code RequestCancelActivityTaskFailedCause}. */
public enum RequestCancelActivityTaskFailedCause {
  ACTIVITY_ID_UNKNOWN,
  OPERATION_NOT_PERMITTED
}
