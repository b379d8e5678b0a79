package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code ListTagsForResourceOutput}. An absent member is null. */
public record ListTagsForResourceOutput(@Nullable List<ResourceTag> tags) {}
