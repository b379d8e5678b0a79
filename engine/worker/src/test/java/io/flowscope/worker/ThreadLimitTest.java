package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadLimitTest {
  private final List<Integer> told = new ArrayList<>();
  private final ThreadLimit limit = new ThreadLimit(100, told::add);

  @Test
  void moreThreadsThanAllowedAreTold() {
    limit.look(100);
    assertThat(told).isEmpty();

    limit.look(101);
    assertThat(told).containsExactly(101);
  }

  @Test
  void theSentenceSaysWhatToDo() {
    assertThat(ThreadLimit.sentence(100, 101))
        .startsWith("This worker has 101 threads and may have 100, so it ends.")
        .contains("a pool of a fixed size");
  }
}
