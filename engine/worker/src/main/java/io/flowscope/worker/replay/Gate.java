package io.flowscope.worker.replay;

import io.flowscope.spi.Limits;
import io.flowscope.spi.Pace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A limit that calls pass when they are begun: so many at once, so many in a span of time. */
final class Gate {
  private final int open;
  private final @Nullable Pace pace;
  private int inside;

  Gate(Limits limits) {
    this.open = limits.open() == 0 ? Integer.MAX_VALUE : limits.open();
    this.pace = limits.rate() == null ? null : new Pace(limits.rate());
  }

  /** Whether one more may be open. */
  boolean hasRoom() {
    return inside < open;
  }

  /** From when on the next may begin; {@code now} where it may at once. */
  Instant next(Instant now) {
    return pace == null ? now : pace.next(now);
  }

  /** An answer, or the history, begins a call. */
  void enter(Instant now) {
    inside++;
    if (pace != null) {
      pace.begin(now);
    }
  }

  /** The call ended, or was refused. */
  void leave() {
    inside--;
  }
}
