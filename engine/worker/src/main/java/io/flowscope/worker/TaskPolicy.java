package io.flowscope.worker;

import io.flowscope.Policy;
import io.flowscope.Policy.Part;
import io.flowscope.Task;
import io.flowscope.spi.Limits;
import io.flowscope.spi.Retries;
import io.flowscope.spi.Seconds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @Task} says, with defaults applied. Durations in whole seconds, rounded up; null is
 * unlimited.
 *
 * @param taskList null for that of the jar
 * @param startToClose one hour unless given
 * @param idempotent whether calls of one run with equal arguments are one
 * @param label null where there is none; {@code {0}} stands for the first argument
 */
public record TaskPolicy(
    @Nullable String taskList,
    int priority,
    @Nullable Long startToClose,
    @Nullable Long scheduleToStart,
    @Nullable Long scheduleToClose,
    @Nullable Long heartbeat,
    Retries retries,
    Limits limits,
    boolean idempotent,
    @Nullable String label) {
  private static final long DEFAULT_START_TO_CLOSE = 3_600;
  private static final int DEFAULT_ATTEMPTS = 3;

  /** The annotation with nothing given, for its defaults. */
  interface Defaults {
    @Task
    void task();
  }

  /**
   * Reads the annotation; null for none.
   *
   * @throws IllegalArgumentException with one line for each member that is wrong
   */
  static TaskPolicy of(@Nullable Task given) {
    Task task = given == null ? defaults() : given;
    Complaints complaints = new Complaints();
    Retries usual = Retries.of(defaults().retry(), DEFAULT_ATTEMPTS);
    TaskPolicy policy =
        new TaskPolicy(
            task.taskList().isEmpty() ? null : task.taskList(),
            task.priority(),
            complaints.seconds("startToClose", task.startToClose(), DEFAULT_START_TO_CLOSE),
            complaints.seconds("scheduleToStart", task.scheduleToStart(), null),
            complaints.seconds("scheduleToClose", task.scheduleToClose(), null),
            complaints.seconds("heartbeat", task.heartbeat(), null),
            complaints.or(() -> Retries.of(task.retry(), DEFAULT_ATTEMPTS), usual),
            complaints.or(() -> Limits.of(task.limit()), Limits.NONE),
            task.idempotent(),
            task.label().isEmpty() ? null : task.label());
    complaints.check(
        task.limit().taskList().isEmpty(), "limit.taskList is for @Workflow(callLimits)");
    complaints.raise();
    return policy;
  }

  private static Task defaults() {
    try {
      return Defaults.class.getDeclaredMethod("task").getAnnotation(Task.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * With what a stub's policy says.
   *
   * @throws IllegalArgumentException when a part is out of range
   */
  TaskPolicy with(Policy policy) {
    return new TaskPolicy(
        policy.get(Part.TASK_LIST, taskList),
        policy.get(Part.PRIORITY, priority),
        seconds(policy, Part.START_TO_CLOSE, startToClose),
        seconds(policy, Part.SCHEDULE_TO_START, scheduleToStart),
        seconds(policy, Part.SCHEDULE_TO_CLOSE, scheduleToClose),
        seconds(policy, Part.HEARTBEAT, heartbeat),
        retries.with(policy),
        limits.with(policy),
        policy.get(Part.IDEMPOTENT, idempotent),
        label);
  }

  private static @Nullable Long seconds(Policy policy, Part part, @Nullable Long otherwise) {
    Duration duration = policy.get(part, null);
    return duration == null ? otherwise : Long.valueOf(Seconds.roundedUp(duration));
  }
}
