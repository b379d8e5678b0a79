package io.flowscope.server.process;

import java.time.Duration;

/** When a worker that ended by itself is started again. */
final class Backoff {
  private static final long[] DELAYS = {200, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000};

  /** A worker that ran so long worked; what ended it is taken for a new failure. */
  private static final Duration WORKED = Duration.ofSeconds(30);

  private int failures;

  /** Takes note of an end and says how many milliseconds to wait. */
  long afterEnd(Duration ran) {
    if (ran.compareTo(WORKED) >= 0) {
      failures = 0;
    }
    long delay = DELAYS[Math.min(failures, DELAYS.length - 1)];
    failures++;
    return delay;
  }

  /** How many times in a row it ended too early. */
  int failures() {
    return failures;
  }

  /** Whether the delays have reached their maximum. */
  boolean exhausted() {
    return failures >= DELAYS.length;
  }

  void reset() {
    failures = 0;
  }
}
