package io.flowscope.engine.decide;

import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.decide.ExecutionState.OpenDecision;
import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import java.time.Instant;
import java.util.Optional;

/** When what is open times out if nothing happens before. */
public final class Deadlines {
  private Deadlines() {}

  /** When the execution as a whole times out, at the latest when no execution may be open. */
  public static Instant ofExecution(ExecutionState state, Limits limits) {
    Instant latest = state.startedAt().plusSeconds(limits.executionSeconds());
    return Durations.after(state.startedAt(), state.attributes().executionStartToCloseTimeout())
        .filter(own -> own.isBefore(latest))
        .orElse(latest);
  }

  /** When the decision task times out, waiting or worked at. */
  public static Optional<Instant> of(OpenDecision open) {
    return open.isStarted()
        ? Durations.after(open.startedAt(), open.startToCloseTimeout())
        : Durations.after(open.scheduledAt(), open.scheduleToStartTimeout());
  }

  /** Which timeout of a decision task {@link #of(OpenDecision)} is. */
  public static DecisionTaskTimeoutType typeOf(OpenDecision open) {
    return open.isStarted()
        ? DecisionTaskTimeoutType.START_TO_CLOSE
        : DecisionTaskTimeoutType.SCHEDULE_TO_START;
  }

  /** The first timeout of the activity task, but for its heartbeat. */
  public static Optional<Instant> of(OpenActivity open) {
    Optional<Instant> whole = whole(open);
    Optional<Instant> part = part(open);
    if (whole.isEmpty() || part.isEmpty()) {
      return whole.or(() -> part);
    }
    return whole.get().isBefore(part.get()) ? whole : part;
  }

  /** Which timeout of an activity task {@link #of(OpenActivity)} is. */
  public static ActivityTaskTimeoutType typeOf(OpenActivity open) {
    if (part(open).isPresent() && part(open).equals(of(open))) {
      return open.isStarted()
          ? ActivityTaskTimeoutType.START_TO_CLOSE
          : ActivityTaskTimeoutType.SCHEDULE_TO_START;
    }
    return ActivityTaskTimeoutType.SCHEDULE_TO_CLOSE;
  }

  private static Optional<Instant> whole(OpenActivity open) {
    return Durations.after(open.scheduledAt(), open.scheduleToCloseTimeout());
  }

  private static Optional<Instant> part(OpenActivity open) {
    return open.isStarted()
        ? Durations.after(open.startedAt(), open.startToCloseTimeout())
        : Durations.after(open.scheduledAt(), open.scheduleToStartTimeout());
  }
}
