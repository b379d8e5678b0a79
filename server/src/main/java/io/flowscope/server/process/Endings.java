package io.flowscope.server.process;

import java.util.List;
import java.util.Set;

/** How a process ended, in words, and whose doing it was. */
public final class Endings {
  private static final int SIGNAL = 128;

  /** What people, systems and machines that stop send: hang-up, interrupt, kill and terminate. */
  private static final Set<Integer> FROM_OUTSIDE = Set.of(1, 2, 9, 15);

  private Endings() {}

  /**
   * Whether nobody but the process itself brought its end about: an exit, a crash, a full heap, the
   * watchdog. Code that makes its worker end again and again is not run for ever.
   */
  public static boolean isByItself(int exitCode) {
    return !FROM_OUTSIDE.contains(exitCode - SIGNAL);
  }

  /** For instance {@code ended with exit code 3}; fits behind "it" or "the worker". */
  static String sentence(int exitCode, List<String> lastLines, String heap) {
    if (ranOutOfMemory(lastLines)) {
      return "ran out of memory (its limit is %s)".formatted(heap);
    }
    if (exitCode == SIGNAL + 9) {
      return "was killed (exit code 137)";
    }
    if (exitCode > SIGNAL && exitCode < SIGNAL + 32) {
      return "was ended by signal %d (exit code %d)".formatted(exitCode - SIGNAL, exitCode);
    }
    return "ended with exit code " + exitCode;
  }

  static boolean ranOutOfMemory(List<String> lastLines) {
    return lastLines.stream()
        .anyMatch(line -> line.startsWith("Terminating due to java.lang.OutOfMemoryError"));
  }
}
