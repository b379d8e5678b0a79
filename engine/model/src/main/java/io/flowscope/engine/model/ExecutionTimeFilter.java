package io.flowscope.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code ExecutionTimeFilter}. An absent member is null. */
public record ExecutionTimeFilter(Instant oldestDate, @Nullable Instant latestDate) {}
