package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailsTest {
  private final Tails tails = new Tails(100_000);

  private void add(long run, long id, String input) {
    tails.add(
        run,
        List.of(
            new HistoryEvent(
                Instant.EPOCH, id, new Event.WorkflowExecutionSignaled("s", input, null, null))));
  }

  @Test
  void itKeepsTheLastEventsOfARunAndAReaderKeepsWhatItGot() {
    add(1, 1, null);
    List<HistoryEvent> first = tails.get(1);
    for (long id = 2; id <= 1_000; id++) {
      add(1, id, null);
      List<HistoryEvent> now = tails.get(1);
      assertThat(now.getLast().eventId()).isEqualTo(id);
      assertThat(now.getFirst().eventId()).isEqualTo(Math.max(1, id - 63));
    }
    assertThat(first).hasSize(1);
    assertThat(tails.weight()).isEqualTo(64 * 500);
  }

  @Test
  void whatIsTooHeavyGoesTheOldestFirst() {
    String heavy = "x".repeat(29_500);
    for (long run = 1; run <= 10; run++) {
      add(run, 1, heavy);
    }
    assertThat(tails.weight()).isEqualTo(90_000);
    assertThat(tails.get(7)).isEmpty();
    assertThat(tails.get(8)).hasSize(1);
    tails.remove(8);
    assertThat(tails.weight()).isEqualTo(60_000);
    tails.clear();
    assertThat(tails.weight()).isZero();
  }
}
