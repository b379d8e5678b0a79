package io.flowscope.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a journal after its process ended, and what was done to it since. */
class JournalTest {
  private static final int BATCHES = 30;

  @TempDir Path folder;

  private Journal journal() {
    return new Journal(folder, "j.", false, Journal.STEP);
  }

  private static Sealed batch(long sequence, int size) {
    Batch batch = new Batch();
    batch.append(
        7,
        new HistoryEvent(
            Instant.EPOCH,
            sequence,
            new Event.WorkflowExecutionSignaled("s", "x".repeat(size), null, null)));
    batch.register(new RegistryRow(RegistryRow.Kind.DOMAIN, "d", "d", "", null));
    batch.endLease("t" + sequence);
    return Sealed.of(batch, new Sealed.Point(sequence - 1, sequence - 1), run -> Checksums.START);
  }

  private static List<Long> sequences(Journal.Left left) {
    return left.batches().stream().map(Sealed::sequence).toList();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private long last = Long.MAX_VALUE;

  /** Each is durable before the next is written, up to the last. */
  private long durable(long sequence) {
    return Math.min(last, sequence - 1);
  }

  private long write(long from, long to, int size) throws IOException {
    Journal journal = journal();
    long bytes = 0;
    for (long sequence = from; sequence <= to; sequence++) {
      bytes += JournalFile.spaceFor((int) journal.write(batch(sequence, size), durable(sequence)));
    }
    journal.sync();
    journal.close();
    return bytes;
  }

  @Test
  void whatALargeBatchNeededIsGivenBack() throws IOException {
    Journal journal = journal();
    journal.write(batch(1, 3 << 20), 0);
    journal.write(batch(2, 100), 1);
    assertThat(journal.room()).isLessThanOrEqualTo(2L * JournalCodec.KEPT);
    journal.write(batch(3, 300_000), 2);
    journal.close();
    assertThat(sequences(journal().left(0))).containsExactly(1L, 2L, 3L);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void allThatWasWrittenIsThereAgain() throws IOException {
    write(1, BATCHES, 2_000);
    Journal.Left left = journal().left(0);
    assertThat(left.damage()).isNull();
    assertThat(sequences(left)).isEqualTo(upTo(BATCHES));
    Sealed third = left.batches().get(2);
    Sealed expected = batch(3, 2_000);
    assertThat(third.events().get(0).body()).isEqualTo(expected.events().get(0).body());
    assertThat(third.events().get(0).sum()).isEqualTo(expected.events().get(0).sum());
    assertThat(third.registry()).isEqualTo(expected.registry());
    assertThat(third.leases()).isEqualTo(expected.leases());
    assertThat(sequences(journal().left(20)))
        .containsExactly(21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L, 30L);
    journal().discard();
    assertThat(journal().left(0).batches()).isEmpty();
  }

  @Test
  void filesAreUsedAgainAndBatchesMayBeLargerThanAFile() throws IOException {
    Journal journal = journal();
    List<Long> sizes = new ArrayList<>();
    for (long sequence = 1; sequence <= 60; sequence++) {
      sizes.add(journal.write(batch(sequence, sequence == 17 ? 6_000_000 : 500_000), sequence - 1));
      journal.release(sequence - 3);
    }
    journal.close();
    assertThat(sizes.get(16)).isGreaterThan(5_000_000);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.count()).isLessThan(6);
    }
    Journal.Left left = journal().left(57);
    assertThat(left.damage()).isNull();
    assertThat(sequences(left)).containsExactly(58L, 59L, 60L);
  }

  @Test
  void nothingOldIsBeneathWhatIsWrittenIntoAFileThatIsUsedAgain() throws IOException {
    Journal journal = journal();
    for (long sequence = 1; sequence <= 4; sequence++) {
      journal.write(batch(sequence, 500_000), sequence - 1);
    }
    journal.release(2);
    long length = journal.write(batch(5, 300_000), 4);
    journal.close();
    byte[] file = Files.readAllBytes(folder.resolve("j.1"));
    assertThat(sequences(journal().left(4))).containsExactly(5L);
    // The half of a record that was under way is known by the zeros where the rest would be.
    int end = (int) JournalFile.spaceFor((int) length);
    assertThat(Arrays.copyOfRange(file, end, file.length))
        .isEqualTo(new byte[(int) Journal.STEP - end]);
  }

  @Test
  void aRecordThatWasNotWrittenAsAWholeIsNotThere() throws IOException {
    long end = write(1, BATCHES, 2_000);
    long last = end / BATCHES;
    try (RandomAccessFile file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      // What a write that was interrupted, or sectors that did not come to the disk, leave behind.
      file.seek(end - last + 700);
      file.write(new byte[(int) last - 700]);
    }
    Journal.Left left = journal().left(0);
    assertThat(left.damage()).isNull();
    assertThat(sequences(left)).isEqualTo(upTo(BATCHES - 1));
  }

  @Test
  void aGapIsDamage() throws IOException {
    long end = write(1, BATCHES, 2_000);
    try (RandomAccessFile file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      file.seek(end / BATCHES);
      file.write(new byte[(int) (end / BATCHES)]);
    }
    Journal.Left left = journal().left(0);
    assertThat(left.damage()).contains("batch 2 is missing");
    assertThat(sequences(left)).containsExactly(1L);
  }

  @Test
  void aGapInWhatWasNeverDurableIsNone() throws IOException {
    last = 10;
    long record = write(1, BATCHES, 2_000) / BATCHES;
    try (RandomAccessFile file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      file.seek(record * 20);
      file.write(new byte[(int) record]);
    }
    Journal.Left left = journal().left(0);
    assertThat(left.damage()).isNull();
    assertThat(sequences(left)).isEqualTo(upTo(20));
  }

  @Test
  void aFileThatWasCutIsDamage() throws IOException {
    long end = write(1, BATCHES, 2_000);
    try (RandomAccessFile file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      file.setLength(end - 10);
    }
    assertThat(journal().left(0).damage()).contains("was cut");
  }

  @Test
  void everyFlippedBitIsNoticedOrChangesNothing() throws IOException {
    long end = write(1, BATCHES, 300);
    byte[] good = Files.readAllBytes(onlyFile());
    Random random = new Random(5);
    int noticed = 0;
    for (int i = 0; i < 150; i++) {
      byte[] bad = good.clone();
      // The last record most of all: nothing that follows tells of it.
      int from = i % 2 == 0 ? 0 : (int) (end - end / BATCHES);
      bad[from + random.nextInt((int) end - from)] ^= (byte) (1 << random.nextInt(8));
      Files.write(onlyFile(), bad);
      Journal.Left left = journal().left(0);
      if (left.damage() == null) {
        assertThat(sequences(left)).isEqualTo(upTo(BATCHES));
        assertThat(left.batches().get(BATCHES - 1).events().get(0).body())
            .isEqualTo(batch(BATCHES, 300).events().get(0).body());
      } else {
        noticed++;
      }
    }
    assertThat(noticed).isGreaterThan(100);
  }

  @Test
  void damageStopsTheStoreFromBeingOpened() throws IOException {
    try (H2Store store = new H2Store(folder.resolve("db"), true)) {
      assertThat(store.load().totalEvents()).isZero();
    }
    Journal journal = new Journal(folder.resolve("db"), "engine.journal.", true, Journal.STEP);
    journal.write(batch(2, 10), 1);
    journal.close();
    assertThatThrownBy(() -> new H2Store(folder.resolve("db"), true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("batch 1 is missing");
  }

  @Test
  void theStoreHasWhatAProcessLeftBehind() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (H2Store store = new H2Store(folder.resolve("db"), true)) {
      // The database is that of the beginning, so all that follows is in the journal alone.
      Files.copy(folder.resolve("db/engine.mv.db"), copy.resolve("engine.mv.db"));
      for (long id = 1; id <= 500; id++) {
        Batch batch = new Batch();
        if (id == 1) {
          batch.start(StoreContract.run(1, List.of()));
        }
        batch.append(
            1,
            new HistoryEvent(
                Instant.EPOCH,
                id,
                new Event.WorkflowExecutionSignaled("s", "x".repeat(3_000), null, null)));
        store.append(batch);
      }
      Files.copy(folder.resolve("db/engine.journal.1"), copy.resolve("engine.journal.1"));
    }
    try (H2Store store = new H2Store(copy, true)) {
      assertThat(store.load().totalEvents()).isEqualTo(500);
      List<HistoryEvent> history = new ArrayList<>();
      store.replay(1, history::add);
      assertThat(history).hasSize(500);
    }
    try (Stream<Path> files = Files.list(copy)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("journal"));
    }
  }
}
