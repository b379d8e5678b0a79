package io.flowscope.server.connect;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The news of an SWF elsewhere, which tells nothing by itself: each execution that somebody watches
 * is asked for its last event, a second after it changed, and more and more seldom while nothing
 * happens. Failures make the pauses longer, too.
 */
final class AskedNews implements News {
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration LONGEST_IN_TROUBLE = Duration.ofSeconds(60);

  private final Backend backend;
  private final ScheduledExecutorService timer;

  AskedNews(Backend backend, ScheduledExecutorService timer) {
    this.backend = backend;
    this.timer = timer;
  }

  @Override
  public AutoCloseable subscribe(
      String domain, String workflowId, String runId, LongConsumer lastEventId) {
    Watch watch = new Watch(domain, new WorkflowExecution(workflowId, runId), lastEventId);
    watch.plan(SHORTEST);
    return watch::stop;
  }

  /** One execution that somebody watches. */
  private final class Watch {
    private final GetWorkflowExecutionHistory question;
    private final LongConsumer listener;
    private Duration pause = SHORTEST;
    private long known;
    private boolean stopped;
    private @Nullable ScheduledFuture<?> next;

    Watch(String domain, WorkflowExecution execution, LongConsumer listener) {
      this.question = new GetWorkflowExecutionHistory(domain, execution, null, 1, true);
      this.listener = listener;
    }

    synchronized void plan(Duration after) {
      if (!stopped && !timer.isShutdown()) {
        pause = after;
        next = timer.schedule(this::ask, after.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    synchronized void stop() {
      stopped = true;
      if (next != null) {
        next.cancel(false);
      }
    }

    private void ask() {
      var unused =
          backend
              .call(question)
              .whenComplete((answer, failure) -> plan(told(failure == null ? answer : null)));
    }

    /** Tells the listener, and answers how long to wait now. */
    private synchronized Duration told(@Nullable History answer) {
      if (stopped) {
        return LONGEST;
      }
      if (answer == null) {
        // The listener finds out by itself what is wrong, and tells those who wait for it.
        listener.accept(known);
        return lesser(pause.multipliedBy(2), LONGEST_IN_TROUBLE);
      }
      long last = answer.events().isEmpty() ? 0 : answer.events().getFirst().eventId();
      if (last == known) {
        return lesser(pause.multipliedBy(3).dividedBy(2), LONGEST);
      }
      known = last;
      listener.accept(last);
      return SHORTEST;
    }
  }

  private static Duration lesser(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
