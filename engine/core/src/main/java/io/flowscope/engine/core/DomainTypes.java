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
 * @param incomplete whether a registration is missing, and it is not known which
 */
record DomainTypes(
    PersistentMap<TypeKey, WorkflowTypeDetail> workflows,
    PersistentMap<TypeKey, ActivityTypeDetail> activities,
    PersistentMap<TypeKey, Boolean> damagedWorkflows,
    PersistentMap<TypeKey, Boolean> damagedActivities,
    boolean incomplete)
    implements Types {
  static final DomainTypes NONE =
      new DomainTypes(
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          false);

  /** The same where one of them may be missing. */
  DomainTypes asIncomplete() {
    return new DomainTypes(workflows, activities, damagedWorkflows, damagedActivities, true);
  }

  DomainTypes with(WorkflowTypeDetail type) {
    TypeKey key = TypeKey.of(type.typeInfo().workflowType());
    return new DomainTypes(
        workflows.with(key, type),
        activities,
        damagedWorkflows.without(key),
        damagedActivities,
        incomplete);
  }

  DomainTypes with(ActivityTypeDetail type) {
    TypeKey key = TypeKey.of(type.typeInfo().activityType());
    return new DomainTypes(
        workflows,
        activities.with(key, type),
        damagedWorkflows,
        damagedActivities.without(key),
        incomplete);
  }

  DomainTypes without(WorkflowType type) {
    return new DomainTypes(
        workflows.without(TypeKey.of(type)),
        activities,
        damagedWorkflows,
        damagedActivities,
        incomplete);
  }

  DomainTypes without(ActivityType type) {
    return new DomainTypes(
        workflows,
        activities.without(TypeKey.of(type)),
        damagedWorkflows,
        damagedActivities,
        incomplete);
  }

  DomainTypes withDamagedWorkflow(TypeKey key) {
    return workflows.containsKey(key)
        ? this
        : new DomainTypes(
            workflows, activities, damagedWorkflows.with(key, true), damagedActivities, incomplete);
  }

  DomainTypes withDamagedActivity(TypeKey key) {
    return activities.containsKey(key)
        ? this
        : new DomainTypes(
            workflows, activities, damagedWorkflows, damagedActivities.with(key, true), incomplete);
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
    Optional<WorkflowTypeDetail> found = workflows.find(TypeKey.of(type));
    if (found.isEmpty() && incomplete) {
      throw Faults.missing(Faults.text(type));
    }
    return found;
  }

  /** The activity type; throws as the other does. */
  @Override
  public Optional<ActivityTypeDetail> find(ActivityType type) {
    if (damagedActivities.containsKey(TypeKey.of(type))) {
      throw Faults.damagedType(Faults.text(type));
    }
    Optional<ActivityTypeDetail> found = activities.find(TypeKey.of(type));
    if (found.isEmpty() && incomplete) {
      throw Faults.missing(Faults.text(type));
    }
    return found;
  }
}
