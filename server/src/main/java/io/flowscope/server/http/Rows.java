package io.flowscope.server.http;

import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.web.page.ExecutionRef;
import io.flowscope.web.page.ExecutionRow;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executions as rows of the lists on pages; those that run tell how far they are. */
final class Rows {
  private final Runs runs;
  private final InstantSource clock;

  Rows(Runs runs, InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
  }

  ExecutionRow row(String domain, WorkflowExecutionInfo info) {
    ExecutionStatus status = Executions.statusOf(info);
    ExecutionSummary summary = isTold(status) ? summary(domain, info) : null;
    return new ExecutionRow(
        new ExecutionRef(
            Params.LOCAL, domain, info.execution().workflowId(), info.execution().runId()),
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

  ExecutionSummary summary(String domain, WorkflowExecutionInfo info) {
    String id = info.execution().workflowId();
    String runId = info.execution().runId();
    return runs.run(new RunId(domain, id, runId))
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
