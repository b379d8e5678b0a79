package io.flowscope.server.http;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.RunningTask;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.queue.TaskListStatus;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.LogTail;
import io.flowscope.server.process.ProcessSettings;
import io.flowscope.server.process.WorkerState;
import io.flowscope.web.page.Shell.Place;
import io.flowscope.web.page.WorkerLogPage;
import io.flowscope.web.page.WorkersPage;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Worker processes, their logs, and the task lists. */
final class WorkerPages {
  private static final int LOG_BYTES = 128 * 1024;

  /** So many tasks of another worker are named. */
  private static final int TASKS_SHOWN = 3;

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
    Map<String, List<RunningTask>> held = new TreeMap<>();
    for (RunningTask task : engine.runningTasks()) {
      if (task.identity() != null && !ours.contains(task.identity())) {
        held.computeIfAbsent(task.identity(), identity -> new ArrayList<>()).add(task);
      }
    }
    return held.entrySet().stream().map(one -> other(one.getKey(), one.getValue())).toList();
  }

  private static WorkersPage.OtherWorker other(String identity, List<RunningTask> tasks) {
    List<String> words = new ArrayList<>();
    long lastHeard = 0;
    for (RunningTask task : tasks) {
      if (words.size() < TASKS_SHOWN) {
        words.add(
            (task.activityId() == null ? "decision" : task.activityId())
                + " of "
                + task.execution().workflowId());
      }
      Instant heard = task.heartbeatAt() == null ? task.startedAt() : task.heartbeatAt();
      lastHeard = Math.max(lastHeard, heard.toEpochMilli());
    }
    if (tasks.size() > words.size()) {
      words.add("and " + (tasks.size() - words.size()) + " more");
    }
    return new WorkersPage.OtherWorker(identity, List.copyOf(words), lastHeard);
  }

  private WorkersPage.TaskList taskList(TaskListStatus status) {
    return new WorkersPage.TaskList(
        status.domain().equals(ProcessSettings.DOMAIN)
            ? status.list()
            : status.list() + " (domain " + status.domain() + ")",
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
