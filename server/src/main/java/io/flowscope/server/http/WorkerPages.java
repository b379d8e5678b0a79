package io.flowscope.server.http;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.RunningTask;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.queue.TaskListStatus;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.LogTail;
import io.flowscope.server.process.WorkerState;
import io.flowscope.web.page.Shell.Place;
import io.flowscope.web.page.WorkerLogPage;
import io.flowscope.web.page.WorkersPage;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Worker processes, their logs, and the task lists. */
final class WorkerPages {
  private static final int LOG_BYTES = 128 * 1024;

  private final Frame frame;
  private final Deployment deployment;
  private final Engine engine;

  WorkerPages(Frame frame, Deployment deployment, Engine engine) {
    this.frame = frame;
    this.deployment = deployment;
    this.engine = engine;
  }

  void workers(Context ctx) {
    List<WorkerState> own = deployment.workers();
    frame.show(
        ctx,
        new WorkersPage(
            frame.shell(ctx, Place.WORKERS),
            own.stream().map(JarViews::worker).toList(),
            others(own),
            new WorkersPage.Isolation(
                deployment.isolation().label(), deployment.isolation().meaning()),
            engine.taskLists().stream().map(this::taskList).toList()));
  }

  /** Workers that this server did not start, by the tasks that they hold. */
  private List<WorkersPage.OtherWorker> others(List<WorkerState> own) {
    Set<String> ours =
        own.stream()
            .map(WorkerState::identity)
            .filter(identity -> identity != null)
            .collect(Collectors.toSet());
    Map<String, Long> lastSeen = new TreeMap<>();
    for (RunningTask task : engine.runningTasks()) {
      if (task.identity() != null && !ours.contains(task.identity())) {
        lastSeen.merge(
            task.identity(),
            (task.heartbeatAt() == null ? task.startedAt() : task.heartbeatAt()).toEpochMilli(),
            Math::max);
      }
    }
    return lastSeen.entrySet().stream()
        .map(entry -> new WorkersPage.OtherWorker(entry.getKey(), List.of(), entry.getValue()))
        .toList();
  }

  private WorkersPage.TaskList taskList(TaskListStatus status) {
    return new WorkersPage.TaskList(
        status.list(),
        status.kind() == TaskKind.DECISION,
        status.backlog(),
        false,
        status.backlog() == 0 ? null : frame.clock().millis() - status.oldestAgeMillis(),
        status.pollers());
  }

  void log(Context ctx) {
    String id = ctx.pathParam("id");
    WorkerState worker =
        deployment
            .worker(id)
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "notFound", "There is no worker '%s'.".formatted(Json.shorten(id))));
    LogTail tail = deployment.log(worker, LOG_BYTES).orElseGet(() -> new LogTail("", 0));
    frame.show(
        ctx,
        new WorkerLogPage(
            frame.shell(ctx, Place.WORKERS),
            JarViews.worker(worker),
            tail.text(),
            tail.omittedBytes()));
  }
}
