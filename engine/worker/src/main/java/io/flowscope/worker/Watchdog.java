package io.flowscope.worker;

import io.flowscope.worker.replay.Running;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks whether a branch of workflow code neither parks nor ends. Nothing can stop such a thread
 * but the end of its process, which lets all other runs go on in the next one.
 *
 * <p>What counts is time in which this process ran: between two looks never more than {@link
 * #MOST_PAUSES} pauses. Else a machine that slept, or a host that gave it no processor, would end a
 * worker whose code had no chance to do anything.
 */
final class Watchdog {
  private static final int MOST_PAUSES = 4;

  private final long limitNanos;
  private final long pauseNanos;
  private final Consumer<Running> tooLong;

  /** How long each turn that goes on was seen to last. */
  private Map<Turn, Long> seen = Map.of();

  private long lastLook;

  private record Turn(String runId, String branch, long sinceNanos) {
    static Turn of(Running branch) {
      return new Turn(branch.execution().runId(), branch.branch(), branch.sinceNanos());
    }
  }

  /**
   * @param limitMillis how long a branch may have the turn
   * @param tooLong told of the first that had it longer
   */
  Watchdog(long limitMillis, long nowNanos, Consumer<Running> tooLong) {
    this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    this.pauseNanos = Math.max(TimeUnit.MILLISECONDS.toNanos(10), limitNanos / 20);
    this.lastLook = nowNanos;
    this.tooLong = tooLong;
  }

  /** Watches for ever, on a platform thread: author code may hold every carrier of virtual ones. */
  void start(Supplier<List<Running>> running) {
    Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(running));
  }

  private void watch(Supplier<List<Running>> running) {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(pauseNanos);
        look(running.get(), System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void look(List<Running> running, long nowNanos) {
    long awake = Math.min(nowNanos - lastLook, MOST_PAUSES * pauseNanos);
    lastLook = nowNanos;
    Map<Turn, Long> now = new HashMap<>();
    for (Running branch : running) {
      Turn turn = Turn.of(branch);
      long lasted = Math.min(nowNanos - branch.sinceNanos(), seen.getOrDefault(turn, 0L) + awake);
      now.put(turn, lasted);
      if (lasted > limitNanos) {
        tooLong.accept(branch);
        break;
      }
    }
    seen = now;
  }

  /** Says where the code is, and ends the process. */
  static void endProcess(Running branch) {
    try {
      System.err.println(sentence(branch, System.nanoTime()));
      System.err.flush();
    } finally {
      Runtime.getRuntime().halt(Fatal.TOO_LONG);
    }
  }

  static String sentence(Running branch, long nowNanos) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "The workflow %s of execution %s (run %s) has run for %.1f s%s without coming to a"
                + " barrier or to its end, so this worker ends. Workflow code must not compute,"
                + " sleep or wait: put such work into a task. It was here:",
            branch.workflow(),
            branch.execution().workflowId(),
            branch.execution().runId(),
            (nowNanos - branch.sinceNanos()) / 1e9,
            branch.branch().isEmpty() ? "" : " in branch " + branch.branch()));
    for (StackTraceElement frame : branch.stack()) {
      text.append("\n\tat ").append(frame);
    }
    return text.toString();
  }
}
