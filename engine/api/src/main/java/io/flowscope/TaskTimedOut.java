package io.flowscope;

import org.jspecify.annotations.Nullable;

/**
 * The task did not end in time; {@link #reason()} is SWF's timeout type, for instance HEARTBEAT.
 */
public final class TaskTimedOut extends TaskFailed {
  public TaskTimedOut(String task, String timeoutType, @Nullable String details) {
    super(task, timeoutType, details);
  }
}
