package io.flowscope.engine.sim;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one history says, folded on its own terms: written from SWF's documentation and sharing
 * nothing with the engine. {@link FoldRules} adds events and refuses those that cannot be.
 */
final class Fold {
  /** A decision or activity task that is open. */
  static final class Task {
    final long scheduled;
    final Instant scheduledAt;
    final String list;
    final int priority;
    final @Nullable String activityId;
    final @Nullable String scheduleToStart;
    final @Nullable String scheduleToClose;
    final @Nullable String startToClose;
    final @Nullable String heartbeat;
    long started;
    @Nullable Instant startedAt;
    @Nullable String identity;
    boolean cancelRequested;

    Task(HistoryEvent happened, Event.DecisionTaskScheduled e) {
      this.scheduled = happened.eventId();
      this.scheduledAt = happened.eventTimestamp();
      this.list = e.taskList().name();
      this.priority = priority(e.taskPriority());
      this.activityId = null;
      this.scheduleToStart = e.scheduleToStartTimeout();
      this.scheduleToClose = null;
      this.startToClose = e.startToCloseTimeout();
      this.heartbeat = null;
    }

    Task(HistoryEvent happened, Event.ActivityTaskScheduled e) {
      this.scheduled = happened.eventId();
      this.scheduledAt = happened.eventTimestamp();
      this.list = e.taskList().name();
      this.priority = priority(e.taskPriority());
      this.activityId = e.activityId();
      this.scheduleToStart = e.scheduleToStartTimeout();
      this.scheduleToClose = e.scheduleToCloseTimeout();
      this.startToClose = e.startToCloseTimeout();
      this.heartbeat = e.heartbeatTimeout();
    }

    private static int priority(@Nullable String text) {
      return text == null ? 0 : Integer.parseInt(text);
    }

    boolean isStarted() {
      return started > 0;
    }

    /** The first timeout that an engine may not miss, but for heartbeats. */
    Optional<Instant> deadline() {
      Optional<Instant> part =
          isStarted() ? after(startedAt, startToClose) : after(scheduledAt, scheduleToStart);
      return earlier(part, after(scheduledAt, scheduleToClose));
    }
  }

  record Timer(String id, long started, Instant firesAt) {}

  /** A child whose end the parent does not know yet. */
  record Child(long initiated, String workflowId, @Nullable WorkflowExecution run) {}

  final String domain;
  final WorkflowExecution execution;
  final long number;
  final List<HistoryEvent> events = new ArrayList<>();
  Event.WorkflowExecutionStarted start;
  @Nullable HistoryEvent closing;

  /** The batches in which it began and closed; 0 while it is open. */
  int startedIn;

  int closedIn;

  /** Whether it is not kept any more. */
  boolean deleted;

  @Nullable Task decision;
  boolean unseen;
  boolean cancelRequested;
  long previousStarted;
  @Nullable String context;
  TaskList list;
  @Nullable TaskList sticky;
  @Nullable String stickyTimeout;
  final Map<Long, Task> activities = new TreeMap<>();
  final Map<String, Long> activityIds = new HashMap<>();
  final Map<String, Timer> timers = new TreeMap<>();
  final Map<Long, Child> children = new TreeMap<>();

  /** Whether events came while the decider decided, by DecisionTaskCompleted. */
  final Map<Long, Boolean> surprised = new HashMap<>();

  Fold(String domain, WorkflowExecution execution, long number) {
    this.domain = domain;
    this.execution = execution;
    this.number = number;
  }

  boolean isOpen() {
    return closing == null;
  }

  long lastId() {
    return events.size();
  }

  Instant startedAt() {
    return events.get(0).eventTimestamp();
  }

  HistoryEvent event(long id) {
    return events.get((int) id - 1);
  }

  String name() {
    return domain + "/" + execution.workflowId() + "/" + execution.runId();
  }

  /** The next time at which something must happen by itself, but for heartbeats. */
  Optional<Instant> deadline() {
    if (!isOpen()) {
      return Optional.empty();
    }
    Optional<Instant> first = after(startedAt(), start.executionStartToCloseTimeout());
    if (decision != null) {
      first = earlier(first, decision.deadline());
    }
    for (Task task : activities.values()) {
      first = earlier(first, task.deadline());
    }
    for (Timer timer : timers.values()) {
      first = earlier(first, Optional.of(timer.firesAt()));
    }
    return first;
  }

  /** The task that this event scheduled, while it is open. */
  @Nullable Task task(long scheduled) {
    return decision != null && decision.scheduled == scheduled
        ? decision
        : activities.get(scheduled);
  }

  static Optional<Instant> after(@Nullable Instant from, @Nullable String seconds) {
    if (from == null || seconds == null || seconds.isEmpty() || seconds.equals("NONE")) {
      return Optional.empty();
    }
    return Optional.of(from.plusSeconds(Long.parseLong(seconds)));
  }

  static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }
}
