package io.flowscope.server.run;

import java.util.Locale;

/** Durations as {@code run} prints them. */
final class Times {
  private Times() {}

  /** For instance {@code 2.0 s; one after another 10.1 s}. */
  static String both(long wallMillis, long sumOfTaskMillis) {
    return seconds(wallMillis) + "; one after another " + seconds(sumOfTaskMillis);
  }

  static String sequential(long wallMillis) {
    return seconds(wallMillis) + ", one after another";
  }

  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }
}
