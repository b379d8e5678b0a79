package io.flowscope.testing;

import java.time.Instant;
import java.time.InstantSource;

/** Time that moves only when it is told to. */
final class VirtualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void moveTo(Instant later) {
    if (later.isAfter(now)) {
      now = later;
    }
  }
}
