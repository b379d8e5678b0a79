package io.flowscope.server.process;

import java.util.List;

/** How a process ended, in words. */
final class Endings {
  private static final int SIGNAL = 128;

  private Endings() {}

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
