package io.flowscope.engine.model;

/** SWF structure {@code ActivityTaskStatus}. An absent member is null. */
public record ActivityTaskStatus(boolean cancelRequested) {}
