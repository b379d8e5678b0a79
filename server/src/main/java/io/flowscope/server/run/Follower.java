package io.flowscope.server.run;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ExecutionStatus;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionDetail;
import io.flowscope.engine.model.WorkflowExecutionOpenCounts;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.ProcessSettings;
import io.flowscope.server.process.WorkerState;
import io.flowscope.server.process.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Waits for the end of an execution, and of those that continue it; tells of long ones. */
final class Follower {
  private static final long PROGRESS_MILLIS = 3_000;

  private final Engine engine;
  private final Workers workers;
  private final StoredJar jar;
  private final String workflowId;
  private long toldAt = System.nanoTime();
  private int seconds;

  Follower(Engine engine, Workers workers, StoredJar jar, String workflowId) {
    this.engine = engine;
    this.workers = workers;
    this.jar = jar;
    this.workflowId = workflowId;
  }

  /**
   * How it ended.
   *
   * @param stopped why it cannot go on, null for an execution that closed
   */
  record Ended(String runId, List<HistoryEvent> events, RoundRecord.@Nullable Stopped stopped) {}

  Ended untilEnded(String firstRunId) throws InterruptedException {
    String runId = firstRunId;
    while (true) {
      RoundRecord.Stopped stopped = await(runId);
      List<HistoryEvent> events = history(runId);
      if (stopped == null
          && events.getLast().event() instanceof Event.WorkflowExecutionContinuedAsNew next) {
        runId = next.newExecutionRunId();
      } else {
        return new Ended(runId, events, stopped);
      }
    }
  }

  private RoundRecord.@Nullable Stopped await(String runId) throws InterruptedException {
    Semaphore news = new Semaphore(1);
    AutoCloseable subscription =
        engine.feed().subscribe(ProcessSettings.DOMAIN, workflowId, runId, last -> news.release());
    try {
      while (true) {
        if (news.tryAcquire(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
        WorkflowExecutionDetail detail =
            engine
                .call(
                    new Action.DescribeWorkflowExecution(
                        ProcessSettings.DOMAIN, new WorkflowExecution(workflowId, runId)))
                .join();
        if (detail.executionInfo().executionStatus() == ExecutionStatus.CLOSED) {
          return null;
        }
        Optional<RoundRecord.Stopped> stopped = stopped(detail);
        if (stopped.isPresent()) {
          return stopped.get();
        }
        tell(detail.openCounts());
      }
    } finally {
      close(subscription);
    }
  }

  private static Optional<RoundRecord.Stopped> stopped(WorkflowExecutionDetail detail) {
    String context = detail.latestExecutionContext();
    return context == null || detail.openCounts().openDecisionTasks() > 0
        ? Optional.empty()
        : RecordCodec.readRound(context, List.of()).map(RoundRecord::stopped);
  }

  private void tell(WorkflowExecutionOpenCounts counts) {
    long millis = (System.nanoTime() - toldAt) / 1_000_000;
    if (millis < PROGRESS_MILLIS) {
      return;
    }
    toldAt = System.nanoTime();
    seconds += (int) (millis / 1_000);
    String trouble =
        workers
            .find(jar.hash12())
            .filter(state -> state.phase() != WorkerState.Phase.RUNNING)
            .map(state -> "; the worker process " + state.message())
            .orElse("");
    String open =
        Stream.of(
                number(counts.openActivityTasks(), "task"),
                number(counts.openTimers(), "timer"),
                number(counts.openChildWorkflowExecutions(), "child workflow"))
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(", "));
    System.err.println(
        "%d s so far; %s%s"
            .formatted(
                seconds,
                open.isEmpty() ? "the workflow's own code is next" : "open: " + open,
                trouble));
  }

  /** {@code 1 task}, {@code 2 tasks}; empty for none. */
  private static String number(int n, String one) {
    return n == 0 ? "" : n + " " + one + (n == 1 ? "" : "s");
  }

  private List<HistoryEvent> history(String runId) {
    List<HistoryEvent> events = new ArrayList<>();
    String token = null;
    do {
      History page =
          engine
              .call(
                  new Action.GetWorkflowExecutionHistory(
                      ProcessSettings.DOMAIN,
                      new WorkflowExecution(workflowId, runId),
                      token,
                      null,
                      null))
              .join();
      events.addAll(page.events());
      token = page.nextPageToken();
    } while (token != null);
    return events;
  }

  private static void close(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (Exception e) {
      throw new IllegalStateException("The subscription cannot be ended.", e);
    }
  }
}
