package io.flowscope.engine.core;

import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.queue.TaskKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker is working at.
 *
 * @param domain its domain
 * @param execution its execution
 * @param kind decision or activity
 * @param scheduledEventId the event that scheduled it
 * @param activityId the activity's id; null for a decision task
 * @param identity who took it; null when the poll did not say
 * @param startedAt when it was taken
 * @param heartbeatAt when it was last heard of; null before the first heartbeat
 * @param progress the details of the last heartbeat
 */
public record RunningTask(
    String domain,
    WorkflowExecution execution,
    TaskKind kind,
    long scheduledEventId,
    @Nullable String activityId,
    @Nullable String identity,
    Instant startedAt,
    @Nullable Instant heartbeatAt,
    @Nullable String progress) {}
