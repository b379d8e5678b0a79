package io.flowscope.server.whole;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process as a kill would, at a moment when one of its threads is seen in a given method;
 * so a test can kill at a point that takes microseconds, and know that it did.
 */
final class HaltAt implements Runnable {
  /** The exit code of a process that was ended at its point. */
  static final int REACHED = 86;

  /** The exit code when the point did not come. */
  static final int MISSED = 87;

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Where a process can end. */
  enum Point {
    /** The tables of a new database are being made. */
    MAKE("io.flowscope.engine.store.H2Schema", "make"),
    /** A batch is being written, or is written and not durable. */
    WRITE("io.flowscope.engine.store.H2Store", "write"),
    /** A batch is being made durable; nobody was answered. */
    SYNC("io.flowscope.engine.store.H2Store", "sync"),
    /** A batch is durable; some were answered, others not yet. */
    ANSWER("io.flowscope.engine.core.Writer", "tellOne"),
    /** Batches are being carried from the journal into the database. */
    FOLD("io.flowscope.engine.store.Folding", "fold"),
    /** Space is being given back in the database. */
    COMPACT("io.flowscope.engine.store.H2Database", "compact");

    private final String type;
    private final String method;

    Point(String type, String method) {
      this.type = type;
      this.method = method;
    }

    private boolean isIn(StackTraceElement[] stack) {
      for (StackTraceElement frame : stack) {
        if (frame.getClassName().equals(type) && frame.getMethodName().equals(method)) {
          return true;
        }
      }
      return false;
    }
  }

  private final Point point;

  private HaltAt(Point point) {
    this.point = point;
  }

  /** From now on waits for the point. */
  static void begin(Point point) {
    Thread.ofPlatform().daemon().name("halt").start(new HaltAt(point));
  }

  @Override
  public void run() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
        if (point.isIn(stack)) {
          Runtime.getRuntime().halt(REACHED);
        }
      }
      LockSupport.parkNanos(20_000);
    }
    Runtime.getRuntime().halt(MISSED);
  }
}
