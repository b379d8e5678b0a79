package io.flowscope.worker.replay;

import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.TaskPolicy;
import io.flowscope.worker.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of a task. */
final class ActivityCell<T> extends RetriedCell<T> {
  /** Details of a timeout that is known to be the worker's end and does not count. */
  private static final String WORKER_LOST = "worker lost";

  private final TaskBinding binding;
  private final TaskPolicy policy;
  private final @Nullable String label;
  private boolean cancelRequested;

  ActivityCell(Run run, Branch branch, TaskBinding binding, Template template, Object[] arguments) {
    super(run, branch, binding, NodeKind.ACTIVITY, binding.policy().retries(), template);
    this.binding = binding;
    this.policy = binding.policy();
    this.label = label(policy.label(), arguments);
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

  private String type() {
    return binding.name() + " " + binding.version();
  }

  /** Where an equal call came before, this one is not scheduled: it ends as that one does. */
  @Override
  void ready() {
    ActivityCell<?> first =
        policy.idempotent() ? run.firstOf(type() + " " + wholeInput(), this) : this;
    if (first == this) {
      send();
    } else if (first.pending()) {
      first.listen(over -> endLike(first));
    } else {
      endLike(first);
    }
  }

  private void endLike(ActivityCell<?> first) {
    TaskFailed failure = first.failure();
    if (failure == null) {
      complete(first.content().text());
    } else {
      failNow(failure);
    }
  }

  @Override
  void send() {
    run.outbox.add(
        new Intent(
            sequence,
            attemptKey(),
            run.gates.activity(type(), policy.taskList(), policy.limits()),
            type(),
            this,
            this::schedule));
  }

  @Override
  String attemptKey() {
    return Intent.activity(attemptId());
  }

  private Decision schedule() {
    return new Decision.ScheduleActivityTask(
        new ActivityType(binding.name(), binding.version()),
        attemptId(),
        control(),
        input(),
        seconds(policy.scheduleToClose()),
        new TaskList(policy.taskList() == null ? run.config.jarList() : policy.taskList()),
        Integer.toString(policy.priority()),
        seconds(policy.scheduleToStart()),
        seconds(policy.startToClose()),
        seconds(heartbeat()));
  }

  /** On a list of the author's own there may be workers whose hearts do not beat by themselves. */
  private @Nullable Long heartbeat() {
    boolean own = binding.implementation() != null && policy.taskList() == null;
    return policy.heartbeat() == null && own ? run.config.usualHeartbeat() : policy.heartbeat();
  }

  private static String seconds(@Nullable Long seconds) {
    return seconds == null ? "NONE" : Long.toString(seconds);
  }

  void timedOut(ActivityTaskTimeoutType type, @Nullable String details) {
    TaskTimedOut failure = new TaskTimedOut(id, type.name(), details);
    if (WORKER_LOST.equals(details)) {
      lost(failure);
    } else {
      failed(failure);
    }
  }

  @Override
  boolean cancelWanted() {
    return cancelRequested;
  }

  @Override
  void requestCancelOfAttempt() {
    if (cancelRequested) {
      return;
    }
    cancelRequested = true;
    String activity = attemptId();
    run.outbox.add(
        new Intent(
            run.nextSequence(),
            Intent.cancelActivity(activity),
            List.of(),
            null,
            null,
            () -> new Decision.RequestCancelActivityTask(activity)));
  }
}
