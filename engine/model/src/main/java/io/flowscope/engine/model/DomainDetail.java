package io.flowscope.engine.model;

/** SWF structure {@code DomainDetail}. An absent member is null. */
public record DomainDetail(DomainInfo domainInfo, DomainConfiguration configuration) {}
