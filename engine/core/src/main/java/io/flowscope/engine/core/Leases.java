package io.flowscope.engine.core;

import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.store.Lease;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tasks in the hands of workers, by token, by task and by worker. */
final class Leases {
  private final Map<String, Held> byToken = new ConcurrentHashMap<>();
  private final Map<TaskKey, String> tokens = new HashMap<>();
  private final Map<String, Map<String, Lease>> byIdentity = new HashMap<>();

  /**
   * A lease and what is shown with it.
   *
   * @param activityId null for a decision task
   */
  record Held(Lease lease, WorkflowExecution execution, @Nullable String activityId) {}

  /** Notes a lease, or what became of it. */
  void put(Lease lease, ExecutionState state) {
    OpenActivity activity =
        lease.kind() == TaskKind.ACTIVITY
            ? state.activities().get(lease.task().scheduledEventId())
            : null;
    byToken.put(
        lease.token(),
        new Held(lease, state.execution(), activity == null ? null : activity.activityId()));
    tokens.put(lease.task(), lease.token());
    if (lease.identity() != null) {
      byIdentity
          .computeIfAbsent(lease.identity(), identity -> new LinkedHashMap<>())
          .put(lease.token(), lease);
    }
  }

  /** The lease that a token is good for; may be asked by any thread. */
  Optional<Lease> byToken(String token) {
    return Optional.ofNullable(byToken.get(token)).map(Held::lease);
  }

  Optional<Lease> byTask(TaskKey task) {
    return Optional.ofNullable(tokens.get(task)).flatMap(this::byToken);
  }

  void remove(Lease lease) {
    byToken.remove(lease.token());
    tokens.remove(lease.task());
    if (lease.identity() != null) {
      byIdentity.computeIfPresent(
          lease.identity(),
          (identity, held) -> {
            held.remove(lease.token());
            return held.isEmpty() ? null : held;
          });
    }
  }

  Collection<Held> all() {
    return byToken.values();
  }

  /** Who holds a lease now. */
  Set<String> identities() {
    return byIdentity.keySet();
  }

  List<Lease> of(String identity) {
    return List.copyOf(byIdentity.getOrDefault(identity, Map.of()).values());
  }
}
