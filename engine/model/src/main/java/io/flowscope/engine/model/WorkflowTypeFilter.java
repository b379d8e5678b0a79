package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowTypeFilter}. An absent member is null. */
public record WorkflowTypeFilter(String name, @Nullable String version) {}
