package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code PendingTaskCount}. An absent member is null. */
public record PendingTaskCount(int count, @Nullable Boolean truncated) {}
