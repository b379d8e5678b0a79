package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * SWF structure {@code ActivityTask}. An absent member is null. When a poll found no task, all but
 * {@code startedEventId}, which is 0, are absent: AWS's clients tell it by the absent token.
 */
public record ActivityTask(
    @Nullable String taskToken,
    @Nullable String activityId,
    long startedEventId,
    @Nullable WorkflowExecution workflowExecution,
    @Nullable ActivityType activityType,
    @Nullable String input) {}
