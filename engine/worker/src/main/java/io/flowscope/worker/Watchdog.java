package io.flowscope.worker;

import io.flowscope.worker.replay.Running;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks whether a branch of workflow code neither parks nor ends. Nothing can stop such a thread
 * but the end of its process, which lets all other runs go on in the next one.
 */
final class Watchdog {
  private Watchdog() {}

  /**
   * Watches for ever, on a platform thread.
   *
   * @param limitMillis how long a branch may have the turn
   * @param tooLong told of the first that had it longer
   */
  static void start(Supplier<List<Running>> running, long limitMillis, Consumer<Running> tooLong) {
    long pause = Math.max(10, limitMillis / 20);
    Thread.ofPlatform()
        .daemon()
        .name("watchdog")
        .start(
            () -> {
              try {
                while (true) {
                  TimeUnit.MILLISECONDS.sleep(pause);
                  check(running.get(), System.nanoTime(), limitMillis, tooLong);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  static void check(
      List<Running> running, long nowNanos, long limitMillis, Consumer<Running> tooLong) {
    long limit = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    running.stream()
        .filter(branch -> nowNanos - branch.sinceNanos() > limit)
        .findFirst()
        .ifPresent(tooLong);
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
