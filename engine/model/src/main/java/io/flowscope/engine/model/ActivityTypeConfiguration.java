package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code ActivityTypeConfiguration}. An absent member is null. */
public record ActivityTypeConfiguration(
    @Nullable String defaultTaskStartToCloseTimeout,
    @Nullable String defaultTaskHeartbeatTimeout,
    @Nullable TaskList defaultTaskList,
    @Nullable String defaultTaskPriority,
    @Nullable String defaultTaskScheduleToStartTimeout,
    @Nullable String defaultTaskScheduleToCloseTimeout) {}
