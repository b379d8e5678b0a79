package io.flowscope.engine.sim;

import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.EventStore;

/** What outlives a process. */
interface Disk extends AutoCloseable {
  /** The open store of the process that runs now. */
  EventStore store();

  /** Writes a batch; a process that ends cannot take it back, but a machine that ends can. */
  void write(Batch batch);

  /** Deletes a closed run with all its events; durable on return. */
  boolean delete(long run);

  /** Makes durable what was written. */
  void sync();

  /** The process has ended without a word; opens the store for the next one. */
  void crash();

  /** The process opens the store again after a failure. */
  void reopen();

  /** The process has closed the store; opens it for the next one. */
  void restart();

  /** Clears up after the last process, which has closed the store. */
  @Override
  void close();
}
