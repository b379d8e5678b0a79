package io.flowscope.engine.core;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.ClosedQuery;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.MemoryStore;
import io.flowscope.engine.store.RunRow;
import io.flowscope.engine.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A store that writes nothing every so many times, and says so. */
public final class FailingStore implements EventStore {
  private final MemoryStore store = new MemoryStore();
  private final int every;
  private final AtomicInteger writes = new AtomicInteger();

  /**
   * @param every one of so many writes fails
   */
  public FailingStore(int every) {
    this.every = every;
  }

  /** An engine on it. */
  public Engine open(EngineConfig config) {
    return Engine.open(config, this);
  }

  /** How many writes failed. */
  public int failed() {
    return writes.get() / every;
  }

  /** What is wrong with all that it holds; empty when nothing is. */
  public List<String> violations() {
    return Verify.store(this).violations();
  }

  @Override
  public Loaded load() {
    return store.load();
  }

  @Override
  public void write(Batch batch) {
    int number = writes.incrementAndGet();
    if (number % every == 0) {
      throw new StoreException("Write " + number + " failed; nothing was written.");
    }
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
  public List<String> audit() {
    return store.audit();
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
  public void reopen() {
    store.reopen();
  }

  @Override
  public void close() {
    store.close();
  }
}
