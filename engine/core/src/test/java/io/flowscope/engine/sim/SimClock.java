package io.flowscope.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Virtual time: what the wall shows, which may be set, and what really passed, which may not. */
final class SimClock implements InstantSource {
  private Instant wall;
  private Duration passed = Duration.ZERO;

  SimClock(Instant start) {
    this.wall = start;
  }

  @Override
  public Instant instant() {
    return wall;
  }

  /** How long the simulation has run. */
  Duration passed() {
    return passed;
  }

  /** Lets time pass. */
  void pass(Duration time) {
    wall = wall.plus(time);
    passed = passed.plus(time);
  }

  /** Sets the clock on the wall; no time passes. */
  void set(Duration by) {
    wall = wall.plus(by);
  }
}
