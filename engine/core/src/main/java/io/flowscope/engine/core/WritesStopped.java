package io.flowscope.engine.core;

import io.flowscope.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;

/**
 * The store takes no writes at present. Calls that change something fail; the engine opens the
 * store anew about once a second and goes on by itself.
 *
 * @param since when a batch first failed
 * @param last when a batch, or opening the store, failed last
 * @param cause why
 */
public record WritesStopped(Instant since, Instant last, StoreException cause) {
  /** An open store that has not failed for so long counts as mended, though nobody wrote to it. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  WritesStopped again(Instant now, StoreException latest) {
    return new WritesStopped(since, now, latest);
  }

  boolean isPast(Instant now) {
    return now.isAfter(last.plus(QUIET));
  }
}
