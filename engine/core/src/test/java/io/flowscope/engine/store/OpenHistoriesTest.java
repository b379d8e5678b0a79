package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.H2Heads.Head;
import io.flowscope.engine.store.Sealed.SealedEvent;
import io.flowscope.engine.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OpenHistoriesTest {
  private final TreeMap<Long, List<SealedEvent>> stored = new TreeMap<>();
  private final Map<Long, Head> heads = new HashMap<>();
  private final List<Long> alone = new ArrayList<>();
  private int queries;

  private void history(long run, int events) {
    List<SealedEvent> list = new ArrayList<>();
    byte[] sum = Checksums.START;
    for (long id = 1; id <= events; id++) {
      String body =
          Wire.encode(
              new HistoryEvent(
                  Instant.EPOCH, id, new Event.WorkflowExecutionSignaled("s", null, null, null)));
      sum = Checksums.next(sum, run, id, 0, body);
      list.add(new SealedEvent(run, id, 0, body, sum, null));
    }
    stored.put(run, list);
    heads.put(run, new Head(events, sum));
  }

  private OpenHistories histories() {
    return new OpenHistories(
        heads,
        (first, last) -> {
          queries++;
          return new HashMap<>(stored.subMap(first, true, last, true));
        },
        (run, each) -> alone.add(run));
  }

  private int replay(OpenHistories histories, long run) {
    List<HistoryEvent> found = new ArrayList<>();
    histories.replay(run, found::add);
    return found.size();
  }

  @Test
  void shortHistoriesAreReadByTheThousandEvents() {
    for (long run = 1; run <= 1_000; run++) {
      history(3 * run, 10);
    }
    OpenHistories histories = histories();
    for (long run = 1; run <= 1_000; run++) {
      assertThat(replay(histories, 3 * run)).isEqualTo(10);
    }
    assertThat(queries).isEqualTo(5);
    assertThat(alone).isEmpty();
  }

  @Test
  void whatIsNotAsItsHeadSaysIsReadByItself() {
    for (long run = 1; run <= 7; run++) {
      history(run, 10);
    }
    heads.put(7L, new Head(10, heads.get(6L).sum()));
    stored.put(1L, stored.get(1L).subList(0, 9));
    stored.remove(2L);
    SealedEvent old = stored.get(3L).get(4);
    SealedEvent changed = new SealedEvent(3, old.id(), old.at() + 1, old.body(), old.sum(), null);
    stored.get(3L).set(4, changed);
    stored.get(4L).remove(4);
    heads.remove(5L);
    OpenHistories histories = histories();
    for (long run = 1; run <= 5; run++) {
      assertThat(replay(histories, run)).isZero();
    }
    assertThat(replay(histories, 6)).isEqualTo(10);
    assertThat(replay(histories, 7)).isZero();
    assertThat(alone).containsExactly(1L, 2L, 3L, 4L, 5L, 7L);
  }

  @Test
  void longHistoriesAreReadByThemselves() {
    history(1, 10);
    history(2, 2_001);
    history(3, 10);
    OpenHistories histories = histories();
    assertThat(replay(histories, 1)).isEqualTo(10);
    assertThat(replay(histories, 2)).isZero();
    assertThat(replay(histories, 3)).isEqualTo(10);
    assertThat(alone).containsExactly(2L);
    assertThat(queries).isEqualTo(2);
  }
}
