package io.flowscope.engine.core;

import io.flowscope.engine.decide.PersistentMap;
import io.flowscope.engine.decide.Types;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.DomainDetail;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.ResourceTag;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeDetail;
import java.util.List;
import java.util.Optional;

/** A domain with its types. Immutable. */
record DomainEntry(DomainDetail detail, List<ResourceTag> tags, DomainTypes types)
    implements Types {

  static DomainEntry of(DomainDetail detail, List<ResourceTag> tags) {
    return new DomainEntry(detail, tags, DomainTypes.NONE);
  }

  String name() {
    return detail.domainInfo().name();
  }

  boolean isDeprecated() {
    return detail.domainInfo().status() == RegistrationStatus.DEPRECATED;
  }

  PersistentMap<TypeKey, WorkflowTypeDetail> workflows() {
    return types.workflows();
  }

  PersistentMap<TypeKey, ActivityTypeDetail> activities() {
    return types.activities();
  }

  DomainEntry with(DomainDetail other) {
    return new DomainEntry(other, tags, types);
  }

  DomainEntry withTags(List<ResourceTag> others) {
    return new DomainEntry(detail, others, types);
  }

  DomainEntry with(DomainTypes others) {
    return new DomainEntry(detail, tags, others);
  }

  DomainEntry with(WorkflowTypeDetail type) {
    return with(types.with(type));
  }

  DomainEntry with(ActivityTypeDetail type) {
    return with(types.with(type));
  }

  DomainEntry without(WorkflowType type) {
    return with(types.without(type));
  }

  DomainEntry without(ActivityType type) {
    return with(types.without(type));
  }

  @Override
  public Optional<WorkflowTypeDetail> find(WorkflowType type) {
    return types.find(type);
  }

  @Override
  public Optional<ActivityTypeDetail> find(ActivityType type) {
    return types.find(type);
  }
}
