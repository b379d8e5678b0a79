package io.flowscope.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends this process in good order when it gets SIGTERM: no more tasks are taken, and what it holds
 * is finished and answered, so that no task has to time out.
 */
final class Drain {
  /** Less than those who sent the signal usually wait before they kill: 30 s. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  /** As of a process that SIGTERM ended. */
  private static final int KILLED = 143;

  private final ActivityWorker activities;
  private final DecisionWorker decisions;
  private final AtomicBoolean begun = new AtomicBoolean();

  Drain(ActivityWorker activities, DecisionWorker decisions) {
    this.activities = activities;
    this.decisions = decisions;
  }

  /** From now on. */
  void onSignal() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(this::run));
  }

  /** Ends the process: with exit code 0 when nothing was left undone. */
  void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    boolean finished = false;
    try {
      activities.leave();
      decisions.close();
      long deadline = System.nanoTime() + GRACE.toNanos();
      // Decisions last: the ends of activities may bring some, which others take.
      finished = activities.finished(deadline) & decisions.finished(deadline);
      if (!finished) {
        System.err.println(
            "The worker was told to stop, but some of its tasks did not end within "
                + GRACE.toSeconds()
                + " s; they time out and are tried again if their workflow says so.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      System.err.flush();
      Runtime.getRuntime().halt(finished ? 0 : KILLED);
    }
  }
}
