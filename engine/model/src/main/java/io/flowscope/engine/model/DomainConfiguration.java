package io.flowscope.engine.model;

/** SWF structure {@code DomainConfiguration}. An absent member is null. */
public record DomainConfiguration(String workflowExecutionRetentionPeriodInDays) {}
