package io.flowscope.worker;

import io.flowscope.engine.LocalBackend;
import io.flowscope.engine.model.Action.PollForDecisionTask;
import io.flowscope.engine.model.DecisionTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Polls one list of an engine in this process, one poll at a time, for decision tasks that may be
 * ahead of the disk. It holds no thread while it polls; each task is computed on a virtual thread,
 * and the next poll is made as soon as the answer is handed in, not when it is durable.
 */
final class AheadDecisions {
  /** What is done with a task. */
  interface Work {
    /** Returns when the answer is handed in, or when there is none. */
    void decide(LocalBackend.Ahead ahead) throws InterruptedException;

    /** The events of a task were lost: nothing that it told may be used. Must return at once. */
    void lost(DecisionTask task);
  }

  private static final ScheduledExecutorService LATER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("poll later").factory());

  private final LocalBackend backend;
  private final PollForDecisionTask request;
  private final Work work;
  private final Backoff backoff;
  private volatile boolean stopped;
  private volatile @Nullable CompletableFuture<?> underWay;

  AheadDecisions(LocalBackend backend, PollForDecisionTask request, Work work, Backoff backoff) {
    this.backend = backend;
    this.request = request;
    this.work = work;
    this.backoff = backoff;
  }

  AheadDecisions start() {
    poll();
    return this;
  }

  /** Stops after the task at hand, if there is one; a poll under way is given up. */
  void stop() {
    stopped = true;
    CompletableFuture<?> poll = underWay;
    if (poll != null) {
      poll.cancel(true);
    }
  }

  private void poll() {
    if (stopped) {
      return;
    }
    CompletableFuture<LocalBackend.Ahead> poll = backend.pollAhead(request);
    underWay = poll;
    if (stopped) {
      poll.cancel(true);
    }
    poll.whenComplete(
        (ahead, failure) -> {
          if (failure != null) {
            failed(failure);
          } else {
            got(ahead);
          }
        });
  }

  /** A poll may always be repeated. */
  private void failed(Throwable failure) {
    if (stopped) {
      return;
    }
    if (!backoff.inSeries()) {
      System.err.println(
          "Polling for decisions of "
              + request.taskList().name()
              + " failed and goes on: "
              + failure);
    }
    LATER.schedule(this::poll, backoff.next(), TimeUnit.MILLISECONDS);
  }

  private void got(LocalBackend.Ahead ahead) {
    backoff.reset();
    DecisionTask task = ahead.task();
    boolean empty = task.taskToken() == null || task.taskToken().isEmpty();
    if (!empty) {
      // Before anybody can compute: what is lost is then forgotten before another task comes.
      ahead
          .durable()
          .whenComplete(
              (nothing, failure) -> {
                if (failure != null) {
                  work.lost(task);
                }
              });
    }
    Thread.ofVirtual()
        .name("decide " + request.taskList().name())
        .start(
            () -> {
              if (!empty) {
                decide(ahead);
              }
              poll();
            });
  }

  /** One task that goes wrong beyond all that is expected must not end the polling for others. */
  private void decide(LocalBackend.Ahead ahead) {
    try {
      work.decide(ahead);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      backend.notNow(ahead.task().taskToken());
      work.lost(ahead.task());
      System.err.println(
          "A decision of " + ahead.task().workflowExecution().workflowId() + " was given up: " + e);
    }
  }
}
