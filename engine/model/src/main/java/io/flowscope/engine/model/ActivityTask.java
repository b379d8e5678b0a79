package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code ActivityTask}. An absent member is null. */
public record ActivityTask(
    String taskToken,
    String activityId,
    long startedEventId,
    WorkflowExecution workflowExecution,
    ActivityType activityType,
    @Nullable String input) {}
