package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesGrowWithJitterUpToFiveSeconds() {
    Backoff backoff = new Backoff(new Random(7));
    long bound = 100;
    for (int i = 0; i < 40; i++) {
      assertThat(backoff.next()).isBetween(10L, bound);
      assertThat(backoff.inSeries()).isTrue();
      bound = Math.min(5_000, 2 * bound);
    }
    backoff.reset();
    assertThat(backoff.inSeries()).isFalse();
    assertThat(backoff.next()).isLessThanOrEqualTo(100);
  }

  @Test
  void slotsKeepOnePollForEachTenThatAreFree() throws InterruptedException {
    assertThat(Slots.pollers(100)).isEqualTo(10);
    assertThat(Slots.pollers(1)).isEqualTo(1);
    assertThat(Slots.pollers(11)).isEqualTo(2);
    Slots slots = new Slots(11);
    slots.takeForPoll(1);
    slots.takeForPoll(0);
    assertThat(slots.free()).isEqualTo(9);
    slots.give();
    slots.give();
    slots.take();
    assertThat(slots.free()).isEqualTo(10);
  }
}
