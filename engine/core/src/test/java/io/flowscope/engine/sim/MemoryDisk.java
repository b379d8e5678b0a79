package io.flowscope.engine.sim;

import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;

/** A disk that remembers every batch, so that it can lose the last of them. */
final class MemoryDisk implements Disk {
  private final List<Batch> log = new ArrayList<>();
  private MemoryStore store = new MemoryStore();
  private int synced;

  @Override
  public EventStore store() {
    return store;
  }

  @Override
  public void write(Batch batch) {
    store.write(batch);
    log.add(batch);
  }

  @Override
  public void sync() {
    synced = log.size();
  }

  @Override
  public void reopen() {
    synced = log.size();
  }

  @Override
  public void crash() {
    cut(log.size());
  }

  @Override
  public void restart() {
    cut(log.size());
  }

  /** Keeps the first batches only. */
  void cut(int kept) {
    log.subList(kept, log.size()).clear();
    synced = kept;
    store = new MemoryStore();
    log.forEach(store::write);
  }

  /** How many batches no end of the machine can take. */
  int synced() {
    return synced;
  }

  List<Batch> log() {
    return log;
  }

  @Override
  public void close() {
    store.close();
  }
}
