package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowTypeInfos}. An absent member is null. */
public record WorkflowTypeInfos(List<WorkflowTypeInfo> typeInfos, @Nullable String nextPageToken) {}
