package io.flowscope.engine.model;

/** SWF structure {@code CloseStatusFilter}. An absent member is null. */
public record CloseStatusFilter(CloseStatus status) {}
