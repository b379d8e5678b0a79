package io.flowscope.engine.model;

/** SWF's values of {@code RequestCancelExternalWorkflowExecutionFailedCause}. */
public enum RequestCancelExternalWorkflowExecutionFailedCause {
  UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION,
  REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED,
  OPERATION_NOT_PERMITTED
}
