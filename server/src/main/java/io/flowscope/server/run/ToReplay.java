package io.flowscope.server.run;

import org.jspecify.annotations.Nullable;

/**
 * A history to be replayed.
 *
 * @param name what people call it: the file, or workflow id and run id
 * @param json {@code {"workflowId":…,"runId":…,"events":[…]}} in one line; null where it cannot be
 *     read
 * @param problem why not
 * @param events how many there are
 */
record ToReplay(String name, @Nullable String json, @Nullable String problem, int events) {

  static ToReplay unreadable(String name, String problem) {
    return new ToReplay(name, null, problem, 0);
  }

  /** Takes them one by one. */
  @FunctionalInterface
  interface Sink {
    void take(ToReplay history) throws java.io.IOException, InterruptedException;
  }
}
