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
record DomainEntry(
    DomainDetail detail,
    List<ResourceTag> tags,
    PersistentMap<TypeKey, WorkflowTypeDetail> workflows,
    PersistentMap<TypeKey, ActivityTypeDetail> activities)
    implements Types {

  static DomainEntry of(DomainDetail detail, List<ResourceTag> tags) {
    return new DomainEntry(detail, tags, PersistentMap.empty(), PersistentMap.empty());
  }

  String name() {
    return detail.domainInfo().name();
  }

  boolean isDeprecated() {
    return detail.domainInfo().status() == RegistrationStatus.DEPRECATED;
  }

  DomainEntry with(DomainDetail other) {
    return new DomainEntry(other, tags, workflows, activities);
  }

  DomainEntry withTags(List<ResourceTag> others) {
    return new DomainEntry(detail, others, workflows, activities);
  }

  DomainEntry with(WorkflowTypeDetail type) {
    return new DomainEntry(
        detail, tags, workflows.with(TypeKey.of(type.typeInfo().workflowType()), type), activities);
  }

  DomainEntry with(ActivityTypeDetail type) {
    return new DomainEntry(
        detail, tags, workflows, activities.with(TypeKey.of(type.typeInfo().activityType()), type));
  }

  DomainEntry without(WorkflowType type) {
    return new DomainEntry(detail, tags, workflows.without(TypeKey.of(type)), activities);
  }

  DomainEntry without(ActivityType type) {
    return new DomainEntry(detail, tags, workflows, activities.without(TypeKey.of(type)));
  }

  @Override
  public Optional<WorkflowTypeDetail> find(WorkflowType type) {
    return workflows.find(TypeKey.of(type));
  }

  @Override
  public Optional<ActivityTypeDetail> find(ActivityType type) {
    return activities.find(TypeKey.of(type));
  }
}
