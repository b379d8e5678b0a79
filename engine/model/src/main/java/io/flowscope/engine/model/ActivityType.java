package io.flowscope.engine.model;

/** SWF structure {@code ActivityType}. An absent member is null. */
public record ActivityType(String name, String version) {}
