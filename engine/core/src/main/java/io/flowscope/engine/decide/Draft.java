package io.flowscope.engine.decide;

import io.flowscope.engine.decide.ExecutionState.StickyList;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The events that a command is going to cause, and the state that they lead to. */
final class Draft {
  private final Instant at;
  private final Limits limits;
  private final List<HistoryEvent> events = new ArrayList<>();
  private ExecutionState state;
  private int childrenInitiated;

  Draft(ExecutionState state, Instant now, Limits limits) {
    this.state = state;
    this.limits = limits;
    // A clock that is set back must not turn a history around.
    this.at = now.isBefore(state.lastEventAt()) ? state.lastEventAt() : now;
  }

  ExecutionState state() {
    return state;
  }

  Limits limits() {
    return limits;
  }

  /** How many children these events are to start. */
  int childrenInitiated() {
    return childrenInitiated;
  }

  /**
   * Adds an event and gives its id. The last that a history has room for ends the execution;
   * nothing is added after that.
   */
  long add(Event event) {
    if (!state.isOpen()) {
      return state.lastEventId();
    }
    long id = append(event);
    if (event instanceof Event.StartChildWorkflowExecutionInitiated) {
      childrenInitiated++;
    }
    if (state.isOpen() && id >= limits.events() - 1) {
      append(
          new Event.WorkflowExecutionTerminated(
              null,
              null,
              state.attributes().childPolicy(),
              WorkflowExecutionTerminatedCause.EVENT_LIMIT_EXCEEDED));
    }
    return id;
  }

  private long append(Event event) {
    HistoryEvent next = new HistoryEvent(at, state.lastEventId() + 1, event);
    state = Evolve.evolve(state, next);
    events.add(next);
    return next.eventId();
  }

  /** Schedules a decision task where one is due. */
  Outcome finish() {
    if (state.isOpen() && state.decision() == null && state.hasUnseenEvents()) {
      scheduleDecision();
    }
    return new Outcome(List.copyOf(events), state);
  }

  private void scheduleDecision() {
    StickyList sticky = state.sticky();
    add(
        new Event.DecisionTaskScheduled(
            sticky == null ? state.taskList() : sticky.taskList(),
            state.attributes().taskPriority(),
            state.attributes().taskStartToCloseTimeout(),
            sticky == null ? Durations.NONE : sticky.scheduleToStartTimeout()));
  }
}
