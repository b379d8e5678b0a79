package io.flowscope.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SWF structure {@code DomainInfos}. An absent member is null. */
public record DomainInfos(List<DomainInfo> domainInfos, @Nullable String nextPageToken) {}
