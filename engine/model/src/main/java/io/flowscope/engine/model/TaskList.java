package io.flowscope.engine.model;

/** SWF structure {@code TaskList}. An absent member is null. */
public record TaskList(String name) {}
