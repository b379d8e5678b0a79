package io.flowscope.engine.decide;

import io.flowscope.engine.decide.ExecutionState.OpenTimer;
import io.flowscope.engine.model.CancelTimerFailedCause;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.StartTimerFailedCause;

/** Everything that happens to timers. */
final class Timers {
  private Timers() {}

  static void start(Draft draft, long completedEventId, Decision.StartTimer d, Room room) {
    if (draft.state().timers().containsKey(d.timerId())) {
      refuse(draft, completedEventId, d, StartTimerFailedCause.TIMER_ID_ALREADY_IN_USE);
    } else if (draft.state().timers().size() >= draft.limits().openTimers()) {
      refuse(draft, completedEventId, d, StartTimerFailedCause.OPEN_TIMERS_LIMIT_EXCEEDED);
    } else if (!room.takes(Decision.StartTimer.class)) {
      refuse(draft, completedEventId, d, StartTimerFailedCause.TIMER_CREATION_RATE_EXCEEDED);
    } else {
      draft.add(
          new Event.TimerStarted(
              d.timerId(), d.control(), d.startToFireTimeout(), completedEventId));
    }
  }

  private static void refuse(
      Draft draft, long completedEventId, Decision.StartTimer d, StartTimerFailedCause cause) {
    draft.add(new Event.StartTimerFailed(d.timerId(), cause, completedEventId));
  }

  static void cancel(Draft draft, long completedEventId, Decision.CancelTimer d) {
    OpenTimer open = draft.state().timers().get(d.timerId());
    draft.add(
        open == null
            ? new Event.CancelTimerFailed(
                d.timerId(), CancelTimerFailedCause.TIMER_ID_UNKNOWN, completedEventId)
            : new Event.TimerCanceled(d.timerId(), open.startedEventId(), completedEventId));
  }

  static void fire(Draft draft, Command.FireTimer c) {
    OpenTimer open = draft.state().timers().get(c.timerId());
    if (open != null && open.startedEventId() == c.startedEventId()) {
      draft.add(new Event.TimerFired(c.timerId(), c.startedEventId()));
    }
  }
}
