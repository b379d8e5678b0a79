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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All domains with their types. Immutable.
 *
 * @param damaged the types of domains that are not as they were written; nobody may use these
 *     domains until they are registered again
 * @param incomplete whether a registration is missing, and it is not known which
 */
record Registry(
    PersistentMap<String, DomainEntry> domains,
    PersistentMap<String, DomainTypes> damaged,
    boolean incomplete) {
  static final Registry EMPTY = new Registry(PersistentMap.empty(), PersistentMap.empty(), false);

  /** How a domain is stored. */
  record StoredDomain(DomainDetail detail, @Nullable List<ResourceTag> tags) {}

  /** The registry that was stored, without what is damaged in it. */
  static Registry of(List<RegistryRow> rows, DamagedRows damage) {
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
    for (DamagedRows.Registration one : damage.registry()) {
      registry = registry.without(one);
    }
    return damage.missing() ? registry.asIncomplete() : registry;
  }

  private Registry asIncomplete() {
    PersistentMap<String, DomainEntry> all = domains;
    for (Map.Entry<String, DomainEntry> entry : domains) {
      DomainEntry domain = entry.getValue();
      all = all.with(entry.getKey(), domain.with(domain.types().asIncomplete()));
    }
    return new Registry(all, damaged, true);
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
      if (damaged.containsKey(name)) {
        throw Faults.damagedDomain(name);
      }
      throw incomplete ? Faults.missing("domain " + name) : Faults.unknownDomain(name);
    }
    return entry;
  }

  Registry with(DomainEntry entry) {
    return new Registry(
        domains.with(entry.name(), entry), damaged.without(entry.name()), incomplete);
  }

  private Registry with(String domain, DomainTypes types) {
    Optional<DomainEntry> entry = domains.find(domain);
    return entry.isPresent()
        ? with(entry.get().with(types))
        : new Registry(domains, damaged.with(domain, types), incomplete);
  }
}
