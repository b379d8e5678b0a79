package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndingsTest {
  @Test
  void tellsHowAProcessEnded() {
    assertThat(Endings.sentence(3, List.of(), "512m")).isEqualTo("ended with exit code 3");
    assertThat(Endings.sentence(137, List.of(), "512m")).isEqualTo("was killed (exit code 137)");
    assertThat(Endings.sentence(139, List.of(), "512m"))
        .isEqualTo("was ended by signal 11 (exit code 139)");
  }

  @Test
  void whoIsKilledDidNotEndByItself() {
    FailedWorkers failed = new FailedWorkers();
    failed.ended("killed", 137);
    failed.ended("asked to end", 143);
    failed.ended("too long", 70);
    failed.ended("out of memory", 3);
    failed.ended("crashed", 139);

    assertThat(failed.identities()).containsExactly("too long", "out of memory", "crashed");
  }

  @Test
  void tellsExitCode3OfTheAuthorFromThatOfAFullHeap() {
    List<String> lines = List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space");

    assertThat(Endings.sentence(3, lines, "512m"))
        .isEqualTo("ran out of memory (its limit is 512m)");
  }
}
