package io.flowscope.engine.sim;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which faults a run has and how often; each run has some of them, so that all mixtures occur. */
final class Faults {
  /** What may happen in every turn, whatever else happens. */
  private static final List<Fault> OFTEN =
      List.of(
          Fault.CRASH_IDLE,
          Fault.CRASH_BETWEEN_ANSWERS,
          Fault.RESTART,
          Fault.LOST_ANSWER,
          Fault.DOUBLE_DELIVERY,
          Fault.SLOW_APPEND);

  private static final int SURE = 2;

  private final Dice dice;
  private final Tally tally;
  private final Trace trace;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private boolean active;

  Faults(Dice dice, Tally tally, Trace trace) {
    this.dice = dice;
    this.tally = tally;
    this.trace = trace;
    for (Fault fault : Fault.values()) {
      boolean present = dice.chance(0.6);
      double share = dice.below(100) / 100.0;
      rates.put(fault, present ? most(fault) * share : 0);
    }
    // Whatever was thrown, something goes wrong in every run.
    for (int i = 0; i < SURE; i++) {
      Fault fault = dice.of(OFTEN);
      rates.merge(fault, most(fault) / 2, Math::max);
    }
  }

  private static double most(Fault fault) {
    return switch (fault) {
      case CRASH_BEFORE_APPEND, CRASH_BEFORE_SYNC, CRASH_AFTER_APPEND, CRASH_BETWEEN_ANSWERS ->
          0.03;
      case CRASH_IDLE, RESTART, POWER_CUT -> 0.02;
      case APPEND_FAILED_BEFORE, APPEND_FAILED_AFTER -> 0.05;
      case REOPEN_FAILED, OPEN_FAILED -> 0.5;
      case READ_FAILED -> 0.02;
      case SLOW_APPEND -> 0.1;
      case CLOCK_FORWARD, CLOCK_BACK -> 0.03;
      case LOST_ANSWER, DOUBLE_DELIVERY -> 0.1;
    };
  }

  /** From now on things go wrong, or no longer. */
  void activate(boolean on) {
    active = on;
  }

  boolean isActive() {
    return active;
  }

  /** Leaves a fault out of this run. */
  void without(Fault fault) {
    rates.put(fault, 0.0);
  }

  /** Whether it happens now. */
  boolean happens(Fault fault) {
    boolean now = active && dice.chance(rates.get(fault));
    if (now) {
      tally.count(fault);
      trace.say("! %s", fault);
    }
    return now;
  }

  /** How long a slow disk takes. */
  Duration delay() {
    return dice.upTo(Duration.ofSeconds(dice.any(1, 5, 40)));
  }
}
