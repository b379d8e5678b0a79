package io.flowscope.spi;

import io.flowscope.TaskContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What runs on this thread: how the static methods of the API find their engine. */
public final class Current {
  private static final ThreadLocal<FlowRuntime> FLOW = new ThreadLocal<>();
  private static final ThreadLocal<TaskContext> TASK = new ThreadLocal<>();

  private Current() {}

  /** The runtime of the workflow code on this thread; that of plain Java where there is none. */
  public static FlowRuntime flow() {
    FlowRuntime bound = FLOW.get();
    return bound != null ? bound : PlainRuntime.INSTANCE;
  }

  /**
   * The context of the task on this thread.
   *
   * @throws IllegalStateException where no task runs
   */
  public static TaskContext task() {
    TaskContext bound = TASK.get();
    if (bound == null) {
      throw new IllegalStateException(
          "No task runs on this thread. Call TaskContext.current() in the task's own thread.");
    }
    return bound;
  }

  /** Runs {@code body} with {@code runtime} as this thread's; null unbinds. */
  public static <T> T withFlow(@Nullable FlowRuntime runtime, Supplier<T> body) {
    return with(FLOW, runtime, body);
  }

  /** Runs {@code body} with {@code context} as this thread's. */
  public static <T> T withTask(@Nullable TaskContext context, Supplier<T> body) {
    return with(TASK, context, body);
  }

  private static <V, T> T with(ThreadLocal<V> local, @Nullable V value, Supplier<T> body) {
    V before = local.get();
    local.set(value);
    try {
      return body.get();
    } finally {
      if (before == null) {
        local.remove();
      } else {
        local.set(before);
      }
    }
  }
}
