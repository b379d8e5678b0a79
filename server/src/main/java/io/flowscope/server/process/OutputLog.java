package io.flowscope.server.process;

import io.flowscope.server.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of one jar print, in a file that is bounded: two parts of 4 MB. Output is
 * always taken from the process, so that it never blocks; what comes faster than 1 MB a second is
 * dropped and counted.
 */
final class OutputLog {
  private static final long PART = 4L << 20;
  private static final long BYTES_PER_SECOND = 1L << 20;
  private static final long BURST = 1L << 20;
  private static final int RECENT = 8_192;

  private final Path file;
  private final LongSupplier nanos;
  private final @Nullable OutputStream echo;
  private final byte[] recent = new byte[RECENT];
  private long recentCount;
  private long allowance = BURST;
  private long countedAt;
  private long dropped;

  /**
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  OutputLog(Path file, LongSupplier nanos) {
    this(file, nanos, null);
  }

  /**
   * @param echo gets everything that is kept as well, or null
   */
  OutputLog(Path file, LongSupplier nanos, @Nullable OutputStream echo) {
    this.file = file;
    this.nanos = nanos;
    this.echo = echo;
    this.countedAt = nanos.getAsLong();
  }

  /** Takes everything that comes, until the stream ends. */
  void drain(InputStream in) {
    byte[] bytes = new byte[8_192];
    try (in) {
      int count;
      while ((count = in.read(bytes)) >= 0) {
        append(bytes, count);
      }
    } catch (IOException e) {
      // The process is gone; there is nothing more to take.
    }
    flushDropped();
  }

  /** Adds a line of our own. */
  void note(String line) {
    byte[] bytes = ("[" + line + "]\n").getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      write(bytes, bytes.length);
    }
  }

  private synchronized void append(byte[] bytes, int count) {
    long now = nanos.getAsLong();
    long earned = (now - countedAt) / 1_000 * BYTES_PER_SECOND / 1_000_000;
    allowance = Math.min(BURST, allowance + earned);
    countedAt = now;
    if (count > allowance) {
      dropped += count;
      return;
    }
    flushDropped();
    allowance -= count;
    write(bytes, count);
    if (echo != null) {
      try {
        echo.write(bytes, 0, count);
        echo.flush();
      } catch (IOException e) {
        // Nobody reads it any more; the log has it.
      }
    }
  }

  private synchronized void flushDropped() {
    if (dropped > 0) {
      byte[] line = "\n[%,d bytes dropped]\n".formatted(dropped).getBytes(StandardCharsets.UTF_8);
      dropped = 0;
      write(line, line.length);
    }
  }

  private void write(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      recent[(int) (recentCount++ % RECENT)] = bytes[i];
    }
    try {
      if (Files.exists(file) && Files.size(file) + count > PART) {
        Files.move(file, previous(), StandardCopyOption.REPLACE_EXISTING);
      }
      boolean fresh = Files.notExists(file);
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        if (fresh) {
          OwnerOnly.file(file);
        }
        out.write(bytes, 0, count);
      }
    } catch (IOException e) {
      // A full disk must not stop a worker; the recent lines stay in memory.
    }
  }

  private Path previous() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** The last lines, at most {@code count}. */
  synchronized List<String> lastLines(int count) {
    int size = (int) Math.min(recentCount, RECENT);
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = recent[(int) ((recentCount - size + i) % RECENT)];
    }
    List<String> lines =
        readable(new String(bytes, StandardCharsets.UTF_8))
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.length() > 500 ? line.substring(0, 500) + "…" : line)
            .toList();
    return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }

  /** The end of the log, at most {@code maximumBytes} of the file. */
  synchronized LogTail tail(int maximumBytes) {
    if (Files.notExists(file)) {
      return new LogTail("", 0);
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - maximumBytes);
      byte[] bytes = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      long before = Files.exists(previous()) ? Files.size(previous()) : 0;
      return new LogTail(readable(new String(bytes, StandardCharsets.UTF_8)), from + before);
    } catch (IOException e) {
      return new LogTail("The log cannot be read.", 0);
    }
  }

  /** Control characters and those that turn the direction of writing, made visible. */
  static String readable(String text) {
    StringBuilder readable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean plain = c == '\n' || c == '\t';
              boolean hidden =
                  Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
              readable.appendCodePoint(plain || !hidden ? c : '\uFFFD');
            });
    return readable.toString().replace("\uFFFD\n", "\n");
  }
}
