package io.flowscope;

import org.jspecify.annotations.Nullable;

/** The task was canceled, or its child workflow was terminated. */
public final class TaskCanceled extends TaskFailed {
  public TaskCanceled(String task, String reason, @Nullable String details) {
    super(task, reason, details);
  }
}
