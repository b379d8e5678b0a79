package io.flowscope.demos;

import java.time.Duration;

/** How a demo task pretends to work. */
public interface Pause {
  /** Real time. */
  Pause REAL = Pause::sleep;

  /** No time at all. */
  Pause NONE = duration -> {};

  /** Takes this long. */
  void take(Duration duration);

  /** Takes this many milliseconds. */
  default void millis(long millis) {
    take(Duration.ofMillis(millis));
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was interrupted while it worked", e);
    }
  }
}
