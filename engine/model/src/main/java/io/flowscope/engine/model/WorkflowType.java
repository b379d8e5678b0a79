package io.flowscope.engine.model;

/** SWF structure {@code WorkflowType}. An absent member is null. */
public record WorkflowType(String name, String version) {}
