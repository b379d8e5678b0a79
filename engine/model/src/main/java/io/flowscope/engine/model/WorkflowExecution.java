package io.flowscope.engine.model;

/** SWF structure {@code WorkflowExecution}. An absent member is null. */
public record WorkflowExecution(String workflowId, String runId) {}
