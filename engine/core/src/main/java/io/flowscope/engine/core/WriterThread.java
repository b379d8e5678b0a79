package io.flowscope.engine.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the writer's steps as soon as there is something to do. */
final class WriterThread {
  private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

  /** Bounds the sleep, so that a clock that is set forward is noticed. */
  private static final Duration LONGEST_SLEEP = Duration.ofMillis(250);

  private final Writer writer;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean stopping;

  WriterThread(Writer writer, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("engine-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Lets the batch at hand end, then the thread. */
  void stop() {
    stopping = true;
    wake();
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      boolean worked = step();
      if (!worked) {
        LockSupport.parkNanos(this, sleep(clock.instant()).toNanos());
      }
    }
    // What was asked before the end is still done and answered.
    while (step()) {
      Thread.onSpinWait();
    }
  }

  /** Without this thread every call would wait for ever. */
  private boolean step() {
    try {
      return writer.step();
    } catch (RuntimeException | Error e) {
      LOG.error("A step of the writer failed after its batch was written", e);
      return true;
    }
  }

  private Duration sleep(Instant now) {
    return writer
        .next()
        .map(next -> Duration.between(now, next))
        .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .orElse(LONGEST_SLEEP);
  }
}
