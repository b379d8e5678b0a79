package io.flowscope.engine.core;

import io.flowscope.engine.decide.Durations;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks one history event by event, on its own terms: what it says must follow from what it said
 * before. Shares nothing with the fold that the engine uses.
 */
final class HistoryCheck {
  private final List<String> violations = new ArrayList<>();
  private final Map<Long, HistoryEvent> scheduled = new HashMap<>();
  private final Map<Long, Long> started = new HashMap<>();
  private final Map<Long, HistoryEvent> timers = new HashMap<>();
  private final Set<Long> completedDecisions = new HashSet<>();
  private final Set<Long> children = new HashSet<>();
  private long openDecision;
  private long closing;
  private long last;
  private Instant lastAt = Instant.MIN;

  /** What is wrong so far. */
  List<String> violations() {
    return violations;
  }

  long events() {
    return last;
  }

  /** The tasks that were started and not ended, with the events that started them. */
  Map<Long, Long> openTasks() {
    Map<Long, Long> open = new HashMap<>();
    started.forEach(
        (task, start) -> {
          if (task == openDecision || scheduled.containsKey(task)) {
            open.put(task, start);
          }
        });
    return open;
  }

  boolean isClosed() {
    return closing > 0;
  }

  void next(HistoryEvent event) {
    long id = event.eventId();
    require(id == last + 1, "I3", event, "follows event " + last);
    require(closing == 0, "I5", event, "comes after the closing event " + closing);
    require(!event.eventTimestamp().isBefore(lastAt), "I3", event, "is older than the one before");
    require((id == 1) == isStart(event.event()), "I5", event, "is not where a history begins");
    last = id;
    lastAt = event.eventTimestamp();
    decisions(event);
    activities(event);
    timers(event);
    children(event);
    if (isClosing(event.event())) {
      closing = id;
    }
    Causes.of(event.event())
        .ifPresent(
            cause -> require(completedDecisions.contains(cause), "I2", event, "names no decision"));
  }

  private void decisions(HistoryEvent happened) {
    switch (happened.event()) {
      case Event.DecisionTaskScheduled e -> {
        require(openDecision == 0, "I6", happened, "makes a second open decision task");
        openDecision = happened.eventId();
      }
      case Event.DecisionTaskStarted e -> {
        require(openDecision == e.scheduledEventId(), "I4", happened, "starts no open task");
        require(
            started.put(e.scheduledEventId(), happened.eventId()) == null,
            "I4",
            happened,
            "starts a task again");
      }
      case Event.DecisionTaskCompleted e -> {
        require(openDecision == e.scheduledEventId(), "I4", happened, "answers no open task");
        startedBy(happened, e.scheduledEventId(), e.startedEventId());
        completedDecisions.add(happened.eventId());
        openDecision = 0;
      }
      case Event.DecisionTaskTimedOut e -> {
        require(openDecision == e.scheduledEventId(), "I4", happened, "ends no open task");
        startedBy(happened, e.scheduledEventId(), e.startedEventId());
        openDecision = 0;
      }
      default -> {}
    }
  }

  private void activities(HistoryEvent happened) {
    switch (happened.event()) {
      case Event.ActivityTaskScheduled e -> scheduled.put(happened.eventId(), happened);
      case Event.ActivityTaskStarted e -> {
        require(scheduled.containsKey(e.scheduledEventId()), "I4", happened, "starts no open task");
        require(
            started.put(e.scheduledEventId(), happened.eventId()) == null,
            "I4",
            happened,
            "starts a task again");
      }
      case Event.ActivityTaskCompleted e ->
          activityClosed(happened, e.scheduledEventId(), e.startedEventId());
      case Event.ActivityTaskFailed e ->
          activityClosed(happened, e.scheduledEventId(), e.startedEventId());
      case Event.ActivityTaskTimedOut e ->
          activityClosed(happened, e.scheduledEventId(), e.startedEventId());
      case Event.ActivityTaskCanceled e ->
          activityClosed(happened, e.scheduledEventId(), e.startedEventId());
      default -> {}
    }
  }

  private void activityClosed(HistoryEvent happened, long scheduledId, long startedId) {
    require(scheduled.remove(scheduledId) != null, "I4", happened, "closes no open task");
    startedBy(happened, scheduledId, startedId);
  }

  private void startedBy(HistoryEvent happened, long scheduledId, long startedId) {
    long actual = started.getOrDefault(scheduledId, 0L);
    require(actual == startedId, "I4", happened, "names the wrong start " + startedId);
  }

  private void timers(HistoryEvent happened) {
    switch (happened.event()) {
      case Event.TimerStarted e -> timers.put(happened.eventId(), happened);
      case Event.TimerCanceled e ->
          require(timers.remove(e.startedEventId()) != null, "I8", happened, "ends no open timer");
      case Event.TimerFired e -> {
        HistoryEvent start = timers.remove(e.startedEventId());
        require(start != null, "I8", happened, "fires no open timer");
        if (start != null && start.event() instanceof Event.TimerStarted timer) {
          Instant due =
              Durations.after(start.eventTimestamp(), timer.startToFireTimeout()).orElseThrow();
          require(!happened.eventTimestamp().isBefore(due), "I8", happened, "fires too early");
        }
      }
      default -> {}
    }
  }

  private void children(HistoryEvent happened) {
    switch (happened.event()) {
      case Event.StartChildWorkflowExecutionInitiated e -> children.add(happened.eventId());
      case Event.ChildWorkflowExecutionCompleted e -> childClosed(happened, e.initiatedEventId());
      case Event.ChildWorkflowExecutionFailed e -> childClosed(happened, e.initiatedEventId());
      case Event.ChildWorkflowExecutionTimedOut e -> childClosed(happened, e.initiatedEventId());
      case Event.ChildWorkflowExecutionCanceled e -> childClosed(happened, e.initiatedEventId());
      case Event.ChildWorkflowExecutionTerminated e -> childClosed(happened, e.initiatedEventId());
      default -> {}
    }
  }

  private void childClosed(HistoryEvent happened, long initiated) {
    require(children.remove(initiated), "I4", happened, "closes no open child");
  }

  private static boolean isStart(Event event) {
    return event instanceof Event.WorkflowExecutionStarted;
  }

  private static boolean isClosing(Event event) {
    return event instanceof Event.WorkflowExecutionCompleted
        || event instanceof Event.WorkflowExecutionFailed
        || event instanceof Event.WorkflowExecutionTimedOut
        || event instanceof Event.WorkflowExecutionCanceled
        || event instanceof Event.WorkflowExecutionContinuedAsNew
        || event instanceof Event.WorkflowExecutionTerminated;
  }

  private void require(boolean holds, String invariant, HistoryEvent event, String what) {
    if (!holds) {
      violations.add(
          invariant + ": event " + event.eventId() + " " + event.event().eventType() + " " + what);
    }
  }
}
