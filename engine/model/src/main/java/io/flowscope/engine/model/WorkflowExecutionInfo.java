package io.flowscope.engine.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowExecutionInfo}. An absent member is null. */
public record WorkflowExecutionInfo(
    WorkflowExecution execution,
    WorkflowType workflowType,
    Instant startTimestamp,
    @Nullable Instant closeTimestamp,
    ExecutionStatus executionStatus,
    @Nullable CloseStatus closeStatus,
    @Nullable WorkflowExecution parent,
    @Nullable List<String> tagList,
    @Nullable Boolean cancelRequested) {}
