package io.flowscope.engine.store;

import io.flowscope.engine.store.JournalFile.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was written and is not yet in the database: a few files that are filled one after another
 * and used again once the database has what they hold. One thread writes; {@link #sync} and {@link
 * #release} may be called by others.
 */
final class Journal {
  /** Files are whole multiples of this, so that one that was cut is noticed. */
  static final long STEP = 1L << 20;

  private static final int SPARES = 2;

  private final Path folder;
  private final String name;
  private final boolean synced;
  private final long usual;
  private final JournalCodec codec = new JournalCodec();
  private final Deque<JournalFile> full = new ArrayDeque<>();
  private final Deque<JournalFile> spare = new ArrayDeque<>();
  private ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
  private @Nullable JournalFile current;
  private long created;

  /**
   * @param name the beginning of the files' names
   * @param usual the size of a file, a multiple of {@link #STEP}; one may be larger
   */
  Journal(Path folder, String name, boolean synced, long usual) {
    this.folder = folder;
    this.name = name;
    this.synced = synced;
    this.usual = usual;
  }

  /**
   * What the files hold after a batch.
   *
   * @param batches those that follow it without a gap
   * @param damage what is wrong with what comes then; null when nothing is
   */
  record Left(List<Sealed> batches, @Nullable String damage) {}

  private record Written(Sealed batch, long durable) {}

  /** Reads what a process left behind, after the batch with this number. */
  Left left(long sequence) throws IOException {
    TreeMap<Long, Written> found = new TreeMap<>();
    String damage = null;
    for (Path file : files(name)) {
      String problem = read(file, sequence, found);
      damage = damage == null ? problem : damage;
    }
    List<Sealed> batches = new ArrayList<>();
    long next = sequence + 1;
    while (found.containsKey(next)) {
      batches.add(found.remove(next).batch());
      next++;
    }
    long missing = next;
    // Of what was written after the last sync, the end of the machine may keep any part.
    if (found.values().stream().anyMatch(later -> later.durable() >= missing)) {
      damage = "batch %d is missing, but batch %d is there".formatted(next, found.firstKey());
    }
    return new Left(batches, damage);
  }

  private List<Path> files(String beginning) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(beginning))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  /** Reads one file and says what is wrong with it. */
  private static @Nullable String read(Path path, long after, TreeMap<Long, Written> found)
      throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
    int wrong = -1;
    boolean ended = false;
    for (int at = 0; at < file.limit(); ) {
      switch (JournalFile.look(file, at)) {
        case Found.Whole whole -> {
          if (whole.sequence() > after) {
            found.put(
                whole.sequence(), new Written(JournalCodec.decode(whole.body()), whole.durable()));
          } else {
            // What is damaged before it is older still, and the database has it.
            wrong = -1;
          }
          at = whole.next();
        }
        case Found.Unwritten unwritten -> {
          ended = true;
          at += JournalFile.UNIT;
        }
        case Found.Damaged damaged -> {
          // Beyond the end, the rest of a record that was not written as a whole looks like this.
          wrong = wrong < 0 && !ended ? at : wrong;
          at += JournalFile.UNIT;
        }
      }
    }
    if (file.limit() % STEP != 0 || file.limit() == 0) {
      return "%s was cut".formatted(path);
    }
    return wrong < 0 ? null : "%s is not as it was written at byte %d".formatted(path, wrong);
  }

  /** Deletes all files; the database has what they held. */
  void discard() throws IOException {
    close();
    for (Path file : files(name)) {
      Files.delete(file);
    }
    for (Path draft : files(JournalFile.DRAFT + name)) {
      Files.delete(draft);
    }
  }

  /**
   * Hands a batch to the operating system; it is durable after the next {@link #sync}.
   *
   * @param durable the last batch that is known to be durable
   */
  synchronized long write(Sealed batch, long durable) throws IOException {
    ByteBuffer body = codec.encode(batch);
    int length = body.remaining();
    ByteBuffer record = scratch(JournalFile.scratchFor(length));
    if (current == null || !current.fits(length)) {
      change(length);
    }
    current.write(batch.sequence(), durable, body, record);
    return length;
  }

  /** Room for a record; what a large one needs is not kept. */
  private ByteBuffer scratch(int size) {
    if (size > JournalCodec.KEPT) {
      return ByteBuffer.allocateDirect(size);
    }
    if (scratch.capacity() < size) {
      scratch = ByteBuffer.allocateDirect(Math.min(2 * size, JournalCodec.KEPT));
    }
    return scratch;
  }

  /** How many bytes of memory it holds for the next batch. */
  synchronized long room() {
    return (long) scratch.capacity() + codec.room();
  }

  private void change(int length) throws IOException {
    if (current != null) {
      if (synced) {
        current.sync();
      }
      full.add(current);
      current = null;
    }
    JournalFile next = spare.poll();
    if (next != null && !next.fits(length)) {
      spare.add(next);
      next = null;
    }
    if (next == null) {
      next = create(Math.max(usual, (JournalFile.spaceFor(length) + STEP - 1) / STEP * STEP));
    }
    current = next;
  }

  private JournalFile create(long size) throws IOException {
    Path path = folder.resolve(name + ++created);
    JournalFile file = JournalFile.create(path, size, synced);
    if (synced) {
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
    return file;
  }

  /** Waits until all that was written before is on the disk. */
  void sync() throws IOException {
    JournalFile file;
    synchronized (this) {
      file = current;
    }
    if (file != null) {
      file.sync();
    }
  }

  /** Whether {@link #release} would find something to give back. */
  synchronized boolean isReleasable(long sequence) {
    JournalFile oldest = full.peek();
    return oldest != null && oldest.last() <= sequence;
  }

  /** The database has all batches up to this one for good: their files are used again. */
  void release(long sequence) throws IOException {
    for (JournalFile file = done(sequence); file != null; file = done(sequence)) {
      boolean keep;
      synchronized (this) {
        keep = spare.size() < SPARES;
      }
      if (keep) {
        file.clear(synced);
        synchronized (this) {
          spare.add(file);
        }
      } else {
        file.close();
        Files.delete(file.path());
      }
    }
  }

  private synchronized @Nullable JournalFile done(long sequence) {
    return isReleasable(sequence) ? full.poll() : null;
  }

  /** Leaves the files as they are. */
  synchronized void close() throws IOException {
    List<JournalFile> all = new ArrayList<>(full);
    all.addAll(spare);
    if (current != null) {
      all.add(current);
    }
    full.clear();
    spare.clear();
    current = null;
    for (JournalFile file : all) {
      file.close();
    }
  }
}
