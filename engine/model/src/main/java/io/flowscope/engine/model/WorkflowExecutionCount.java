package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowExecutionCount}. An absent member is null. */
public record WorkflowExecutionCount(int count, @Nullable Boolean truncated) {}
