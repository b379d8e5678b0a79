package io.flowscope.engine.decide;

import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.model.ActivityTypeConfiguration;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.RequestCancelActivityTaskFailedCause;
import io.flowscope.engine.model.ScheduleActivityTaskFailedCause;
import io.flowscope.engine.model.TaskList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that happens to activity tasks. */
final class ActivityTasks {
  private ActivityTasks() {}

  static void start(Draft draft, Command.StartActivityTask c) {
    OpenActivity open = draft.state().activities().get(c.scheduledEventId());
    if (open != null && !open.isStarted()) {
      draft.add(new Event.ActivityTaskStarted(c.identity(), c.scheduledEventId()));
    }
  }

  static void complete(Draft draft, Command.CompleteActivityTask c) {
    OpenActivity open = started(draft, c.scheduledEventId());
    if (open != null) {
      draft.add(
          new Event.ActivityTaskCompleted(
              c.result(), open.scheduledEventId(), open.startedEventId()));
    }
  }

  static void fail(Draft draft, Command.FailActivityTask c) {
    OpenActivity open = started(draft, c.scheduledEventId());
    if (open != null) {
      draft.add(
          new Event.ActivityTaskFailed(
              c.reason(), c.details(), open.scheduledEventId(), open.startedEventId()));
    }
  }

  static void cancel(Draft draft, Command.CancelActivityTask c) {
    OpenActivity open = started(draft, c.scheduledEventId());
    if (open != null) {
      draft.add(canceled(open, c.details()));
    }
  }

  static void timeOut(Draft draft, Command.TimeOutActivityTask c) {
    OpenActivity open = draft.state().activities().get(c.scheduledEventId());
    if (open != null) {
      draft.add(
          new Event.ActivityTaskTimedOut(
              c.type(), open.scheduledEventId(), open.startedEventId(), c.details()));
    }
  }

  private static @Nullable OpenActivity started(Draft draft, long scheduledEventId) {
    OpenActivity open = draft.state().activities().get(scheduledEventId);
    return open != null && open.isStarted() ? open : null;
  }

  private static Event canceled(OpenActivity open, @Nullable String details) {
    return new Event.ActivityTaskCanceled(
        details,
        open.scheduledEventId(),
        open.startedEventId(),
        open.cancelRequestedEventId() == 0 ? null : open.cancelRequestedEventId());
  }

  static void schedule(
      Draft draft,
      long completedEventId,
      Decision.ScheduleActivityTask d,
      Command.CompleteDecisionTask c) {
    Optional<ActivityTypeDetail> type = c.types().find(d.activityType());
    ScheduleActivityTaskFailedCause refusal = refusal(draft, d, type);
    if (refusal != null) {
      refuse(draft, completedEventId, d, refusal);
      return;
    }
    ActivityTypeConfiguration defaults = type.orElseThrow().configuration();
    Event.ActivityTaskScheduled event =
        new Event.ActivityTaskScheduled(
            d.activityType(),
            d.activityId(),
            d.input(),
            d.control(),
            Durations.first(
                d.scheduleToStartTimeout(), defaults.defaultTaskScheduleToStartTimeout()),
            Durations.first(
                d.scheduleToCloseTimeout(), defaults.defaultTaskScheduleToCloseTimeout()),
            Durations.first(d.startToCloseTimeout(), defaults.defaultTaskStartToCloseTimeout()),
            d.taskList() != null ? d.taskList() : defaults.defaultTaskList(),
            Durations.first(d.taskPriority(), defaults.defaultTaskPriority()),
            completedEventId,
            Durations.first(d.heartbeatTimeout(), defaults.defaultTaskHeartbeatTimeout()));
    ScheduleActivityTaskFailedCause missing = missing(event);
    if (missing != null) {
      refuse(draft, completedEventId, d, missing);
    } else if (!c.room().takes(Decision.ScheduleActivityTask.class)) {
      refuse(
          draft,
          completedEventId,
          d,
          ScheduleActivityTaskFailedCause.ACTIVITY_CREATION_RATE_EXCEEDED);
    } else {
      draft.add(event);
    }
  }

  private static @Nullable ScheduleActivityTaskFailedCause refusal(
      Draft draft, Decision.ScheduleActivityTask d, Optional<ActivityTypeDetail> type) {
    if (type.isEmpty()) {
      return ScheduleActivityTaskFailedCause.ACTIVITY_TYPE_DOES_NOT_EXIST;
    }
    if (type.get().typeInfo().status() == RegistrationStatus.DEPRECATED) {
      return ScheduleActivityTaskFailedCause.ACTIVITY_TYPE_DEPRECATED;
    }
    if (draft.state().activityIds().containsKey(d.activityId())) {
      return ScheduleActivityTaskFailedCause.ACTIVITY_ID_ALREADY_IN_USE;
    }
    if (draft.state().activities().size() >= draft.limits().openActivities()) {
      return ScheduleActivityTaskFailedCause.OPEN_ACTIVITIES_LIMIT_EXCEEDED;
    }
    return null;
  }

  private static @Nullable ScheduleActivityTaskFailedCause missing(
      Event.ActivityTaskScheduled event) {
    TaskList list = event.taskList();
    if (list == null) {
      return ScheduleActivityTaskFailedCause.DEFAULT_TASK_LIST_UNDEFINED;
    }
    if (event.scheduleToCloseTimeout() == null) {
      return ScheduleActivityTaskFailedCause.DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED;
    }
    if (event.scheduleToStartTimeout() == null) {
      return ScheduleActivityTaskFailedCause.DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED;
    }
    if (event.startToCloseTimeout() == null) {
      return ScheduleActivityTaskFailedCause.DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED;
    }
    if (event.heartbeatTimeout() == null) {
      return ScheduleActivityTaskFailedCause.DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED;
    }
    return null;
  }

  private static void refuse(
      Draft draft,
      long completedEventId,
      Decision.ScheduleActivityTask d,
      ScheduleActivityTaskFailedCause cause) {
    draft.add(
        new Event.ScheduleActivityTaskFailed(
            d.activityType(), d.activityId(), cause, completedEventId));
  }

  /** A task that nobody has taken is canceled at once; a worker learns of it by its heartbeat. */
  static void requestCancel(
      Draft draft, long completedEventId, Decision.RequestCancelActivityTask d) {
    Long scheduled = draft.state().activityIds().get(d.activityId());
    if (scheduled == null) {
      draft.add(
          new Event.RequestCancelActivityTaskFailed(
              d.activityId(),
              RequestCancelActivityTaskFailedCause.ACTIVITY_ID_UNKNOWN,
              completedEventId));
      return;
    }
    draft.add(new Event.ActivityTaskCancelRequested(completedEventId, d.activityId()));
    OpenActivity open = draft.state().activities().get(scheduled);
    if (open != null && !open.isStarted()) {
      draft.add(canceled(open, null));
    }
  }
}
