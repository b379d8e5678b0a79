package io.flowscope.engine.model;

/** SWF structure {@code WorkflowExecutionFilter}. An absent member is null. */
public record WorkflowExecutionFilter(String workflowId) {}
