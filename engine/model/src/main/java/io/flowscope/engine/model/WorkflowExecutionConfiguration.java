package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowExecutionConfiguration}. An absent member is null. */
public record WorkflowExecutionConfiguration(
    String taskStartToCloseTimeout,
    String executionStartToCloseTimeout,
    TaskList taskList,
    @Nullable String taskPriority,
    ChildPolicy childPolicy,
    @Nullable String lambdaRole) {}
