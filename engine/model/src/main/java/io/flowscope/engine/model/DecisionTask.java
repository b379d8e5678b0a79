package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code DecisionTask}. An absent member is null. */
public record DecisionTask(
    String taskToken,
    long startedEventId,
    WorkflowExecution workflowExecution,
    WorkflowType workflowType,
    List<HistoryEvent> events,
    @Nullable String nextPageToken,
    @Nullable Long previousStartedEventId) {}
