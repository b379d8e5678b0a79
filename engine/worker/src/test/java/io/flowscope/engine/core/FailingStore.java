package io.flowscope.engine.core;

import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.MemoryStore;
import io.flowscope.engine.store.StoreException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that writes nothing every so many times, and says so. */
public final class FailingStore extends MemoryStore {
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
  public void write(Batch batch) {
    int number = writes.incrementAndGet();
    if (number % every == 0) {
      throw new StoreException("Write " + number + " failed; nothing was written.");
    }
    super.write(batch);
  }
}
