package io.flowscope.engine.core;

import io.flowscope.engine.model.Event;
import java.util.Optional;

/** Which events end the work at a task. */
final class Leased {
  private Leased() {}

  /** The scheduling event of the task that {@code event} closes, if it closes one. */
  static Optional<Long> closedBy(Event event) {
    if (event instanceof Event.DecisionTaskCompleted e) {
      return Optional.of(e.scheduledEventId());
    }
    if (event instanceof Event.DecisionTaskTimedOut e) {
      return Optional.of(e.scheduledEventId());
    }
    if (event instanceof Event.ActivityTaskCompleted e) {
      return Optional.of(e.scheduledEventId());
    }
    if (event instanceof Event.ActivityTaskFailed e) {
      return Optional.of(e.scheduledEventId());
    }
    if (event instanceof Event.ActivityTaskTimedOut e) {
      return Optional.of(e.scheduledEventId());
    }
    if (event instanceof Event.ActivityTaskCanceled e) {
      return Optional.of(e.scheduledEventId());
    }
    return Optional.empty();
  }
}
