package io.flowscope.engine.model;

/** SWF's values of {@code StartLambdaFunctionFailedCause}. */
public enum StartLambdaFunctionFailedCause {
  ASSUME_ROLE_FAILED
}
