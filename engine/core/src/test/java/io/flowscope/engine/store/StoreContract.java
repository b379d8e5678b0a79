package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionConfiguration;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeFilter;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class StoreContract {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");

  private EventStore store;

  abstract EventStore open();

  /** The same store as after the end of the process, if it outlives it. */
  abstract EventStore opened(EventStore before);

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static RunRow run(long number, List<String> tags) {
    return new RunRow(
        number,
        "d",
        new WorkflowExecution("w" + number % 3, "run-" + number),
        new WorkflowType("W", number % 2 == 0 ? "1" : "2"),
        AT.plusMillis(number / 2),
        new WorkflowExecution("parent", "p"),
        tags,
        new WorkflowExecutionConfiguration(
            "1", "2", new TaskList("l"), null, ChildPolicy.ABANDON, null),
        null);
  }

  private static HistoryEvent event(long id) {
    return new HistoryEvent(
        AT.plusSeconds(id), id, new Event.WorkflowExecutionSignaled("s" + id, "\"é\"", null, null));
  }

  private static RunRow closed(RunRow row, CloseStatus status, long total) {
    return row.closed(
        new RunRow.Closing(row.startedAt().plusSeconds(5), status, true, 3, 2, AT, total));
  }

  private void append(long run, long from, long to) {
    Batch batch = new Batch();
    for (long id = from; id <= to; id++) {
      batch.append(run, event(id));
    }
    store.append(batch);
  }

  @Test
  void pagesOfEventsInBothDirections() {
    Batch batch = new Batch();
    batch.start(run(1, List.of()));
    store.append(batch);
    append(1, 1, 40);
    append(2, 1, 3);
    append(1, 41, 100);

    assertThat(store.events(1, 1, 1000, false))
        .hasSize(100)
        .startsWith(event(1))
        .endsWith(event(100));
    assertThat(store.events(1, 39, 3, false)).containsExactly(event(39), event(40), event(41));
    assertThat(store.events(1, 41, 3, true)).containsExactly(event(41), event(40), event(39));
    assertThat(store.events(1, 2, 5, true)).containsExactly(event(2), event(1));
    assertThat(store.events(1, 101, 5, false)).isEmpty();
    List<HistoryEvent> replayed = new ArrayList<>();
    store.replay(1, replayed::add);
    assertThat(replayed).hasSize(100);
  }

  @Test
  void whatWasWrittenIsThereAgain() {
    Lease lease =
        new Lease("t", "d", new TaskKey("run-1", 5), TaskKind.ACTIVITY, 6, "me", AT, AT, "half");
    Batch batch = new Batch();
    batch.start(run(1, List.of("a", "b")));
    batch.start(run(2, List.of()));
    batch.append(1, event(1));
    batch.append(2, event(1));
    batch.register(new RegistryRow(RegistryRow.Kind.DOMAIN, "d", "d", "", "{}"));
    batch.register(new RegistryRow(RegistryRow.Kind.WORKFLOW_TYPE, "d", "W", "1", "{}"));
    batch.lease(lease);
    store.append(batch);
    Batch second = new Batch();
    second.close(closed(run(2, List.of()), CloseStatus.FAILED, 3));
    second.append(2, event(2));
    second.register(new RegistryRow(RegistryRow.Kind.WORKFLOW_TYPE, "d", "W", "1", null));
    second.lease(lease.heard(AT.plusSeconds(1), null));
    store.append(second);

    store = opened(store);
    EventStore.Loaded loaded = store.load();
    assertThat(loaded.openRuns()).containsExactly(run(1, List.of("a", "b")));
    assertThat(loaded.registry()).hasSize(1);
    assertThat(loaded.leases()).containsExactly(lease.heard(AT.plusSeconds(1), null));
    assertThat(loaded.totalEvents()).isEqualTo(3);
    assertThat(loaded.lastRun()).isEqualTo(2);
    assertThat(store.run("d", "run-2")).get().extracting(RunRow::closing).isNotNull();
    assertThat(store.run("e", "run-2")).isEmpty();
    store.replay(1, event -> {});
    append(1, 2, 2);
    store.replay(1, event -> {});
    Batch third = new Batch();
    third.endLease("t");
    store.append(third);
    assertThat(store.load().leases()).isEmpty();
  }

  @Test
  void openHistoriesAreReadTogetherAsEachByItself() {
    Batch batch = new Batch();
    for (long number = 1; number <= 30; number++) {
      batch.start(run(number, List.of()));
    }
    store.append(batch);
    for (long number = 1; number <= 30; number++) {
      append(number, 1, number == 7 ? 2_100 : 3 + number % 4);
    }
    Batch closing = new Batch();
    closing.close(closed(run(5, List.of()), CloseStatus.FAILED, 3));
    store.append(closing);

    store = opened(store);
    EventStore.Replay histories = store.openHistories();
    List<RunRow> open = store.load().openRuns();
    assertThat(open).hasSize(29);
    for (RunRow row : open) {
      List<HistoryEvent> together = new ArrayList<>();
      histories.replay(row.number(), together::add);
      List<HistoryEvent> alone = new ArrayList<>();
      store.replay(row.number(), alone::add);
      assertThat(together).hasSizeGreaterThanOrEqualTo(3).isEqualTo(alone);
    }
  }

  private ClosedQuery query(boolean byClose, boolean newest, ClosedQuery.Place after) {
    return new ClosedQuery(
        "d", byClose, Instant.EPOCH, null, null, null, null, null, newest, 1_000, after);
  }

  @Test
  void closedRunsPageByPageInBothOrders() {
    for (long n = 1; n <= 20; n++) {
      Batch batch = new Batch();
      batch.start(run(n, List.of()));
      store.append(batch);
      Batch close = new Batch();
      if (n <= 18) {
        close.append(n, event(1));
        close.close(closed(run(n, List.of()), CloseStatus.COMPLETED, n));
        store.append(close);
      }
    }
    for (boolean byClose : List.of(true, false)) {
      assertThat(walk(byClose, true)).isEqualTo(numbers(18, 1));
      assertThat(walk(byClose, false)).isEqualTo(numbers(1, 18));
    }
    assertThat(store.countClosed(query(true, true, null), 100)).isEqualTo(18);
    assertThat(store.countClosed(query(true, true, null), 5)).isEqualTo(5);
    assertThat(store.runsAfter(0, 3)).extracting(RunRow::number).containsExactly(1L, 2L, 3L);
    assertThat(store.runsAfter(19, 3)).extracting(RunRow::number).containsExactly(20L);
  }

  private static List<Long> numbers(long from, long to) {
    List<Long> all = new ArrayList<>();
    for (long n = from; from <= to ? n <= to : n >= to; n += from <= to ? 1 : -1) {
      all.add(n);
    }
    return all;
  }

  private List<Long> walk(boolean byClose, boolean newest) {
    List<Long> seen = new ArrayList<>();
    List<RunRow> page = store.closed(query(byClose, newest, null), 5);
    while (!page.isEmpty()) {
      page.forEach(row -> seen.add(row.number()));
      RunRow last = page.get(page.size() - 1);
      Instant at = byClose ? last.closing().at() : last.startedAt();
      page =
          store.closed(
              query(byClose, newest, new ClosedQuery.Place(at.toEpochMilli(), last.number())), 5);
    }
    return seen;
  }

  @Test
  void closedRunsByEachFilter() {
    for (long n = 1; n <= 6; n++) {
      Batch batch = new Batch();
      RunRow row = run(n, n == 4 ? List.of("a%b", "c") : List.of("xa%by"));
      batch.start(row);
      batch.append(n, event(1));
      batch.close(closed(row, n == 5 ? CloseStatus.FAILED : CloseStatus.COMPLETED, n));
      store.append(batch);
    }
    assertThat(found("w1", null, null, null, 99)).containsExactly(4L, 1L);
    assertThat(found(null, new WorkflowTypeFilter("W", "1"), null, null, 99))
        .containsExactly(6L, 4L, 2L);
    assertThat(found(null, new WorkflowTypeFilter("W", null), null, null, 99)).hasSize(6);
    assertThat(found(null, new WorkflowTypeFilter("V", null), null, null, 99)).isEmpty();
    assertThat(found(null, null, "a%b", null, 99)).containsExactly(4L);
    assertThat(found(null, null, null, CloseStatus.FAILED, 99)).containsExactly(5L);
    assertThat(found(null, null, null, null, 3)).containsExactly(3L, 2L, 1L);
  }

  private List<Long> found(
      String workflowId, WorkflowTypeFilter type, String tag, CloseStatus status, long total) {
    ClosedQuery query =
        new ClosedQuery(
            "d", true, AT, AT.plusSeconds(100), workflowId, type, tag, status, true, total, null);
    return store.closed(query, 100).stream().map(RunRow::number).toList();
  }

  @Test
  void aClosedRunIsDeletedWithAllThatItHas() {
    for (long n = 1; n <= 3; n++) {
      Batch batch = new Batch();
      RunRow row = run(n, List.of("a", "b", "a"));
      batch.start(row);
      batch.append(n, event(1));
      batch.append(n, event(2));
      if (n < 3) {
        batch.close(closed(row, CloseStatus.COMPLETED, 2 * n));
      }
      store.append(batch);
    }
    assertThat(store.audit()).isEmpty();
    assertThat(store.delete(2)).isTrue();
    assertThat(store.delete(2)).isFalse();
    assertThat(store.delete(3)).as("it is open").isFalse();
    assertThat(store.run("d", "run-2")).isEmpty();
    assertThat(store.events(2, 1, 9, false)).isEmpty();
    assertThat(found(null, null, "b", null, 99)).containsExactly(1L);
    assertThat(store.held()).isEqualTo(4);
    assertThat(store.audit()).isEmpty();
    assertThat(store.load().totalEvents()).as("ever written").isEqualTo(6);
    append(3, 3, 3);
    assertThat(store.held()).isEqualTo(5);
  }
}
