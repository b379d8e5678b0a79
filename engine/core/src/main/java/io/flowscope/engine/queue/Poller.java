package io.flowscope.engine.queue;

import org.jspecify.annotations.Nullable;

/** A poll that waits at a task list. */
public interface Poller {
  /** The list it waits at. */
  ListKey list();

  /** Who polls; null when it does not say. */
  @Nullable String identity();

  /** Takes the poll for a task; false when its caller has given it up. */
  boolean claim();
}
