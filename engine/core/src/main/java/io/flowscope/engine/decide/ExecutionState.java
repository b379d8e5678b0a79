package io.flowscope.engine.decide;

import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an execution's events have made of it, as far as later commands need it. Immutable; {@link
 * Evolve} makes the next one.
 */
public final class ExecutionState {
  private final Fields fields;

  private ExecutionState(Fields fields) {
    this.fields = fields;
  }

  /**
   * The open decision task.
   *
   * @param startedEventId 0 until it is started
   * @param scheduleToStartTimeout seconds; null where the list is the execution's own
   */
  public record OpenDecision(
      long scheduledEventId,
      Instant scheduledAt,
      TaskList taskList,
      int priority,
      @Nullable String startToCloseTimeout,
      @Nullable String scheduleToStartTimeout,
      long startedEventId,
      @Nullable Instant startedAt) {

    /** Whether a worker has it. */
    public boolean isStarted() {
      return startedEventId > 0;
    }
  }

  /**
   * An open activity task.
   *
   * @param input kept until the task is started
   * @param startedEventId 0 until it is started
   * @param cancelRequestedEventId 0 until its cancellation is requested
   */
  public record OpenActivity(
      long scheduledEventId,
      Instant scheduledAt,
      ActivityType activityType,
      String activityId,
      @Nullable String input,
      TaskList taskList,
      int priority,
      @Nullable String scheduleToStartTimeout,
      @Nullable String scheduleToCloseTimeout,
      @Nullable String startToCloseTimeout,
      @Nullable String heartbeatTimeout,
      long startedEventId,
      @Nullable Instant startedAt,
      long cancelRequestedEventId) {

    /** Whether a worker has it. */
    public boolean isStarted() {
      return startedEventId > 0;
    }

    OpenActivity started(long eventId, Instant at) {
      return new OpenActivity(
          scheduledEventId,
          scheduledAt,
          activityType,
          activityId,
          null,
          taskList,
          priority,
          scheduleToStartTimeout,
          scheduleToCloseTimeout,
          startToCloseTimeout,
          heartbeatTimeout,
          eventId,
          at,
          cancelRequestedEventId);
    }

    OpenActivity cancelRequested(long eventId) {
      return new OpenActivity(
          scheduledEventId,
          scheduledAt,
          activityType,
          activityId,
          input,
          taskList,
          priority,
          scheduleToStartTimeout,
          scheduleToCloseTimeout,
          startToCloseTimeout,
          heartbeatTimeout,
          startedEventId,
          startedAt,
          eventId);
    }
  }

  /** An open timer and when it fires. */
  public record OpenTimer(String timerId, long startedEventId, Instant firesAt) {}

  /**
   * A child execution that has not closed.
   *
   * @param execution null until it is started
   * @param startedEventId 0 until it is started
   */
  public record OpenChild(
      long initiatedEventId,
      String workflowId,
      WorkflowType workflowType,
      @Nullable WorkflowExecution execution,
      long startedEventId) {}

  /**
   * Where decision tasks go instead of the execution's own list, for a time.
   *
   * @param scheduleToStartTimeout seconds after which an untaken decision task goes back
   */
  public record StickyList(TaskList taskList, String scheduleToStartTimeout) {}

  /** What an execution is from its first event on. */
  record Origin(
      String domain,
      WorkflowExecution execution,
      Event.WorkflowExecutionStarted attributes,
      Instant startedAt) {}

  /** The parts that change, in a form that is easy to copy. */
  static final class Fields implements Cloneable {
    Origin origin;
    long lastEventId;
    Instant lastEventAt;
    TaskList taskList;
    @Nullable StickyList sticky;
    @Nullable OpenDecision decision;
    boolean unseen;
    long previousStartedEventId;
    PersistentMap<Long, OpenActivity> activities = PersistentMap.empty();
    PersistentMap<String, Long> activityIds = PersistentMap.empty();
    PersistentMap<String, OpenTimer> timers = PersistentMap.empty();
    PersistentMap<Long, OpenChild> children = PersistentMap.empty();
    boolean cancelRequested;
    @Nullable CloseStatus closeStatus;
    @Nullable Instant latestActivityTaskAt;
    long contextEventId;

    @Override
    protected Fields clone() {
      try {
        return (Fields) super.clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }

  static ExecutionState of(Fields fields) {
    return new ExecutionState(fields);
  }

  Fields copy() {
    return fields.clone();
  }

  public String domain() {
    return fields.origin.domain;
  }

  public WorkflowExecution execution() {
    return fields.origin.execution;
  }

  public String workflowId() {
    return fields.origin.execution.workflowId();
  }

  public String runId() {
    return fields.origin.execution.runId();
  }

  /** The first event, without its input. */
  public Event.WorkflowExecutionStarted attributes() {
    return fields.origin.attributes;
  }

  public Instant startedAt() {
    return fields.origin.startedAt;
  }

  public long lastEventId() {
    return fields.lastEventId;
  }

  public Instant lastEventAt() {
    return fields.lastEventAt;
  }

  /** The list for decision tasks, but for a sticky one. */
  public TaskList taskList() {
    return fields.taskList;
  }

  /** The list that takes the decision tasks for the time being. */
  public @Nullable StickyList sticky() {
    return fields.sticky;
  }

  /** The open decision task; there is never more than one. */
  public @Nullable OpenDecision decision() {
    return fields.decision;
  }

  /** Whether something happened that a decider must learn and no started decision task shows. */
  public boolean hasUnseenEvents() {
    return fields.unseen;
  }

  /** The DecisionTaskStarted of the last decision task that was completed; 0 at first. */
  public long previousStartedEventId() {
    return fields.previousStartedEventId;
  }

  /** The open activity tasks by the event that scheduled them. */
  public PersistentMap<Long, OpenActivity> activities() {
    return fields.activities;
  }

  /** The scheduling events of the open activity tasks by activity id. */
  public PersistentMap<String, Long> activityIds() {
    return fields.activityIds;
  }

  /** The open timers by their ids. */
  public PersistentMap<String, OpenTimer> timers() {
    return fields.timers;
  }

  /** The open children by the event that initiated them. */
  public PersistentMap<Long, OpenChild> children() {
    return fields.children;
  }

  public boolean cancelRequested() {
    return fields.cancelRequested;
  }

  /** How it closed; null while it is open. */
  public @Nullable CloseStatus closeStatus() {
    return fields.closeStatus;
  }

  public boolean isOpen() {
    return fields.closeStatus == null;
  }

  /** When an activity task was last scheduled. */
  public @Nullable Instant latestActivityTaskAt() {
    return fields.latestActivityTaskAt;
  }

  /** The DecisionTaskCompleted that holds the latest execution context; 0 when none does. */
  public long contextEventId() {
    return fields.contextEventId;
  }

  /** Its tags, never null. */
  public List<String> tags() {
    List<String> tags = attributes().tagList();
    return tags == null ? List.of() : tags;
  }

  /** Its priority, which is that of its decision tasks. */
  public int priority() {
    return Durations.priority(attributes().taskPriority());
  }
}
