package io.flowscope.server.http;

import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.web.page.ExecutionRow;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executions as rows of the lists on pages. Those that run tell how far they are, but not of an SWF
 * elsewhere: that would cost it a whole history for each row.
 */
final class Rows {
  private final Runs runs;
  private final InstantSource clock;

  Rows(Runs runs, InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
  }

  ExecutionRow row(Where where, WorkflowExecutionInfo info) {
    ExecutionStatus status = Executions.statusOf(info);
    ExecutionSummary summary = where.isLocal() && isTold(status) ? summary(where, info) : null;
    return new ExecutionRow(
        RunId.at(where, info.execution().workflowId(), info.execution().runId()).ref(),
        info.workflowType().name(),
        info.workflowType().version(),
        status,
        info.startTimestamp().toEpochMilli(),
        info.closeTimestamp() == null ? null : info.closeTimestamp().toEpochMilli(),
        info.tagList() == null ? List.of() : info.tagList(),
        summary == null || status != ExecutionStatus.RUNNING
            ? null
            : new ExecutionRow.Progress(summary.callsDone(), summary.calls()),
        summary == null ? null : lastWord(summary));
  }

  private static boolean isTold(ExecutionStatus status) {
    return switch (status) {
      case RUNNING, FAILED, TIMED_OUT, TERMINATED -> true;
      case COMPLETED, CANCELED, CONTINUED_AS_NEW -> false;
    };
  }

  ExecutionSummary summary(Where where, WorkflowExecutionInfo info) {
    String id = info.execution().workflowId();
    String runId = info.execution().runId();
    return runs.run(RunId.at(where, id, runId))
        .read(fold -> fold.summary(id, runId, clock.millis()));
  }

  private static @Nullable String lastWord(ExecutionSummary summary) {
    if (summary.failure() != null) {
      return summary.failure().reason();
    }
    if (summary.stopped() != null) {
      return summary.stopped().why();
    }
    return summary.waitingForSignals().isEmpty()
        ? null
        : "waits for the signal " + String.join(", ", summary.waitingForSignals());
  }
}
