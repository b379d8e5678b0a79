package io.flowscope.engine.model;

/** SWF structure {@code TagFilter}. An absent member is null. */
public record TagFilter(String tag) {}
