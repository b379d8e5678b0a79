package io.flowscope.engine.core;

import io.flowscope.engine.store.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the workers' page shows of the engine. */
final class Insight {
  private Insight() {}

  static Set<String> leaseHolders(World world) {
    Set<String> identities = new HashSet<>(world.leases.identities());
    identities.addAll(world.sticky.keySet());
    return identities;
  }

  static List<RunningTask> runningTasks(World world) {
    List<RunningTask> tasks = new ArrayList<>();
    for (Leases.Held held : world.leases.all()) {
      Lease lease = held.lease();
      tasks.add(
          new RunningTask(
              lease.domain(),
              held.execution(),
              lease.kind(),
              lease.task().scheduledEventId(),
              held.activityId(),
              lease.identity(),
              lease.startedAt(),
              lease.heartbeatAt(),
              lease.details()));
    }
    tasks.sort(Comparator.comparing(RunningTask::startedAt));
    return tasks;
  }
}
