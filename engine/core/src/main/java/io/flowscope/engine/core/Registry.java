package io.flowscope.engine.core;

import io.flowscope.engine.decide.PersistentMap;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.DomainDetail;
import io.flowscope.engine.model.ResourceTag;
import io.flowscope.engine.model.WorkflowTypeDetail;
import io.flowscope.engine.store.RegistryRow;
import io.flowscope.engine.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All domains with their types. Immutable. */
record Registry(PersistentMap<String, DomainEntry> domains) {
  static final Registry EMPTY = new Registry(PersistentMap.empty());

  /** How a domain is stored. */
  record StoredDomain(DomainDetail detail, @Nullable List<ResourceTag> tags) {}

  /** The registry that was stored. */
  static Registry of(List<RegistryRow> rows) {
    Registry registry = EMPTY;
    for (RegistryRow row : rows) {
      if (row.kind() == RegistryRow.Kind.DOMAIN) {
        StoredDomain stored = Wire.decode(row.body(), StoredDomain.class);
        registry =
            registry.with(
                DomainEntry.of(stored.detail(), stored.tags() == null ? List.of() : stored.tags()));
      }
    }
    for (RegistryRow row : rows) {
      if (row.kind() != RegistryRow.Kind.DOMAIN) {
        DomainEntry domain = registry.domain(row.domain());
        registry =
            registry.with(
                row.kind() == RegistryRow.Kind.WORKFLOW_TYPE
                    ? domain.with(Wire.decode(row.body(), WorkflowTypeDetail.class))
                    : domain.with(Wire.decode(row.body(), ActivityTypeDetail.class)));
      }
    }
    return registry;
  }

  /** The domain, or SWF's refusal. */
  DomainEntry domain(String name) {
    DomainEntry entry = domains.get(name);
    if (entry == null) {
      throw Faults.unknownDomain(name);
    }
    return entry;
  }

  Registry with(DomainEntry entry) {
    return new Registry(domains.with(entry.name(), entry));
  }
}
