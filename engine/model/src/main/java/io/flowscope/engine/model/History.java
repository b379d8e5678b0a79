package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code History}. An absent member is null. */
public record History(List<HistoryEvent> events, @Nullable String nextPageToken) {}
