package io.flowscope.engine.queue;

/** A poll that waits at a task list. */
public interface Poller {
  /** The list it waits at. */
  ListKey list();

  /** Takes the poll for a task; false when its caller has given it up. */
  boolean claim();
}
