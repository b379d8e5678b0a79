package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written out is there again when it is read in. */
class DumpTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private static HistoryEvent event(long id) {
    return new HistoryEvent(AT, id, new Event.WorkflowExecutionSignaled("s", "é", null, null));
  }

  private static void append(EventStore store, long run, long id) {
    Batch batch = new Batch();
    batch.append(run, event(id));
    store.append(batch);
  }

  private static void fill(EventStore store) {
    Batch batch = new Batch();
    batch.register(new RegistryRow(RegistryRow.Kind.DOMAIN, "d", "d", "", "{}"));
    batch.lease(
        new Lease("t", "d", new TaskKey("run-2", 1), TaskKind.ACTIVITY, 1, "me", AT, AT, "half"));
    for (long run = 1; run <= 3; run++) {
      RunRow row = StoreContract.run(run, List.of("a"));
      batch.start(row);
      batch.append(run, event(1));
      if (run != 2) {
        batch.close(row.closed(new RunRow.Closing(AT, CloseStatus.FAILED, false, 1, 0, null, run)));
      }
    }
    store.append(batch);
    store.delete(3);
  }

  @Test
  void allIsThereAgain() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventStore.Loaded before;
    Dump.Counts counts;
    try (H2Store store = new H2Store(folder.resolve("a"), false)) {
      fill(store);
      before = store.load();
      counts = store.dump(out);
    }
    assertThat(counts).isEqualTo(new Dump.Counts(2, 2, 3, 1));
    Path restored = folder.resolve("b");
    assertThat(Restore.into(restored, new ByteArrayInputStream(out.toByteArray())))
        .isEqualTo(counts);
    assertThat(Files.readString(restored.resolve("engine.mark")).strip()).endsWith("003");
    try (H2Store store = new H2Store(restored, true)) {
      assertThat(store.load()).isEqualTo(before);
      assertThat(store.audit()).isEmpty();
      assertThat(store.run("d", "run-1")).get().extracting(RunRow::closing).isNotNull();
      append(store, 2, 2);
      store.replay(2, event -> {});
    }
    assertThatThrownBy(() -> Restore.into(restored, new ByteArrayInputStream(out.toByteArray())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("restore into an empty one");
  }

  @Test
  void whatWasRestoredByHalfCannotBeOpened() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (H2Store store = new H2Store(folder.resolve("a"), false)) {
      fill(store);
      for (long id = 2; id <= 3_000; id++) {
        append(store, 2, id);
      }
      store.dump(out);
    }
    for (int left : List.of(30, out.size() / 4, out.size() / 2)) {
      Path half = folder.resolve("left" + left);
      byte[] cut = Arrays.copyOf(out.toByteArray(), out.size() - left);
      assertThatThrownBy(() -> Restore.into(half, new ByteArrayInputStream(cut)))
          .isInstanceOf(IOException.class);
      assertThat(half.resolve("engine.mv.db")).isNotEmptyFile();
      for (boolean synced : List.of(true, false)) {
        assertThatThrownBy(() -> new H2Store(half, synced))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("is behind: it holds 0 events but has held 3002");
      }
    }
    Path announced = folder.resolve("announced");
    Restore.announce(announced, 3_002);
    assertThatThrownBy(() -> new H2Store(announced, false)).hasMessageContaining("is behind");
  }

  @Test
  void aJournalThatWasLeftBehindIsNotTakenForARestoredOne() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path live = folder.resolve("a");
    Path used = Files.createDirectory(folder.resolve("b"));
    try (H2Store store = new H2Store(live, false)) {
      fill(store);
      store.dump(out);
      append(store, 2, 2);
      Files.copy(live.resolve("engine.journal.1"), used.resolve("engine.journal.1"));
    }
    assertThatThrownBy(() -> Restore.into(used, new ByteArrayInputStream(out.toByteArray())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("restore into an empty one");
    Files.delete(used.resolve("engine.journal.1"));
    Files.writeString(used.resolve("engine.mark"), "77\n");
    Restore.into(used, new ByteArrayInputStream(out.toByteArray()));
    try (H2Store store = new H2Store(used, true)) {
      assertThat(store.load().totalEvents()).isEqualTo(3);
    }
  }

  @Test
  void whatWasWrittenBeforeIsInItAndNothingIsInItByHalf() throws Exception {
    try (H2Store store = new H2Store(folder.resolve("a"), false)) {
      fill(store);
      AtomicLong written = new AtomicLong(1);
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long id = 2; id <= 3_000; id++) {
                      append(store, 2, id);
                      written.set(id);
                    }
                  });
      List<Long> atLeast = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        atLeast.add(written.get());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.dump(out);
        Path restored = folder.resolve("b" + i);
        Restore.into(restored, new ByteArrayInputStream(out.toByteArray()));
        try (H2Store again = new H2Store(restored, true)) {
          long[] count = new long[1];
          again.replay(2, event -> count[0]++);
          assertThat(count[0]).isGreaterThanOrEqualTo(atLeast.get(i));
          assertThat(again.held()).isEqualTo(count[0] + 1);
          assertThat(again.audit()).isEmpty();
        }
      }
      writer.join();
      assertThat(written.get()).isEqualTo(3_000);
    }
  }
}
