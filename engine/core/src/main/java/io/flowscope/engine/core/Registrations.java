package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.decide.Durations;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ActivityTypeConfiguration;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.ActivityTypeInfo;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeConfiguration;
import io.flowscope.engine.model.WorkflowTypeDetail;
import io.flowscope.engine.model.WorkflowTypeInfo;
import io.flowscope.engine.store.RegistryRow;
import io.flowscope.engine.wire.Wire;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Registers, deprecates and deletes types. */
final class Registrations {
  private Registrations() {}

  static Done register(Transaction tx, Action.RegisterWorkflowType a) {
    DomainEntry domain = Domains.usable(tx, a.domain());
    WorkflowType type = new WorkflowType(a.name(), a.version());
    if (domain.workflows().containsKey(TypeKey.of(type))) {
      throw exists(Faults.text(type));
    }
    if (domain.workflows().size() >= tx.limits().workflowTypes()) {
      throw Faults.limit(
          "Domain "
              + a.domain()
              + " has "
              + domain.workflows().size()
              + " workflow types, deprecated ones included; delete some that are deprecated, or"
              + " raise limits.workflowTypes");
    }
    put(
        tx,
        domain,
        new WorkflowTypeDetail(
            new WorkflowTypeInfo(
                type, RegistrationStatus.REGISTERED, a.description(), millis(tx), null),
            new WorkflowTypeConfiguration(
                set(a.defaultTaskStartToCloseTimeout()),
                set(a.defaultExecutionStartToCloseTimeout()),
                a.defaultTaskList(),
                a.defaultTaskPriority(),
                a.defaultChildPolicy(),
                a.defaultLambdaRole())));
    return new Done();
  }

  static Done register(Transaction tx, Action.RegisterActivityType a) {
    DomainEntry domain = Domains.usable(tx, a.domain());
    ActivityType type = new ActivityType(a.name(), a.version());
    if (domain.activities().containsKey(TypeKey.of(type))) {
      throw exists(Faults.text(type));
    }
    if (domain.activities().size() >= tx.limits().activityTypes()) {
      throw Faults.limit(
          "Domain "
              + a.domain()
              + " has "
              + domain.activities().size()
              + " activity types, deprecated ones included; delete some that are deprecated, or"
              + " raise limits.activityTypes");
    }
    put(
        tx,
        domain,
        new ActivityTypeDetail(
            new ActivityTypeInfo(
                type, RegistrationStatus.REGISTERED, a.description(), millis(tx), null),
            new ActivityTypeConfiguration(
                set(a.defaultTaskStartToCloseTimeout()),
                set(a.defaultTaskHeartbeatTimeout()),
                a.defaultTaskList(),
                a.defaultTaskPriority(),
                set(a.defaultTaskScheduleToStartTimeout()),
                set(a.defaultTaskScheduleToCloseTimeout()))));
    return new Done();
  }

  /** An optional duration may be empty, which is as good as absent. */
  private static @Nullable String set(@Nullable String duration) {
    return Durations.first(duration, null);
  }

  /** Deprecates all types of a domain. */
  static void deprecateAll(Transaction tx, String domain) {
    for (var entry : tx.world().registry.domain(domain).workflows()) {
      if (entry.getValue().typeInfo().status() == RegistrationStatus.REGISTERED) {
        put(tx, tx.world().registry.domain(domain), with(entry.getValue(), millis(tx)));
      }
    }
    for (var entry : tx.world().registry.domain(domain).activities()) {
      if (entry.getValue().typeInfo().status() == RegistrationStatus.REGISTERED) {
        put(tx, tx.world().registry.domain(domain), with(entry.getValue(), millis(tx)));
      }
    }
  }

  static Done deprecate(Transaction tx, Action.DeprecateWorkflowType a) {
    WorkflowTypeDetail type = workflow(tx, a.domain(), a.workflowType());
    if (type.typeInfo().status() == RegistrationStatus.DEPRECATED) {
      throw new SwfFault("TypeDeprecatedFault", Faults.text(a.workflowType()));
    }
    put(tx, tx.world().registry.domain(a.domain()), with(type, millis(tx)));
    return new Done();
  }

  static Done deprecate(Transaction tx, Action.DeprecateActivityType a) {
    ActivityTypeDetail type = activity(tx, a.domain(), a.activityType());
    if (type.typeInfo().status() == RegistrationStatus.DEPRECATED) {
      throw new SwfFault("TypeDeprecatedFault", Faults.text(a.activityType()));
    }
    put(tx, tx.world().registry.domain(a.domain()), with(type, millis(tx)));
    return new Done();
  }

  static Done undeprecate(Transaction tx, Action.UndeprecateWorkflowType a) {
    WorkflowTypeDetail type = workflow(tx, a.domain(), a.workflowType());
    if (type.typeInfo().status() == RegistrationStatus.REGISTERED) {
      throw exists(Faults.text(a.workflowType()));
    }
    put(tx, tx.world().registry.domain(a.domain()), with(type, null));
    return new Done();
  }

  static Done undeprecate(Transaction tx, Action.UndeprecateActivityType a) {
    ActivityTypeDetail type = activity(tx, a.domain(), a.activityType());
    if (type.typeInfo().status() == RegistrationStatus.REGISTERED) {
      throw exists(Faults.text(a.activityType()));
    }
    put(tx, tx.world().registry.domain(a.domain()), with(type, null));
    return new Done();
  }

  static Done delete(Transaction tx, Action.DeleteWorkflowType a) {
    WorkflowTypeDetail type = workflow(tx, a.domain(), a.workflowType());
    if (type.typeInfo().status() != RegistrationStatus.DEPRECATED) {
      throw new SwfFault("TypeNotDeprecatedFault", Faults.text(a.workflowType()));
    }
    DomainEntry domain = tx.world().registry.domain(a.domain());
    tx.register(
        domain.without(a.workflowType()),
        row(RegistryRow.Kind.WORKFLOW_TYPE, domain, TypeKey.of(a.workflowType()), null));
    return new Done();
  }

  static Done delete(Transaction tx, Action.DeleteActivityType a) {
    ActivityTypeDetail type = activity(tx, a.domain(), a.activityType());
    if (type.typeInfo().status() != RegistrationStatus.DEPRECATED) {
      throw new SwfFault("TypeNotDeprecatedFault", Faults.text(a.activityType()));
    }
    DomainEntry domain = tx.world().registry.domain(a.domain());
    tx.register(
        domain.without(a.activityType()),
        row(RegistryRow.Kind.ACTIVITY_TYPE, domain, TypeKey.of(a.activityType()), null));
    return new Done();
  }

  private static WorkflowTypeDetail workflow(Transaction tx, String domain, WorkflowType type) {
    return tx.world()
        .registry
        .domain(domain)
        .find(type)
        .orElseThrow(() -> Faults.unknownType(type));
  }

  private static ActivityTypeDetail activity(Transaction tx, String domain, ActivityType type) {
    return tx.world()
        .registry
        .domain(domain)
        .find(type)
        .orElseThrow(() -> Faults.unknownType(type));
  }

  private static WorkflowTypeDetail with(WorkflowTypeDetail type, @Nullable Instant deprecated) {
    WorkflowTypeInfo info = type.typeInfo();
    return new WorkflowTypeDetail(
        new WorkflowTypeInfo(
            info.workflowType(),
            deprecated == null ? RegistrationStatus.REGISTERED : RegistrationStatus.DEPRECATED,
            info.description(),
            info.creationDate(),
            deprecated),
        type.configuration());
  }

  private static ActivityTypeDetail with(ActivityTypeDetail type, @Nullable Instant deprecated) {
    ActivityTypeInfo info = type.typeInfo();
    return new ActivityTypeDetail(
        new ActivityTypeInfo(
            info.activityType(),
            deprecated == null ? RegistrationStatus.REGISTERED : RegistrationStatus.DEPRECATED,
            info.description(),
            info.creationDate(),
            deprecated),
        type.configuration());
  }

  private static void put(Transaction tx, DomainEntry domain, WorkflowTypeDetail type) {
    TypeKey key = TypeKey.of(type.typeInfo().workflowType());
    tx.register(
        domain.with(type), row(RegistryRow.Kind.WORKFLOW_TYPE, domain, key, Wire.encode(type)));
  }

  private static void put(Transaction tx, DomainEntry domain, ActivityTypeDetail type) {
    TypeKey key = TypeKey.of(type.typeInfo().activityType());
    tx.register(
        domain.with(type), row(RegistryRow.Kind.ACTIVITY_TYPE, domain, key, Wire.encode(type)));
  }

  private static RegistryRow row(
      RegistryRow.Kind kind, DomainEntry domain, TypeKey key, @Nullable String body) {
    return new RegistryRow(kind, domain.name(), key.name(), key.version(), body);
  }

  private static SwfFault exists(String what) {
    return new SwfFault("TypeAlreadyExistsFault", what);
  }

  private static Instant millis(Transaction tx) {
    return tx.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
