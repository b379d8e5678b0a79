package io.flowscope.engine.model;

/** SWF's values of {@code LambdaFunctionTimeoutType}. */
public enum LambdaFunctionTimeoutType {
  START_TO_CLOSE
}
