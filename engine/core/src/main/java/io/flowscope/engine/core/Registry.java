package io.flowscope.engine.core;

import io.flowscope.engine.decide.PersistentMap;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.DomainDetail;
import io.flowscope.engine.model.ResourceTag;
import io.flowscope.engine.model.WorkflowTypeDetail;
import io.flowscope.engine.store.DamagedRows;
import io.flowscope.engine.store.RegistryRow;
import io.flowscope.engine.wire.Wire;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All domains with their types. Immutable.
 *
 * @param damaged the types of domains that are not as they were written; nobody may use these
 *     domains until they are registered again
 */
record Registry(
    PersistentMap<String, DomainEntry> domains, PersistentMap<String, DomainTypes> damaged) {
  static final Registry EMPTY = new Registry(PersistentMap.empty(), PersistentMap.empty());

  /** How a domain is stored. */
  record StoredDomain(DomainDetail detail, @Nullable List<ResourceTag> tags) {}

  /** The registry that was stored, without what is damaged in it. */
  static Registry of(List<RegistryRow> rows, List<DamagedRows.Registration> damaged) {
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
        DomainTypes types = registry.types(row.domain());
        registry =
            registry.with(
                row.domain(),
                row.kind() == RegistryRow.Kind.WORKFLOW_TYPE
                    ? types.with(Wire.decode(row.body(), WorkflowTypeDetail.class))
                    : types.with(Wire.decode(row.body(), ActivityTypeDetail.class)));
      }
    }
    for (DamagedRows.Registration one : damaged) {
      registry = registry.without(one);
    }
    return registry;
  }

  /** A row that cannot be believed may also be wrong in what it is about. */
  private Registry without(DamagedRows.Registration damage) {
    TypeKey key = new TypeKey(damage.name(), damage.version());
    DomainTypes types = types(damage.domain());
    if (damage.kind().equals(RegistryRow.Kind.WORKFLOW_TYPE.name())) {
      return with(damage.domain(), types.withDamagedWorkflow(key));
    } else if (damage.kind().equals(RegistryRow.Kind.ACTIVITY_TYPE.name())) {
      return with(damage.domain(), types.withDamagedActivity(key));
    }
    return domains.containsKey(damage.domain()) ? this : with(damage.domain(), types);
  }

  /** The types of a domain, whether it is damaged or not. */
  DomainTypes types(String domain) {
    return domains
        .find(domain)
        .map(DomainEntry::types)
        .or(() -> damaged.find(domain))
        .orElse(DomainTypes.NONE);
  }

  /** The domain, or SWF's refusal. */
  DomainEntry domain(String name) {
    DomainEntry entry = domains.get(name);
    if (entry == null) {
      throw damaged.containsKey(name) ? Faults.damagedDomain(name) : Faults.unknownDomain(name);
    }
    return entry;
  }

  Registry with(DomainEntry entry) {
    return new Registry(domains.with(entry.name(), entry), damaged.without(entry.name()));
  }

  private Registry with(String domain, DomainTypes types) {
    Optional<DomainEntry> entry = domains.find(domain);
    return entry.isPresent()
        ? with(entry.get().with(types))
        : new Registry(domains, damaged.with(domain, types));
  }
}
