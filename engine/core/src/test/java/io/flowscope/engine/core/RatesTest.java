package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a second allows. */
class RatesTest {
  private final Rates rates = new Rates();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private boolean take() {
    return rates.take("d", "StartWorkflowExecution", 2, now);
  }

  @Test
  void aClockThatIsSetBackDoesNotStopAnything() {
    assertThat(take()).isTrue();
    assertThat(take()).isTrue();
    assertThat(take()).isFalse();
    now = now.minus(Duration.ofDays(1));
    assertThat(take()).isFalse();
    now = now.plusMillis(500);
    assertThat(take()).isTrue();
    assertThat(take()).isFalse();
  }

  @Test
  void askingManyTimesAMillisecondDoesNotKeepItEmpty() {
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      taken += take() ? 1 : 0;
      now = now.plusNanos(100_000);
    }
    assertThat(taken).isBetween(3, 4);
  }
}
