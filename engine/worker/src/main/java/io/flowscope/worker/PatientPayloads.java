package io.flowscope.worker;

import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.PayloadException.Kind;
import io.flowscope.engine.payload.PayloadStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Asks a store again while it does not answer: both operations may be repeated. */
final class PatientPayloads implements PayloadStore {
  private final PayloadStore store;
  private final Duration patience;
  private final RandomGenerator random;

  /**
   * @param patience how long a call is made again
   */
  PatientPayloads(PayloadStore store, Duration patience, RandomGenerator random) {
    this.store = store;
    this.patience = patience;
    this.random = random;
  }

  @Override
  public void put(String sha256, byte[] content) {
    boolean unused =
        again(
            () -> {
              store.put(sha256, content);
              return true;
            });
  }

  @Override
  public byte[] get(String sha256) {
    return again(() -> store.get(sha256));
  }

  private <T> T again(Supplier<T> call) {
    Backoff backoff = new Backoff(random);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (PayloadException e) {
        long pause = backoff.next();
        if (!e.passes()
            || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - deadline > 0) {
          throw e;
        }
        pause(pause);
      }
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PayloadException(Kind.UNAVAILABLE, "The call was given up.", e);
    }
  }
}
