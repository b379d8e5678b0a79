package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.TaskPolicy;
import io.flowscope.worker.Template;
import org.jspecify.annotations.Nullable;

/** A call of a task. */
final class ActivityCell<T> extends CallCell<T> {
  /** Details of a timeout that is known to be the worker's end and does not count. */
  private static final String WORKER_LOST = "worker lost";

  private final TaskBinding binding;
  private final @Nullable String label;
  private int counted;
  private boolean cancelRequested;
  private boolean pausing;

  ActivityCell(Run run, Branch branch, TaskBinding binding, Template template, Object[] arguments) {
    super(
        run,
        branch,
        binding.type().getSimpleName() + "." + binding.method().getName(),
        NodeKind.ACTIVITY,
        template,
        binding.resultType());
    this.binding = binding;
    this.label = label(binding.policy().label(), arguments);
  }

  private static @Nullable String label(@Nullable String pattern, Object[] arguments) {
    if (pattern == null || pattern.isEmpty()) {
      return null;
    }
    String text = pattern;
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return text.length() <= 100 ? text : text.substring(0, 99) + "…";
  }

  @Override
  @Nullable String label() {
    return label;
  }

  String activityId() {
    return attempt() == 1 ? id : id + "." + attempt();
  }

  String delayId() {
    return id + "." + attempt() + ".delay";
  }

  @Override
  void send() {
    run.outbox.add(
        new Intent(
            sequence,
            Intent.activity(activityId()),
            Intent.Kind.ACTIVITY,
            binding.name() + " " + binding.version(),
            this,
            this::schedule));
  }

  private Decision schedule() {
    TaskPolicy policy = binding.policy();
    return new Decision.ScheduleActivityTask(
        new ActivityType(binding.name(), binding.version()),
        activityId(),
        control(),
        input(),
        seconds(policy.scheduleToClose()),
        new TaskList(policy.taskList() == null ? run.config.jarList() : policy.taskList()),
        Integer.toString(policy.priority()),
        seconds(policy.scheduleToStart()),
        seconds(policy.startToClose()),
        seconds(policy.heartbeat()));
  }

  private static String seconds(@Nullable Long seconds) {
    return seconds == null ? "NONE" : Long.toString(seconds);
  }

  void failed(TaskFailed failure) {
    counted++;
    if (!cancelRequested
        && binding.policy().retryFailures()
        && counted < binding.policy().attempts()) {
      again();
    } else {
      failNow(failure);
    }
  }

  void timedOut(ActivityTaskTimeoutType type, @Nullable String details) {
    boolean lost = WORKER_LOST.equals(details);
    counted += lost ? 0 : 1;
    if (!cancelRequested && (lost || counted < binding.policy().attempts())) {
      again();
    } else {
      failNow(new TaskTimedOut(id, type.name(), details));
    }
  }

  private void again() {
    nextAttempt();
    held();
    long delay = counted == 0 ? 0 : delaySeconds();
    if (delay == 0) {
      send();
      return;
    }
    pausing = true;
    run.outbox.add(
        new Intent(
            sequence,
            Intent.timer(delayId()),
            Intent.Kind.TIMER,
            null,
            this,
            () ->
                new Decision.StartTimer(
                    delayId(),
                    RecordCodec.writeCall(callRecord(attempt(), NodeKind.DELAY)),
                    Long.toString(delay))));
  }

  private long delaySeconds() {
    long first = binding.policy().retryDelay();
    int doublings = Math.min(counted - 1, 20);
    return Math.min(first << Math.max(0, doublings), 86_400L * 30);
  }

  /** The pause before the next attempt is over. */
  void delayOver() {
    if (pausing && pending()) {
      pausing = false;
      held();
      send();
    }
  }

  @Override
  void requestCancel() {
    if (pausing) {
      pausing = false;
      String timer = delayId();
      run.outbox.add(
          new Intent(
              run.nextSequence(),
              Intent.cancelTimer(timer),
              Intent.Kind.OTHER,
              null,
              null,
              () -> new Decision.CancelTimer(timer)));
      failNow(new TaskCanceled(id, "Canceled before its next attempt", null));
    } else if (!cancelRequested) {
      cancelRequested = true;
      String activity = activityId();
      run.outbox.add(
          new Intent(
              run.nextSequence(),
              Intent.cancelActivity(activity),
              Intent.Kind.OTHER,
              null,
              null,
              () -> new Decision.RequestCancelActivityTask(activity)));
    }
  }

  @Override
  void withdraw() {
    run.outbox.withdraw(pausing ? Intent.timer(delayId()) : Intent.activity(activityId()));
  }
}
