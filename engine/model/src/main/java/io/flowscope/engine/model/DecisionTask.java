package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SWF structure {@code DecisionTask}. An absent member is null. When a poll found no task, all but
 * the two numbers, which are 0, are absent: AWS's clients tell it by the absent token.
 */
public record DecisionTask(
    @Nullable String taskToken,
    long startedEventId,
    @Nullable WorkflowExecution workflowExecution,
    @Nullable WorkflowType workflowType,
    @Nullable List<HistoryEvent> events,
    @Nullable String nextPageToken,
    @Nullable Long previousStartedEventId) {}
