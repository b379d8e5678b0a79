package io.flowscope.engine.core;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.ClosedQuery;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.MemoryStore;
import io.flowscope.engine.store.RunRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store whose writes a test looks at, holds up or lets fail. */
final class HookedStore implements EventStore {
  private final EventStore store;

  /** Is run before a batch is written; what it throws is the failure of the store. */
  volatile Consumer<Batch> before = batch -> {};

  /** Is run after a batch was written, but before it counts as durable. */
  volatile Consumer<Batch> after = batch -> {};

  /** Is run before what was written is made durable. */
  volatile Runnable syncing = () -> {};

  HookedStore() {
    this(new MemoryStore());
  }

  HookedStore(EventStore store) {
    this.store = store;
  }

  /**
   * A store on a disk that stands still at times: a write then waits, reads do not.
   *
   * @param stall is run before each write, and returns when the disk goes on
   */
  static HookedStore stalling(EventStore store, Runnable stall) {
    HookedStore hooked = new HookedStore(store);
    hooked.before = batch -> stall.run();
    return hooked;
  }

  @Override
  public Loaded load() {
    return store.load();
  }

  @Override
  public void write(Batch batch) {
    before.accept(batch);
    store.write(batch);
    after.accept(batch);
  }

  @Override
  public void sync() {
    syncing.run();
    store.sync();
  }

  @Override
  public List<HistoryEvent> events(long run, long from, int limit, boolean descending) {
    return store.events(run, from, limit, descending);
  }

  @Override
  public void replay(long run, Consumer<HistoryEvent> each) {
    store.replay(run, each);
  }

  @Override
  public Replay openHistories() {
    return store.openHistories();
  }

  @Override
  public Optional<RunRow> run(String domain, String runId) {
    return store.run(domain, runId);
  }

  @Override
  public List<RunRow> closed(ClosedQuery query, int limit) {
    return store.closed(query, limit);
  }

  @Override
  public int countClosed(ClosedQuery query, int limit) {
    return store.countClosed(query, limit);
  }

  @Override
  public boolean delete(long run) {
    return store.delete(run);
  }

  @Override
  public long held() {
    return store.held();
  }

  @Override
  public List<String> audit() {
    return store.audit();
  }

  @Override
  public List<RunRow> runsAfter(long number, int limit) {
    return store.runsAfter(number, limit);
  }

  @Override
  public void reopen() {
    store.reopen();
  }

  @Override
  public void close() {
    store.close();
  }
}
