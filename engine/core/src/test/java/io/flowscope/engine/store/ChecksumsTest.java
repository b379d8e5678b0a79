package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChecksumsTest {
  private static byte[] last(String... bodies) {
    byte[] sum = Checksums.START;
    for (int i = 0; i < bodies.length; i++) {
      sum = Checksums.next(sum, 7, i + 1, 1_000, bodies[i]);
    }
    return sum;
  }

  @Test
  void theLastChecksumHoldsAllEventsBefore() {
    byte[] sum = last("a", "b", "c");
    assertThat(last("a", "b", "c")).isEqualTo(sum);
    assertThat(last("x", "b", "c")).isNotEqualTo(sum);
    assertThat(last("a", "x", "c")).isNotEqualTo(sum);
    assertThat(last("a", "b", "x")).isNotEqualTo(sum);
  }

  @Test
  void anEventBelongsToItsRunItsPlaceAndItsTime() {
    byte[] sum = Checksums.next(Checksums.START, 7, 1, 1_000, "a");
    assertThat(Checksums.next(Checksums.START, 8, 1, 1_000, "a")).isNotEqualTo(sum);
    assertThat(Checksums.next(Checksums.START, 7, 2, 1_000, "a")).isNotEqualTo(sum);
    assertThat(Checksums.next(Checksums.START, 7, 1, 1_001, "a")).isNotEqualTo(sum);
  }
}
