package io.flowscope.worker;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Ends this process when the jar's code has started more platform threads than it may: else it
 * would take all that the machine has. Virtual threads cost memory, which has its own limit.
 */
final class ThreadLimit {
  private static final long PAUSE_MILLIS = 200;

  private final int limit;
  private final IntConsumer tooMany;

  /**
   * @param limit how many platform threads there may be, the worker's own with them
   * @param tooMany told how many there are, when there are more
   */
  ThreadLimit(int limit, IntConsumer tooMany) {
    this.limit = limit;
    this.tooMany = tooMany;
  }

  /** Counts for ever, on a thread of its own, and ends the process. */
  static void start(int limit) {
    IntSupplier counted = ManagementFactory.getThreadMXBean()::getThreadCount;
    ThreadLimit threads = new ThreadLimit(limit, number -> endProcess(limit, number));
    Thread.ofPlatform().daemon().name("thread-limit").start(() -> threads.watch(counted));
  }

  private void watch(IntSupplier counted) {
    try {
      while (true) {
        look(counted.getAsInt());
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void look(int threads) {
    if (threads > limit) {
      tooMany.accept(threads);
    }
  }

  private static void endProcess(int limit, int threads) {
    try {
      System.err.println(sentence(limit, threads));
      System.err.flush();
    } finally {
      Runtime.getRuntime().halt(Fatal.TOO_MANY_THREADS);
    }
  }

  static String sentence(int limit, int threads) {
    return "This worker has "
        + threads
        + " threads and may have "
        + limit
        + ", so it ends. The jar's code starts threads and does not end them; use a pool of a fixed"
        + " size in a task.";
  }
}
