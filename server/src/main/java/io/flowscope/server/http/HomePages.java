package io.flowscope.server.http;

import io.flowscope.engine.model.Action.CountClosedWorkflowExecutions;
import io.flowscope.engine.model.Action.CountOpenWorkflowExecutions;
import io.flowscope.engine.model.Action.ListClosedWorkflowExecutions;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.CloseStatusFilter;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.WorkflowExecutionCount;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.view.Timeline;
import io.flowscope.server.catalogue.Offer;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.WorkerState;
import io.flowscope.web.page.ExecutionRef;
import io.flowscope.web.page.HomePage;
import io.flowscope.web.page.HomePage.Need;
import io.flowscope.web.page.Shell.Place;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs, what failed, what needs a human. */
final class HomePages {
  private static final int SHOWN = 10;
  private static final int LOOKED_AT = 40;

  /** The newest jar first, and its workflows in its own order: its author knows what to show. */
  private static final Comparator<Offer> AS_THE_JAR_NAMES_THEM =
      Comparator.comparingLong((Offer offer) -> -offer.jar().uploadedAt())
          .thenComparingInt(
              offer -> offer.jar().description().workflows().indexOf(offer.workflow()));

  private final Frame frame;
  private final Calls calls;
  private final Executions executions;
  private final Runs runs;
  private final Rows rows;
  private final Deployment deployment;

  HomePages(
      Frame frame,
      Calls calls,
      Executions executions,
      Runs runs,
      Rows rows,
      Deployment deployment) {
    this.frame = frame;
    this.calls = calls;
    this.executions = executions;
    this.runs = runs;
    this.rows = rows;
    this.deployment = deployment;
  }

  void home(Context ctx) {
    Where where = frame.where();
    Executions.Filter open = new Executions.Filter(ExecutionStatus.RUNNING, "", "", "", null, null);
    List<WorkflowExecutionInfo> running = executions.list(where, open, "", LOOKED_AT).rows();
    frame.show(
        ctx,
        new HomePage(
            frame.shell(ctx, Place.HOME),
            figures(),
            needs(running),
            running.stream().limit(SHOWN).map(info -> rows.row(where, info)).toList(),
            closed().stream().map(info -> rows.row(where, info)).toList(),
            starts()));
  }

  private List<WorkflowExecutionInfo> closed() {
    return calls
        .call(
            frame.where(),
            new ListClosedWorkflowExecutions(
                frame.where().domain(),
                null,
                new ExecutionTimeFilter(Instant.EPOCH, null),
                null,
                null,
                null,
                null,
                null,
                SHOWN,
                null))
        .executionInfos();
  }

  private HomePage.Figures figures() {
    WorkflowExecutionCount running =
        calls.call(
            frame.where(),
            new CountOpenWorkflowExecutions(
                frame.where().domain(),
                new ExecutionTimeFilter(Instant.EPOCH, null),
                null,
                null,
                null));
    WorkflowExecutionCount failed = closedToday(CloseStatus.FAILED);
    WorkflowExecutionCount late = closedToday(CloseStatus.TIMED_OUT);
    WorkflowExecutionCount completed = closedToday(CloseStatus.COMPLETED);
    return new HomePage.Figures(
        running.count(),
        failed.count() + late.count(),
        completed.count(),
        Stream.of(running, failed, late, completed)
            .anyMatch(count -> Boolean.TRUE.equals(count.truncated())));
  }

  private WorkflowExecutionCount closedToday(CloseStatus status) {
    Instant since = frame.clock().instant().minus(Duration.ofDays(1));
    return calls.call(
        frame.where(),
        new CountClosedWorkflowExecutions(
            frame.where().domain(),
            null,
            new ExecutionTimeFilter(since, null),
            null,
            null,
            null,
            new CloseStatusFilter(status)));
  }

  private List<Need> needs(List<WorkflowExecutionInfo> running) {
    List<Need> needs = new ArrayList<>();
    for (WorkflowExecutionInfo info : running) {
      ExecutionSummary summary = rows.summary(frame.where(), info);
      if (summary.stopped() != null) {
        needs.add(
            new Need.Stopped(
                ref(summary),
                summary.workflow(),
                summary.version(),
                summary.stopped().why(),
                summary.stopped().at(),
                summary.startedAt()));
      }
      if (!summary.waitingForSignals().isEmpty()) {
        needs.add(signal(summary));
      }
    }
    deployment.workers().stream()
        .map(HomePages::worker)
        .filter(Objects::nonNull)
        .forEach(needs::add);
    calls.all().remote().stream()
        .flatMap(connection -> troubled(connection).stream())
        .forEach(needs::add);
    needs.sort(Comparator.comparingLong(Need::since));
    return needs;
  }

  /** Shows the barrier that has stood longest. */
  private Need signal(ExecutionSummary summary) {
    Timeline.Barriers barriers =
        runs.run(RunId.at(frame.where(), summary.workflowId(), summary.runId()))
            .read(fold -> fold.timeline().barriers());
    String at = null;
    long since = Long.MAX_VALUE;
    for (int i = 0; i < barriers.id().size(); i++) {
      if (barriers.passedAt().get(i) == null && barriers.reachedAt().get(i) < since) {
        since = barriers.reachedAt().get(i);
        at = barriers.callSite().get(i);
      }
    }
    return new Need.Signal(
        ref(summary),
        summary.workflow(),
        summary.version(),
        String.join(", ", summary.waitingForSignals()),
        at,
        since == Long.MAX_VALUE ? summary.startedAt() : since);
  }

  private ExecutionRef ref(ExecutionSummary summary) {
    return RunId.at(frame.where(), summary.workflowId(), summary.runId()).ref();
  }

  private static Optional<Need> troubled(Connection connection) {
    return connection
        .trouble()
        .map(
            trouble ->
                new Need.Connection(
                    connection.name(), trouble.sentence(), connection.troubledSince()));
  }

  private static @Nullable Need worker(WorkerState worker) {
    return switch (worker.phase()) {
      case WAITING, QUARANTINED ->
          new Need.Worker(
              worker.id(),
              worker.fileName(),
              worker.jarHash(),
              worker.message(),
              worker.startedAt() == null ? 0 : worker.startedAt());
      case RUNNING, STOPPED -> null;
    };
  }

  private List<HomePage.StartLink> starts() {
    return deployment.catalogue().workflows().stream()
        .sorted(AS_THE_JAR_NAMES_THEM)
        .map(
            offer ->
                new HomePage.StartLink(
                    offer.workflow().name(),
                    offer.workflow().version(),
                    JarViews.signature(offer.workflow()),
                    deployment
                        .worker(frame.where().connection(), offer.jar())
                        .filter(worker -> worker.phase() == WorkerState.Phase.RUNNING)
                        .isPresent()))
        .toList();
  }
}
