package io.flowscope.engine.core;

import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.queue.TaskKind;
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
    Set<String> identities = new HashSet<>();
    for (Lease lease : world.leases.all()) {
      if (lease.identity() != null) {
        identities.add(lease.identity());
      }
    }
    for (OpenRun run : world.runs.values()) {
      if (run.state().sticky() != null) {
        identities.add(run.state().sticky().taskList().name());
      }
    }
    return identities;
  }

  static List<RunningTask> runningTasks(World world) {
    List<RunningTask> tasks = new ArrayList<>();
    for (Lease lease : world.leases.all()) {
      OpenRun run = world.runs.get(lease.task().runId());
      OpenActivity open =
          lease.kind() == TaskKind.DECISION
              ? null
              : run.state().activities().get(lease.task().scheduledEventId());
      tasks.add(
          new RunningTask(
              lease.domain(),
              run.state().execution(),
              lease.kind(),
              lease.task().scheduledEventId(),
              open == null ? null : open.activityId(),
              lease.identity(),
              lease.startedAt(),
              lease.heartbeatAt(),
              lease.details()));
    }
    tasks.sort(Comparator.comparing(RunningTask::startedAt));
    return tasks;
  }
}
