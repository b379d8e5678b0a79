package io.flowscope.spi;

import java.time.Instant;

/** Keeps a {@link Rate}: spans follow one another, each beginning with its first call. */
public final class Pace {
  private final Rate rate;
  private Instant end = Instant.MIN;
  private int begun;

  public Pace(Rate rate) {
    this.rate = rate;
  }

  /** From when on the next call may begin; {@code now} or earlier where it may at once. */
  public Instant next(Instant now) {
    return now.isBefore(end) && begun >= rate.calls() ? end : now;
  }

  /** A call begins. */
  public void begin(Instant now) {
    if (!now.isBefore(end)) {
      end = now.plus(rate.per());
      begun = 0;
    }
    begun++;
  }
}
