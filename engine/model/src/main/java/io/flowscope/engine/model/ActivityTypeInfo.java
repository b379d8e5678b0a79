package io.flowscope.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code ActivityTypeInfo}. An absent member is null. */
public record ActivityTypeInfo(
    ActivityType activityType,
    RegistrationStatus status,
    @Nullable String description,
    Instant creationDate,
    @Nullable Instant deprecationDate) {}
