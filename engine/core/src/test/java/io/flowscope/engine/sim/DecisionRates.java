package io.flowscope.engine.sim;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ScheduleActivityTaskFailedCause;
import io.flowscope.engine.model.StartTimerFailedCause;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Decisions beyond what a domain may have in a second are refused, and no others for that. */
final class DecisionRates {
  private record Moment(String domain, String kind, Instant at) {}

  private final Map<String, String> limits;
  private final Map<Moment, Integer> taken = new HashMap<>();

  DecisionRates(Map<String, String> limits) {
    this.limits = limits;
  }

  /** An engine that begins has a whole second's worth of each. */
  void forget() {
    taken.clear();
  }

  /**
   * An event of a domain.
   *
   * @param clock what the clock showed when it was written
   * @return whether it refuses a decision as one too many
   */
  boolean decided(String domain, Event event, Instant clock) {
    if (event instanceof Event.TimerStarted) {
      took(domain, "StartTimer", clock);
    } else if (event instanceof Event.ActivityTaskScheduled) {
      took(domain, "ScheduleActivityTask", clock);
    } else if (event instanceof Event.StartTimerFailed e
        && e.cause() == StartTimerFailedCause.TIMER_CREATION_RATE_EXCEEDED) {
      return refused("StartTimer", event);
    } else if (event instanceof Event.ScheduleActivityTaskFailed e
        && e.cause() == ScheduleActivityTaskFailedCause.ACTIVITY_CREATION_RATE_EXCEEDED) {
      return refused("ScheduleActivityTask", event);
    }
    return false;
  }

  private void took(String domain, String kind, Instant clock) {
    String most = limits.get("limits.rate." + kind);
    if (most != null) {
      int now = taken.merge(new Moment(domain, kind, clock), 1, Integer::sum);
      Violation.unless(
          now <= Integer.parseInt(most), "rates", now, " of ", kind, " at once in ", domain);
    }
  }

  private boolean refused(String kind, Event event) {
    Violation.unless(limits.containsKey("limits.rate." + kind), "rates", "no reason: ", event);
    return true;
  }
}
