package io.flowscope.engine.model;

/** SWF's values of {@code ScheduleLambdaFunctionFailedCause}. */
public enum ScheduleLambdaFunctionFailedCause {
  ID_ALREADY_IN_USE,
  OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED,
  LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED,
  LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION
}
