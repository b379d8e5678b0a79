package io.flowscope.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * How many events the database has had at least, kept beside it. The database opens silently at an
 * older state when its file was cut; this file tells.
 */
final class HighWaterMark {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Path file;
  private long written;
  private long writtenAt;

  HighWaterMark(Path file) {
    this.file = file;
  }

  /** The mark; 0 when there is none. */
  long read() {
    try {
      written = Long.parseLong(Files.readString(file).strip());
      return written;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException | NumberFormatException e) {
      throw new StoreException(
          "The file "
              + file
              + " cannot be read. It says how much the database beside it holds; restore both"
              + " from a backup, or delete it if you accept what the database holds.",
          e);
    }
  }

  /** Writes the mark, at most once a second. */
  void raise(long total) {
    long now = System.nanoTime();
    if (written == 0 || now - writtenAt > PAUSE.toNanos()) {
      write(total);
      writtenAt = now;
    }
  }

  /** Writes the mark now. */
  void write(long total) {
    if (total == written) {
      return;
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(next, total + "\n");
      H2Database.keepPrivate(next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = total;
    } catch (IOException e) {
      throw new StoreException("The file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
