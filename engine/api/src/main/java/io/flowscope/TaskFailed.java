package io.flowscope;

import org.jspecify.annotations.Nullable;

/** Thrown by {@link Promise#get()} where the task behind it failed. */
public sealed class TaskFailed extends RuntimeException permits TaskTimedOut, TaskCanceled {
  private final String task;
  private final String reason;
  private final @Nullable String details;

  /**
   * @param task the identity of the failed call, for instance {@code VideoTasks.encode-2}
   * @param reason one line, at most 256 characters on SWF
   * @param details the original stack trace as text, or null
   */
  public TaskFailed(String task, String reason, @Nullable String details) {
    super(task + ": " + reason);
    this.task = task;
    this.reason = reason;
    this.details = details;
  }

  /** The identity of the failed call, for instance {@code VideoTasks.encode-2}. */
  public String task() {
    return task;
  }

  /** One line that says why. */
  public String reason() {
    return reason;
  }

  /** The original stack trace as text, or null where there was none. */
  public @Nullable String details() {
    return details;
  }
}
