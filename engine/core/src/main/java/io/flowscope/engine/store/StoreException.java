package io.flowscope.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot do what it was asked. The message is one sentence for people: what happened, why
 * and what to do. A call that fails with it has an unknown outcome.
 */
public class StoreException extends RuntimeException {
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public StoreException(String message) {
    super(message);
  }
}
