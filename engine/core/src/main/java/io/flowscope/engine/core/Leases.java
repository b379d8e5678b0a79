package io.flowscope.engine.core;

import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.store.Lease;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks in the hands of workers, by token and by task. */
final class Leases {
  private final Map<String, Lease> byToken = new HashMap<>();
  private final Map<TaskKey, String> tokens = new HashMap<>();

  void put(Lease lease) {
    byToken.put(lease.token(), lease);
    tokens.put(lease.task(), lease.token());
  }

  Optional<Lease> byToken(String token) {
    return Optional.ofNullable(byToken.get(token));
  }

  Optional<Lease> byTask(TaskKey task) {
    return Optional.ofNullable(tokens.get(task)).map(byToken::get);
  }

  void remove(Lease lease) {
    byToken.remove(lease.token());
    tokens.remove(lease.task());
  }

  Collection<Lease> all() {
    return byToken.values();
  }

  List<Lease> of(String identity) {
    return byToken.values().stream().filter(lease -> identity.equals(lease.identity())).toList();
  }
}
