package io.flowscope.engine.model;

/** SWF structure {@code WorkflowTypeDetail}. An absent member is null. */
public record WorkflowTypeDetail(
    WorkflowTypeInfo typeInfo, WorkflowTypeConfiguration configuration) {}
