package io.flowscope.engine.sim;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.sim.Truth.Entry;
import io.flowscope.engine.store.RegistryRow.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What clients were told of domains and types: for each what it may be now. */
final class RegistryBook {
  private enum Status {
    REGISTERED,
    DEPRECATED,
    GONE
  }

  private record Change(Entry entry, Status status) {}

  private final Map<Entry, Set<Status>> possible = new LinkedHashMap<>();

  void acknowledged(Action<?> action) {
    change(action).ifPresent(one -> possible.put(one.entry, EnumSet.of(one.status)));
    for (Set<Status> all : typesOf(action)) {
      if (all.remove(Status.REGISTERED)) {
        all.add(Status.DEPRECATED);
      }
    }
  }

  /** A domain that is deprecated takes its types with it. */
  private List<Set<Status>> typesOf(Action<?> action) {
    List<Set<Status>> types = new ArrayList<>();
    if (action instanceof Action.DeprecateDomain a) {
      possible.forEach(
          (entry, all) -> {
            if (entry.kind() != Kind.DOMAIN && entry.domain().equals(a.name())) {
              types.add(all);
            }
          });
    }
    return types;
  }

  /** Nobody knows whether it happened. */
  void unanswered(Action<?> action) {
    change(action)
        .ifPresent(
            one ->
                possible
                    .computeIfAbsent(one.entry, entry -> EnumSet.of(Status.GONE))
                    .add(one.status));
    typesOf(action).forEach(all -> all.add(Status.DEPRECATED));
  }

  /** What was told is void. */
  void forget() {
    possible.values().forEach(all -> all.addAll(EnumSet.allOf(Status.class)));
  }

  void check(Truth truth) {
    possible.forEach(
        (entry, all) -> {
          String body = truth.registry().get(entry);
          Status actual =
              body == null
                  ? Status.GONE
                  : body.contains("\"DEPRECATED\"") ? Status.DEPRECATED : Status.REGISTERED;
          Violation.unless(all.contains(actual), "I1", entry, " is ", actual, ", not ", all);
        });
  }

  private static Optional<Change> change(Action<?> action) {
    return Optional.ofNullable(
        switch (action) {
          case Action.RegisterDomain a -> domain(a.name(), Status.REGISTERED);
          case Action.DeprecateDomain a -> domain(a.name(), Status.DEPRECATED);
          case Action.UndeprecateDomain a -> domain(a.name(), Status.REGISTERED);
          case Action.RegisterWorkflowType a ->
              workflow(a.domain(), new WorkflowType(a.name(), a.version()), Status.REGISTERED);
          case Action.DeprecateWorkflowType a ->
              workflow(a.domain(), a.workflowType(), Status.DEPRECATED);
          case Action.UndeprecateWorkflowType a ->
              workflow(a.domain(), a.workflowType(), Status.REGISTERED);
          case Action.DeleteWorkflowType a -> workflow(a.domain(), a.workflowType(), Status.GONE);
          case Action.RegisterActivityType a ->
              activity(a.domain(), new ActivityType(a.name(), a.version()), Status.REGISTERED);
          case Action.DeprecateActivityType a ->
              activity(a.domain(), a.activityType(), Status.DEPRECATED);
          case Action.UndeprecateActivityType a ->
              activity(a.domain(), a.activityType(), Status.REGISTERED);
          case Action.DeleteActivityType a -> activity(a.domain(), a.activityType(), Status.GONE);
          default -> null;
        });
  }

  private static Change domain(String name, Status status) {
    return new Change(new Entry(Kind.DOMAIN, name, name, ""), status);
  }

  private static Change workflow(String domain, WorkflowType type, Status status) {
    return new Change(new Entry(Kind.WORKFLOW_TYPE, domain, type.name(), type.version()), status);
  }

  private static Change activity(String domain, ActivityType type, Status status) {
    return new Change(new Entry(Kind.ACTIVITY_TYPE, domain, type.name(), type.version()), status);
  }
}
