package io.flowscope.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * How many events the database has had at least, kept beside it. The database opens silently at an
 * older state when its file was cut; this file tells. It is written after each batch, in place and
 * without waiting for the disk, so it is never ahead of what is durable.
 */
final class HighWaterMark {
  private final Path file;
  private @Nullable FileChannel channel;
  private long written = -1;

  HighWaterMark(Path file) {
    this.file = file;
  }

  /** The mark; 0 when there is none. */
  long read() {
    try {
      String text = Files.readString(file);
      // What was cut may still be a number.
      return Long.parseLong(text.endsWith("\n") ? text.strip() : "cut");
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

  /** Writes the mark. */
  synchronized void write(long total) {
    if (total == written) {
      return;
    }
    try {
      if (channel == null) {
        make(total);
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
      }
      channel.write(text(total), 0);
      written = total;
    } catch (IOException e) {
      throw new StoreException("The file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Always of the same length, so that a new one covers the old one. */
  private static ByteBuffer text(long total) {
    String digits = Long.toString(total);
    return StandardCharsets.US_ASCII.encode("0".repeat(19 - digits.length()) + digits + "\n");
  }

  private void make(long total) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(text(total));
      out.force(true);
    }
    H2Database.keepPrivate(next);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Lets go of the file; it can be written again. */
  synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new StoreException("The file " + file + " cannot be closed: " + e.getMessage(), e);
    } finally {
      channel = null;
      written = -1;
    }
  }
}
