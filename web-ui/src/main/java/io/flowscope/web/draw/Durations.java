package io.flowscope.web.draw;

import java.util.Locale;

/** Lengths of time for people. */
final class Durations {
  private Durations() {}

  /** {@code 0.64 s}, {@code 3 min 33 s}, {@code 5 h 02 min}, {@code 2 d 03 h}. */
  static String words(double millis) {
    double seconds = millis / 1000;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    long s = Math.round(seconds);
    if (s < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60);
    }
    if (s < 86_400) {
      return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }
    return String.format(Locale.ROOT, "%d d %02d h", s / 86_400, s / 3600 % 24);
  }

  /** Seconds with three decimals, for columns. */
  static String seconds(double millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000);
  }
}
