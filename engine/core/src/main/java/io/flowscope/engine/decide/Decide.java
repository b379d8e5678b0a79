package io.flowscope.engine.decide;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What a command comes to in a given state. Pure: no clock, no chance, no I/O. */
public final class Decide {
  private Decide() {}

  /** The beginning of an execution: its first event and its first decision task. */
  public static Outcome start(
      String domain,
      WorkflowExecution execution,
      Event.WorkflowExecutionStarted attributes,
      Instant now,
      Limits limits) {
    HistoryEvent first = new HistoryEvent(now.truncatedTo(ChronoUnit.MILLIS), 1, attributes);
    Draft draft = new Draft(Evolve.start(domain, execution, first), first.eventTimestamp(), limits);
    Outcome rest = draft.finish();
    List<HistoryEvent> events = new ArrayList<>();
    events.add(first);
    events.addAll(rest.events());
    return new Outcome(List.copyOf(events), rest.after());
  }

  /**
   * What {@code command} comes to. A command whose object is gone (a timer that was canceled, a
   * child already closed) comes to nothing.
   *
   * @throws io.flowscope.engine.SwfFault when it is refused; nothing has happened then
   */
  public static Outcome decide(ExecutionState state, Command command, Instant now, Limits limits) {
    if (!state.isOpen()) {
      return new Outcome(List.of(), state);
    }
    Draft draft = new Draft(state, now.truncatedTo(ChronoUnit.MILLIS), limits);
    switch (command) {
      case Command.StartDecisionTask c -> DecisionTasks.start(draft, c);
      case Command.CompleteDecisionTask c -> DecisionTasks.complete(draft, c);
      case Command.TimeOutDecisionTask c -> DecisionTasks.timeOut(draft, c);
      case Command.StartActivityTask c -> ActivityTasks.start(draft, c);
      case Command.CompleteActivityTask c -> ActivityTasks.complete(draft, c);
      case Command.FailActivityTask c -> ActivityTasks.fail(draft, c);
      case Command.CancelActivityTask c -> ActivityTasks.cancel(draft, c);
      case Command.TimeOutActivityTask c -> ActivityTasks.timeOut(draft, c);
      case Command.FireTimer c -> Timers.fire(draft, c);
      case Command.TimeOutExecution c -> Closing.timeOut(draft);
      case Command.Terminate c -> Closing.terminate(draft, c);
      case Command.Signal c ->
          draft.add(
              new Event.WorkflowExecutionSignaled(
                  c.name(), c.input(), c.sender(), c.initiatedEventId()));
      case Command.RequestCancel c ->
          draft.add(
              new Event.WorkflowExecutionCancelRequested(
                  c.sender(), c.initiatedEventId(), c.cause()));
      case Command.ReportChildStarted c -> Children.started(draft, c);
      case Command.ReportChildRefused c -> Children.refused(draft, c);
      case Command.ReportChildClosed c -> Children.closed(draft, c);
      case Command.ReportExternal c -> draft.add(c.event());
    }
    return draft.finish();
  }
}
