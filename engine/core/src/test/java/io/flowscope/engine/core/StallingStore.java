package io.flowscope.engine.core;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.ClosedQuery;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.RunRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store on a disk that stands still at times: a write then waits, reads do not. */
final class StallingStore implements EventStore {
  private final EventStore store;
  private final Runnable stall;

  /**
   * @param stall is run before each write, and returns when the disk goes on
   */
  StallingStore(EventStore store, Runnable stall) {
    this.store = store;
    this.stall = stall;
  }

  @Override
  public Loaded load() {
    return store.load();
  }

  @Override
  public void write(Batch batch) {
    stall.run();
    store.write(batch);
  }

  @Override
  public void sync() {
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
  public List<RunRow> runsAfter(long number, int limit) {
    return store.runsAfter(number, limit);
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
  public void reopen() {
    store.reopen();
  }

  @Override
  public void close() {
    store.close();
  }
}
