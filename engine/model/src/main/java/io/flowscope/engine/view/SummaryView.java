package io.flowscope.engine.view;

import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event.WorkflowExecutionStarted;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sums a run up in an {@link ExecutionSummary}. */
final class SummaryView {
  private SummaryView() {}

  static ExecutionSummary of(RunState run, String workflowId, String runId, long nowMillis) {
    Long closed = run.closedAt;
    long now = Math.max(closed == null ? nowMillis : closed, run.startedAt);
    WorkflowExecutionStarted started = run.started;
    WorkflowType type = started == null ? null : started.workflowType();
    String next = closed == null ? run.jar.next() : null;
    List<String> tags = started == null ? null : started.tagList();
    ChildPolicy policy = started == null ? null : started.childPolicy();
    return new ExecutionSummary(
        workflowId,
        runId,
        EventFold.name(type),
        type == null ? "" : EventFold.text(type.version()),
        run.status,
        run.startedAt,
        closed,
        started == null ? null : started.input(),
        run.result,
        run.failure,
        run.jar.list(),
        next,
        tags == null ? List.of() : tags.stream().filter(Objects::nonNull).toList(),
        policy == null ? "" : policy.name(),
        run.cancelRequested,
        parent(started),
        started == null ? null : started.continuedExecutionRunId(),
        run.continuedAsRunId,
        run.lastEventId,
        run.calls.list.all().size(),
        run.calls.done(),
        closed == null ? run.calls.callsRunning() : 0,
        run.rounds.list.all().size(),
        run.calls.peakRunning(),
        run.calls.taskMillis(now),
        now - run.startedAt,
        closed == null ? run.waitingForSignals() : List.of(),
        next == null ? run.rounds.stopped() : null);
  }

  private static ExecutionSummary.@Nullable Parent parent(
      @Nullable WorkflowExecutionStarted started) {
    WorkflowExecution parent = started == null ? null : started.parentWorkflowExecution();
    return parent == null
        ? null
        : new ExecutionSummary.Parent(
            EventFold.text(parent.workflowId()), EventFold.text(parent.runId()));
  }
}
