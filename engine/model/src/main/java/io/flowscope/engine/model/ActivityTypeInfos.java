package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code ActivityTypeInfos}. An absent member is null. */
public record ActivityTypeInfos(List<ActivityTypeInfo> typeInfos, @Nullable String nextPageToken) {}
