package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code Run}. An absent member is null. */
public record Run(@Nullable String runId) {}
