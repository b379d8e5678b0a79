package io.flowscope.engine.core;

import io.flowscope.engine.decide.PersistentMap;
import io.flowscope.engine.decide.Types;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeDetail;
import java.util.Optional;

/**
 * The types of a domain. Immutable.
 *
 * @param damagedWorkflows types that are not as they were written, until they are registered again
 * @param damagedActivities the same of activity types
 */
record DomainTypes(
    PersistentMap<TypeKey, WorkflowTypeDetail> workflows,
    PersistentMap<TypeKey, ActivityTypeDetail> activities,
    PersistentMap<TypeKey, Boolean> damagedWorkflows,
    PersistentMap<TypeKey, Boolean> damagedActivities)
    implements Types {
  static final DomainTypes NONE =
      new DomainTypes(
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty());

  DomainTypes with(WorkflowTypeDetail type) {
    TypeKey key = TypeKey.of(type.typeInfo().workflowType());
    return new DomainTypes(
        workflows.with(key, type), activities, damagedWorkflows.without(key), damagedActivities);
  }

  DomainTypes with(ActivityTypeDetail type) {
    TypeKey key = TypeKey.of(type.typeInfo().activityType());
    return new DomainTypes(
        workflows, activities.with(key, type), damagedWorkflows, damagedActivities.without(key));
  }

  DomainTypes without(WorkflowType type) {
    return new DomainTypes(
        workflows.without(TypeKey.of(type)), activities, damagedWorkflows, damagedActivities);
  }

  DomainTypes without(ActivityType type) {
    return new DomainTypes(
        workflows, activities.without(TypeKey.of(type)), damagedWorkflows, damagedActivities);
  }

  DomainTypes withDamagedWorkflow(TypeKey key) {
    return workflows.containsKey(key)
        ? this
        : new DomainTypes(
            workflows, activities, damagedWorkflows.with(key, true), damagedActivities);
  }

  DomainTypes withDamagedActivity(TypeKey key) {
    return activities.containsKey(key)
        ? this
        : new DomainTypes(
            workflows, activities, damagedWorkflows, damagedActivities.with(key, true));
  }

  /**
   * The workflow type.
   *
   * @throws io.flowscope.engine.SwfFault if its registration is damaged: what depends on it waits,
   *     rather than going on as if there were none
   */
  @Override
  public Optional<WorkflowTypeDetail> find(WorkflowType type) {
    if (damagedWorkflows.containsKey(TypeKey.of(type))) {
      throw Faults.damagedType(Faults.text(type));
    }
    return workflows.find(TypeKey.of(type));
  }

  /** The activity type; throws as the other does. */
  @Override
  public Optional<ActivityTypeDetail> find(ActivityType type) {
    if (damagedActivities.containsKey(TypeKey.of(type))) {
      throw Faults.damagedType(Faults.text(type));
    }
    return activities.find(TypeKey.of(type));
  }
}
