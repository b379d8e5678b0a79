package io.flowscope.engine.sim;

import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.MemoryStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A disk that remembers every batch, so that it can lose the last of them. */
final class MemoryDisk implements Disk {
  private final List<Batch> log = new ArrayList<>();
  private MemoryStore store = new MemoryStore();
  private final Map<Long, Integer> deleted = new LinkedHashMap<>();
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
  public boolean delete(long run) {
    boolean was = store.delete(run);
    if (was) {
      deleted.put(run, log.size());
    }
    return was;
  }

  /** The runs that were deleted and whose end was not lost. */
  Set<Long> deleted() {
    return deleted.keySet();
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
    deleted.values().removeIf(at -> at > kept);
    deleted.keySet().forEach(store::delete);
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
