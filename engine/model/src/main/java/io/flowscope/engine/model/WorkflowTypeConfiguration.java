package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowTypeConfiguration}. An absent member is null. */
public record WorkflowTypeConfiguration(
    @Nullable String defaultTaskStartToCloseTimeout,
    @Nullable String defaultExecutionStartToCloseTimeout,
    @Nullable TaskList defaultTaskList,
    @Nullable String defaultTaskPriority,
    @Nullable ChildPolicy defaultChildPolicy,
    @Nullable String defaultLambdaRole) {}
