package io.flowscope.server.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Processor time that the host of a virtual machine gave to others although it was wanted here, as
 * Linux counts it: a figure measured meanwhile is one of the host. Nothing elsewhere.
 *
 * @param stolen since the machine's start, in Linux's ticks
 * @param all that passed, of all processors
 */
record Stolen(long stolen, long all) {
  private static final int STEAL = 8;

  static Stolen now() {
    try {
      // cpu user nice system idle iowait irq softirq steal …; guests are in user already.
      String[] words = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
      long all = Arrays.stream(words, 1, STEAL + 1).mapToLong(Long::parseLong).sum();
      return new Stolen(Long.parseLong(words[STEAL]), all);
    } catch (IOException e) {
      return new Stolen(0, 0);
    }
  }

  /** Which part of the processors' time was stolen since then, from 0 to 1. */
  double shareSince(Stolen before) {
    return all == before.all ? 0 : (double) (stolen - before.stolen) / (all - before.all);
  }
}
