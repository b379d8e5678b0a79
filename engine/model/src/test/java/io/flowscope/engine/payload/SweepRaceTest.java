package io.flowscope.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that nobody refers to is swept away while somebody puts it again. */
class SweepRaceTest {
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T08:00:00Z");
  private static final Instant NOW = LONG_AGO.plus(Duration.ofDays(20));
  private static final byte[] CONTENT = PayloadRef.bytes("an old value");
  private static final String HASH = PayloadRef.hash(CONTENT);

  @TempDir Path folder;

  @Test
  void aValueThatIsPutAgainOutlivesASweepAtThatMoment() throws Exception {
    new FilePayloads(folder, false, InstantSource.fixed(LONG_AGO)).put(HASH, CONTENT);
    AtomicInteger removed = new AtomicInteger(-1);
    Thread sweep = Thread.ofPlatform().unstarted(() -> removed.set(sweep()));
    AtomicReference<Thread.State> met = new AtomicReference<>();

    // Putting has seen that the file is there, and asks for the time to date it anew.
    new FilePayloads(
            folder,
            false,
            () -> {
              met.compareAndSet(null, startedAndStanding(sweep));
              return NOW;
            })
        .put(HASH, CONTENT);

    sweep.join();
    assertThat(met).as("the sweep came in between").hasValue(Thread.State.BLOCKED);
    assertThat(removed).hasValue(0);
    assertThat(new FilePayloads(folder, false, InstantSource.fixed(NOW)).get(HASH))
        .isEqualTo(CONTENT);
  }

  @Test
  void aValueThatWasSweptAwayIsWrittenAgain() throws IOException {
    new FilePayloads(folder, false, InstantSource.fixed(LONG_AGO)).put(HASH, CONTENT);
    assertThat(sweep()).isEqualTo(1);

    FilePayloads now = new FilePayloads(folder, false, InstantSource.fixed(NOW));
    now.put(HASH, CONTENT);

    assertThat(sweep()).as("it is new").isZero();
    assertThat(now.get(HASH)).isEqualTo(CONTENT);
  }

  private int sweep() {
    try {
      return new FilePayloads(folder, false, InstantSource.fixed(NOW))
          .sweep(Set.of(), NOW.minus(Duration.ofDays(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it come as far as it can. */
  private static Thread.State startedAndStanding(Thread thread) {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    while (thread.getState() != Thread.State.BLOCKED
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
    return thread.getState();
  }
}
