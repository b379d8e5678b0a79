package io.flowscope.worker;

import java.util.random.RandomGenerator;

/** How long to wait after the n-th failure in a row: doubled each time, with full jitter. */
final class Backoff {
  private static final long BASE_MILLIS = 100;
  private static final long CAP_MILLIS = 5_000;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The next pause in milliseconds, at least 10 and at most 5,000. */
  long next() {
    long bound = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(failures, 16));
    failures++;
    return 10 + random.nextLong(bound - 9);
  }

  boolean inSeries() {
    return failures > 0;
  }

  void reset() {
    failures = 0;
  }
}
