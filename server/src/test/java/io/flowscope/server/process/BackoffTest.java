package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff();

  @Test
  void waitsLongerWithEachEndUpToAMinute() {
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      delays.add(backoff.afterEnd(Duration.ofSeconds(1)));
    }

    assertThat(delays)
        .containsExactly(
            200L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
    assertThat(backoff.exhausted()).isTrue();
  }

  @Test
  void beginsAnewAfterItWorked() {
    backoff.afterEnd(Duration.ofSeconds(1));
    backoff.afterEnd(Duration.ofSeconds(1));

    assertThat(backoff.afterEnd(Duration.ofSeconds(30))).isEqualTo(200);
    assertThat(backoff.failures()).isEqualTo(1);
  }
}
