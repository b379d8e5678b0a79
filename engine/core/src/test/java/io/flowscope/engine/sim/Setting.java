package io.flowscope.engine.sim;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run is like.
 *
 * @param h2 whether it runs on the real database
 * @param mayLose whether the machine may lose the last batches, as it may without syncs
 * @param steps how many turns clients and engine have before faults stop
 * @param start what the clock shows at first
 * @param limits SWF's limits, or much lower ones
 */
record Setting(boolean h2, boolean mayLose, int steps, Instant start, Map<String, String> limits) {
  private static final int EVERY = 25;

  /** Calls and decisions that may be limited by the second. */
  private static final List<String> RATED =
      List.of(
          "StartWorkflowExecution",
          "SignalWorkflowExecution",
          "RespondDecisionTaskCompleted",
          "RecordActivityTaskHeartbeat",
          "PollForActivityTask",
          "StartTimer",
          "ScheduleActivityTask");

  static Setting of(long seed, Dice dice) {
    boolean h2 = Math.floorMod(seed, EVERY) == EVERY - 1;
    return new Setting(
        h2,
        !h2 && dice.chance(0.15),
        h2 ? dice.between(50, 100) : dice.between(80, 260),
        dice.any(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-03-29T00:59:30Z"),
            Instant.parse("2038-01-19T03:13:00Z"),
            Instant.parse("2016-12-31T23:59:00Z")),
        limits(dice));
  }

  /** Whether calls or decisions may be refused since there were too many in a second. */
  boolean isRated() {
    return limits.keySet().stream().anyMatch(name -> name.startsWith("limits.rate."));
  }

  private static Map<String, String> limits(Dice dice) {
    Map<String, String> limits = new HashMap<>();
    if (dice.chance(0.3)) {
      limits.put("limits.events", "70");
      limits.put("limits.openTimers", "2");
      limits.put("limits.openActivities", "3");
      limits.put("limits.openChildren", "2");
      limits.put("limits.openExecutions", "7");
      limits.put("limits.pageSize", "9");
    }
    if (dice.chance(0.5)) {
      // So few that states are folded anew all the time.
      limits.put("limits.memory.runs", dice.any("1", "3"));
    }
    for (String name : RATED) {
      if (dice.chance(0.15)) {
        limits.put("limits.rate." + name, dice.any("1", "2", "5"));
      }
    }
    return limits;
  }
}
