package io.flowscope.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowExecutionDetail}. An absent member is null. */
public record WorkflowExecutionDetail(
    WorkflowExecutionInfo executionInfo,
    WorkflowExecutionConfiguration executionConfiguration,
    WorkflowExecutionOpenCounts openCounts,
    @Nullable Instant latestActivityTaskTimestamp,
    @Nullable String latestExecutionContext) {}
