package io.flowscope.engine.model;

/** SWF structure {@code ActivityTypeDetail}. An absent member is null. */
public record ActivityTypeDetail(
    ActivityTypeInfo typeInfo, ActivityTypeConfiguration configuration) {}
