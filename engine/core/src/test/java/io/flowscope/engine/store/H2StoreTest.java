package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest extends StoreContract {
  @TempDir Path folder;
  @TempDir Path other;

  @Override
  EventStore open() {
    return new H2Store(folder, true);
  }

  @Override
  EventStore opened(EventStore before) {
    before.close();
    return open();
  }

  private void fill(Path where) {
    try (H2Store store = new H2Store(where, false)) {
      Batch batch = new Batch();
      batch.start(run(1, List.of()));
      for (long id = 1; id <= 50; id++) {
        batch.append(
            1,
            new HistoryEvent(
                Instant.EPOCH, id, new Event.WorkflowExecutionSignaled("s", null, null, null)));
      }
      store.append(batch);
    }
  }

  @Test
  void aSecondOneOnTheSameFolderIsRefusedInOneSentence() {
    assertThatThrownBy(() -> new H2Store(folder, true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("in use by another Flowscope");
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefusedInOneSentence() throws IOException {
    Path file = Files.createFile(other.resolve("file"));
    assertThatThrownBy(() -> new H2Store(file, true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be made");
  }

  @Test
  void aDatabaseThatVanishedIsNotReplacedByAnEmptyOne() throws IOException {
    fill(other);
    Files.delete(other.resolve("engine.mv.db"));
    assertThatThrownBy(() -> new H2Store(other, true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is behind: it holds 0 events but has held 50");
  }

  @Test
  void aMarkThatWasCutIsNotTakenForASmallerOne() throws IOException {
    fill(other);
    Path mark = other.resolve("engine.mark");
    String whole = Files.readString(mark);
    for (int length : List.of(0, 1, 17, whole.length() - 1)) {
      Files.writeString(mark, whole.substring(0, length));
      assertThatThrownBy(() -> new H2Store(other, true))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("engine.mark cannot be read");
    }
  }

  @Test
  void whyTheDatabaseFailedIsSaidInOneLine() {
    H2Database database = new H2Database(other);
    SQLException general =
        new SQLException("General error: \"it is\"; SQL statement:\nCOMMIT [50000-240]");
    assertThat(database.explained(general))
        .hasMessageEndingWith("see whether the disk is full or broken. (General error: \"it is\")");
    general.initCause(new IllegalStateException(new IOException("No space left on device")));
    assertThat(database.explained(general))
        .hasMessageEndingWith("disk is full or broken. (No space left on device)");
  }

  @Test
  void theMarkFollowsEachBatch() throws IOException {
    try (H2Store store = new H2Store(other, true)) {
      for (long id = 1; id <= 12; id++) {
        Batch batch = new Batch();
        batch.append(1, signal(id));
        store.append(batch);
        assertThat(Long.parseLong(Files.readString(other.resolve("engine.mark")).strip()))
            .isEqualTo(id);
      }
    }
  }

  @Test
  void noReaderHasToMakeTheNotesOfItsTransactions() throws Exception {
    try (H2Store store = new H2Store(other, true);
        Connection beside = new H2Database(other).connect()) {
      assertThat(store.load().openRuns()).isEmpty();
      assertThat(ReadersTest.maps(beside)).contains("undoLog.1", "undoLog.15", "undoLog.16");
    }
  }

  @Test
  void anOlderFileIsRefusedOrReportedAsALoss() throws IOException {
    fill(other);
    Files.writeString(other.resolve("engine.mark"), "60\n");
    assertThatThrownBy(() -> new H2Store(other, true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it holds 50 events but has held 60");
    new H2Store(other, false).close();
    new H2Store(other, true).close();
  }

  @Test
  void aChangedEventIsNamed() throws Exception {
    fill(other);
    try (Connection direct =
            DriverManager.getConnection("jdbc:h2:file:" + other.resolve("engine"), "sa", "");
        Statement statement = direct.createStatement()) {
      statement.execute(
          "update events set body = replace(body, '\"s\"', '\"t\"') where place = "
              + Place.of(1, 17));
    }
    try (H2Store store = new H2Store(other, true)) {
      assertThatThrownBy(() -> store.replay(1, event -> {}))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Event 17 of run number 1");
    }
  }

  @Test
  void reopensAfterAFailure() {
    try (H2Store store = new H2Store(other, false)) {
      store.reopen();
      assertThat(store.load().totalEvents()).isZero();
    }
  }

  @Test
  void aBatchThatFailedIsThereOrNotAndWhatFollowsIsRefusedUntilItIsOpenedAnew() {
    fill(other);
    try (H2Store store = new H2Store(other, true)) {
      Batch first = new Batch();
      first.append(1, signal(51));
      store.append(first);
      Batch second = new Batch();
      second.append(1, signal(52));
      // An interrupt closes the file under the write, as a disk that goes away would.
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.append(second)).isInstanceOf(StoreException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(() -> store.append(second)).isInstanceOf(StoreException.class);
      store.reopen();
      long last = store.load().totalEvents();
      assertThat(last).isBetween(51L, 52L);
      Batch third = new Batch();
      third.append(1, signal(last + 1));
      store.append(third);
      store.replay(1, event -> {});
      assertThat(store.held()).isEqualTo(last + 1);
      assertThat(store.audit()).isEmpty();
    }
  }

  @Test
  void whoListsWhileBatchesGoIntoTheDatabaseSeesEachExecutionOnce() throws InterruptedException {
    int most = 600;
    ClosedQuery query =
        new ClosedQuery(
            "d", false, Instant.EPOCH, null, null, null, null, null, false, Long.MAX_VALUE, null);
    try (H2Store store = new H2Store(other, false)) {
      AtomicBoolean over = new AtomicBoolean();
      Thread writing =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (long run = 1; run <= most; run++) {
                        store.append(closed(run));
                      }
                    } finally {
                      over.set(true);
                    }
                  });
      Thread folding =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      store.held();
                    }
                  });
      int before = 0;
      do {
        List<Long> numbers = store.closed(query, 1_000).stream().map(RunRow::number).toList();
        assertThat(numbers)
            .hasSizeGreaterThanOrEqualTo(before)
            .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        before = numbers.size();
      } while (!over.get());
      writing.join();
      folding.join();
      assertThat(store.countClosed(query, 1_000)).isEqualTo(most);
    }
  }

  private static Batch closed(long run) {
    Batch batch = new Batch();
    RunRow row = run(run, List.of());
    batch.start(row);
    batch.append(run, signal(1));
    batch.close(
        row.closed(
            new RunRow.Closing(row.startedAt(), CloseStatus.COMPLETED, false, 1, 0, null, run)));
    return batch;
  }

  private static HistoryEvent signal(long id) {
    return new HistoryEvent(
        Instant.EPOCH, id, new Event.WorkflowExecutionSignaled("s", null, null, null));
  }
}
