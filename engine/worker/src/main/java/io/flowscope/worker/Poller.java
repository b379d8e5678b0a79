package io.flowscope.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Polls one task list for ever, one poll at a time, on a platform thread of its own: author code
 * that holds every carrier of virtual threads must not stop it.
 */
final class Poller<T> {
  /** What is polled for, and what is done with it. */
  interface Lane<T> {
    /** Waits until there is room for a task. */
    void before() throws InterruptedException;

    /** Waits for a task; interrupted, it gives up. */
    T poll() throws InterruptedException, ExecutionException;

    boolean isEmpty(T answer);

    /** Has the task; the room that {@link #before} waited for is its own. */
    void work(T task) throws InterruptedException;

    /** Gives back the room: there was no task. */
    void nothing();
  }

  private final String what;
  private final Lane<T> lane;
  private final Backoff backoff;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile @Nullable Thread thread;

  /** The thread while it polls: only then may it be interrupted. */
  private @Nullable Thread polling;

  /**
   * @param what for messages, for instance {@code decisions of fs.ProcessVideo}
   */
  Poller(String what, Lane<T> lane, Backoff backoff) {
    this.what = what;
    this.lane = lane;
    this.backoff = backoff;
  }

  Poller<T> start() {
    thread = Thread.ofPlatform().daemon().name("poll " + what).start(this::run);
    return this;
  }

  /** Waits for the end of the task at hand, once it was stopped; false where it took too long. */
  boolean ended(long deadline) throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    return running == null || !running.isAlive();
  }

  /** Stops after the task at hand, if there is one; a poll under way is given up. */
  void stop() {
    stopped.countDown();
    synchronized (this) {
      if (polling != null) {
        polling.interrupt();
      }
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void run() {
    try {
      while (!isStopped()) {
        lane.before();
        onceOrSay();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One task that goes wrong beyond all that is expected must not end the polling for others. */
  private void onceOrSay() throws InterruptedException {
    try {
      once();
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      System.err.println("A task of " + what + " was given up: " + e);
      stopped.await(backoff.next(), TimeUnit.MILLISECONDS);
    }
  }

  private void once() throws InterruptedException {
    T answer;
    try {
      answer = polled();
    } catch (ExecutionException | RuntimeException e) {
      lane.nothing();
      if (!isStopped()) {
        failed(e.getCause() == null ? e : e.getCause());
      }
      return;
    }
    if (answer == null) {
      lane.nothing();
      return;
    }
    if (backoff.inSeries()) {
      backoff.reset();
      System.err.println("Polling for " + what + " works again.");
    }
    if (lane.isEmpty(answer)) {
      lane.nothing();
    } else {
      lane.work(answer);
    }
  }

  /** Null where it was stopped before a task came. */
  private @Nullable T polled() throws ExecutionException {
    synchronized (this) {
      if (isStopped()) {
        return null;
      }
      polling = Thread.currentThread();
    }
    try {
      return lane.poll();
    } catch (InterruptedException e) {
      return null;
    } finally {
      synchronized (this) {
        polling = null;
        // An interrupt that came too late must not hit the work at the task.
        Thread.interrupted();
      }
    }
  }

  /** A poll may always be repeated. */
  private void failed(Throwable failure) throws InterruptedException {
    if (!backoff.inSeries()) {
      System.err.println("Polling for " + what + " failed and goes on: " + failure);
    }
    stopped.await(backoff.next(), TimeUnit.MILLISECONDS);
  }
}
