package io.flowscope.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One file of the journal: filled with zeros before it is used, so that writing to it changes
 * nothing but its contents, which is what a sync then has to carry to the disk.
 *
 * <p>A record begins at a multiple of {@link #UNIT}: a head of 32 bytes (a mark, the length of the
 * body, the number of the batch, that of the last one known to be durable then, the checksum of all
 * of it, a checksum of the head), then the body. Heads never lie across two sectors of a disk.
 */
final class JournalFile {
  static final int UNIT = 64;

  /** How the name of a file begins that is not whole yet. */
  static final String DRAFT = "new.";

  static final int SECTOR = 512;
  private static final int HEAD = 32;
  private static final int MARK = 0x464c4f57;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 18).asReadOnlyBuffer();

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private long end;
  private long last;

  private JournalFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /** A new file of zeros, which gets its name when it is whole. */
  static JournalFile create(Path path, long size, boolean synced) throws IOException {
    Path draft = path.resolveSibling(DRAFT + path.getFileName());
    FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    JournalFile file = new JournalFile(path, channel, size);
    try {
      H2Database.keepPrivate(draft);
      file.zero(size, synced);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return file;
  }

  Path path() {
    return path;
  }

  /** The number of the last batch in it; 0 when it is empty. */
  long last() {
    return last;
  }

  static long spaceFor(int bytes) {
    return (HEAD + (long) bytes + UNIT - 1) / UNIT * UNIT;
  }

  boolean fits(int bytes) {
    return end + spaceFor(bytes) <= size;
  }

  /** Adds a record by one write. */
  void write(long sequence, long durable, ByteBuffer body, ByteBuffer scratch) throws IOException {
    int length = body.remaining();
    scratch.clear();
    scratch.putInt(MARK).putInt(length).putLong(sequence).putLong(durable);
    scratch.putInt(checksum(sequence, body));
    scratch.putInt(checksum(scratch.duplicate().flip()));
    scratch.put(body.duplicate()).flip();
    long at = end;
    while (scratch.hasRemaining()) {
      at += channel.write(scratch, at);
    }
    end += spaceFor(length);
    last = sequence;
  }

  static int scratchFor(int bytes) {
    return HEAD + bytes;
  }

  void sync() throws IOException {
    channel.force(false);
  }

  /** Makes it empty again. */
  void clear(boolean synced) throws IOException {
    zero(end, synced);
    end = 0;
    last = 0;
  }

  private void zero(long bytes, boolean synced) throws IOException {
    for (long at = 0; at < bytes; ) {
      ByteBuffer zeros = ZEROS.duplicate();
      zeros.limit((int) Math.min(zeros.capacity(), bytes - at));
      at += channel.write(zeros, at);
    }
    if (synced) {
      channel.force(true);
    }
  }

  void close() throws IOException {
    channel.close();
  }

  private static int checksum(long sequence, ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putInt(body.remaining()).putLong(sequence).flip());
    crc.update(body.duplicate());
    return (int) crc.getValue();
  }

  private static int checksum(ByteBuffer head) {
    CRC32C crc = new CRC32C();
    crc.update(head);
    return (int) crc.getValue();
  }

  /** What a place in a file of the journal holds. */
  sealed interface Found {
    /** A whole record. */
    record Whole(long sequence, long durable, ByteBuffer body, int next) implements Found {}

    /** Nothing was ever written here, or not all of it came to the disk. */
    record Unwritten() implements Found {}

    /** What was written here has changed since. */
    record Damaged() implements Found {}
  }

  /**
   * Looks at one place. A record of which a sector is all zeros was never written as a whole, so
   * nobody was told that it is durable; anything else that is not as it was written is damage.
   */
  static Found look(ByteBuffer file, int at) {
    if (at + HEAD > file.limit()) {
      return new Found.Unwritten();
    }
    if (isZero(file, at, HEAD)) {
      return new Found.Unwritten();
    }
    int length = file.getInt(at + 4);
    boolean headHolds =
        file.getInt(at) == MARK
            && file.getInt(at + 28) == checksum(file.duplicate().position(at).limit(at + 28));
    if (!headHolds || length < 0) {
      return new Found.Damaged();
    }
    if (length > file.limit() - at - HEAD) {
      return new Found.Damaged();
    }
    ByteBuffer body = file.slice(at + HEAD, length);
    long sequence = file.getLong(at + 8);
    if (file.getInt(at + 24) == checksum(sequence, body)) {
      int next = (int) Math.min(at + spaceFor(length), file.limit());
      return new Found.Whole(sequence, file.getLong(at + 16), body, next);
    }
    return hasZeroSector(file, at, at + HEAD + length)
        ? new Found.Unwritten()
        : new Found.Damaged();
  }

  private static boolean hasZeroSector(ByteBuffer file, int from, int to) {
    for (int at = from; at < to; at = (at / SECTOR + 1) * SECTOR) {
      int end = Math.min(to, (at / SECTOR + 1) * SECTOR);
      if (isZero(file, at, end - at)) {
        return true;
      }
    }
    return false;
  }

  /** Eight bytes at a time: most of a file is zeros when it is read, by a process that is new. */
  private static boolean isZero(ByteBuffer file, int from, int length) {
    int at = from;
    for (; at + Long.BYTES <= from + length; at += Long.BYTES) {
      if (file.getLong(at) != 0) {
        return false;
      }
    }
    for (; at < from + length; at++) {
      if (file.get(at) != 0) {
        return false;
      }
    }
    return true;
  }
}
