package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code ResourceTag}. An absent member is null. */
public record ResourceTag(String key, @Nullable String value) {}
