package io.flowscope.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowTypeInfo}. An absent member is null. */
public record WorkflowTypeInfo(
    WorkflowType workflowType,
    RegistrationStatus status,
    @Nullable String description,
    Instant creationDate,
    @Nullable Instant deprecationDate) {}
