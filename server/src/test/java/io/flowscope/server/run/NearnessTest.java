package io.flowscope.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearnessTest {
  @Test
  void countsTheLettersThatDiffer() {
    assertThat(Nearness.distance("ProcessVideo", "processvideo")).isZero();
    assertThat(Nearness.distance("ProcessVideo", "ProcesVideo")).isEqualTo(1);
    assertThat(Nearness.distance("", "abc")).isEqualTo(3);
  }
}
