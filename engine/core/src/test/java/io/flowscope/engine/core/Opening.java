package io.flowscope.engine.core;

import io.flowscope.engine.store.EventStore;

/** Opens engines on stores of the caller's for tests in other packages. */
public final class Opening {
  private Opening() {}

  /** An engine on {@code store}. */
  public static Engine open(EngineConfig config, EventStore store) {
    return Engine.open(config, store);
  }

  /** What the verifier finds in a store that nobody writes to. */
  public static Verify.Report verify(EventStore store) {
    return Verify.store(store);
  }
}
