package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code DomainInfo}. An absent member is null. */
public record DomainInfo(
    String name, RegistrationStatus status, @Nullable String description, @Nullable String arn) {}
