package io.flowscope;

import io.flowscope.spi.Current;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an activity may ask while it runs, also under {@link Inline}. */
public interface TaskContext {

  /**
   * The context of the task that runs on this thread.
   *
   * @throws IllegalStateException on a thread that runs no task
   */
  static TaskContext current() {
    return Current.task();
  }

  /**
   * Says that the task is alive, and how far it is.
   *
   * @param details at most 2,048 characters as JSON; kept for the next attempt
   * @return whether to go on; false when the task should stop, for it was canceled
   */
  boolean heartbeat(@Nullable Object details);

  /** The last details that the previous attempt gave, where there is one. */
  <T> Optional<T> lastDetails(Class<T> type);

  /** 1 for the first attempt. */
  int attempt();

  /** The SWF activity id, for instance {@code VideoTasks.encode-2}. */
  String activityId();

  /** The workflow id of the execution that scheduled this task. */
  String workflowId();

  /** The run id of the execution that scheduled this task. */
  String runId();

  /** Whether somebody asked this task to stop; known as of the last heartbeat. */
  boolean cancelRequested();
}
