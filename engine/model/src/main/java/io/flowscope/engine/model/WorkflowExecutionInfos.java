package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowExecutionInfos}. An absent member is null. */
public record WorkflowExecutionInfos(
    List<WorkflowExecutionInfo> executionInfos, @Nullable String nextPageToken) {}
