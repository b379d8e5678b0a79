package io.flowscope.server.catalogue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of contents of a zip file, read by ourselves: the class library's reader hides what
 * matters here, such as two entries of one name or entries whose data overlap.
 */
record ZipDirectory(List<Entry> entries) {
  static final int MAXIMUM_ENTRIES = 20_000;

  private static final int END_SIZE = 22;
  private static final int END_MARK = 0x06054b50;
  private static final int CENTRAL_SIZE = 46;
  private static final int CENTRAL_MARK = 0x02014b50;
  private static final int LOCAL_SIZE = 30;
  private static final int LOCAL_MARK = 0x04034b50;
  private static final long MAXIMUM_TABLE = 64L << 20;
  private static final int UNIX = 3;
  private static final int SYMBOLIC_LINK = 0xA000;

  /**
   * @param dataAt where the compressed bytes begin
   */
  record Entry(
      String name, int method, long crc, long compressed, long size, long dataAt, boolean link) {
    boolean directory() {
      return name.endsWith("/");
    }
  }

  /** The file cannot be accepted as a zip file; the message is one sentence. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  static ZipDirectory read(FileChannel file) throws IOException, Unreadable {
    long length = file.size();
    if (length == 0) {
      throw new Unreadable("The file is empty.");
    }
    ByteBuffer end = end(file, length);
    long endAt = end.getLong(END_SIZE);
    int count = end.getShort(10) & 0xffff;
    long tableSize = end.getInt(12) & 0xffffffffL;
    long tableAt = end.getInt(16) & 0xffffffffL;
    if (count == 0xffff || tableSize == 0xffffffffL || tableAt == 0xffffffffL) {
      throw new Unreadable(
          "It is a ZIP64 archive, which holds more than the %,d entries or 500 MB allowed."
              .formatted(MAXIMUM_ENTRIES));
    }
    if (count > MAXIMUM_ENTRIES) {
      throw new Unreadable(
          "It has %,d entries; %,d are allowed.".formatted(count, MAXIMUM_ENTRIES));
    }
    if (tableAt + tableSize > endAt || tableSize > MAXIMUM_TABLE) {
      throw new Unreadable(
          "Its table of contents lies outside the file: it is cut off or damaged.");
    }
    ByteBuffer table = bytes(file, tableAt, (int) tableSize);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(entry(file, table, i, tableAt));
    }
    if (table.hasRemaining()) {
      throw new Unreadable(
          "Its table of contents has more entries than it says (%d).".formatted(count));
    }
    refuseOverlaps(entries);
    return new ZipDirectory(List.copyOf(entries));
  }

  /** The end record; its position is appended to it. */
  private static ByteBuffer end(FileChannel file, long length) throws IOException, Unreadable {
    int tail = (int) Math.min(length, END_SIZE + 65_535L);
    ByteBuffer bytes = bytes(file, length - tail, tail);
    for (int at = tail - END_SIZE; at >= 0; at--) {
      if (bytes.getInt(at) == END_MARK
          && (bytes.getShort(at + 20) & 0xffff) == tail - at - END_SIZE) {
        ByteBuffer end = ByteBuffer.allocate(END_SIZE + 8).order(ByteOrder.LITTLE_ENDIAN);
        end.put(0, bytes, at, END_SIZE).putLong(END_SIZE, length - tail + at);
        return end;
      }
    }
    boolean begins = length >= 4 && bytes(file, 0, 4).getInt(0) == LOCAL_MARK;
    throw new Unreadable(
        begins
            ? "The archive is cut off at byte %,d: its table of contents is missing."
                .formatted(length)
            : "It is not a jar: it has no ZIP end record.");
  }

  private static Entry entry(FileChannel file, ByteBuffer table, int index, long tableAt)
      throws IOException, Unreadable {
    int at = table.position();
    if (table.remaining() < CENTRAL_SIZE || table.getInt(at) != CENTRAL_MARK) {
      throw new Unreadable("Entry %d of its table of contents is damaged.".formatted(index + 1));
    }
    int nameLength = table.getShort(at + 28) & 0xffff;
    int rest = (table.getShort(at + 30) & 0xffff) + (table.getShort(at + 32) & 0xffff);
    if (table.remaining() < CENTRAL_SIZE + nameLength + rest) {
      throw new Unreadable("Entry %d of its table of contents is damaged.".formatted(index + 1));
    }
    byte[] name = new byte[nameLength];
    table.get(at + CENTRAL_SIZE, name);
    table.position(at + CENTRAL_SIZE + nameLength + rest);
    String text = new String(name, StandardCharsets.UTF_8);
    if ((table.getShort(at + 8) & 1) != 0) {
      throw new Unreadable("Entry " + Names.shown(text) + " is encrypted.");
    }
    int method = table.getShort(at + 10) & 0xffff;
    if (method != 0 && method != 8) {
      throw new Unreadable(
          "Entry %s is compressed by method %d; only stored and deflated entries are read."
              .formatted(Names.shown(text), method));
    }
    int attributes = table.getInt(at + 38) >>> 16;
    boolean link =
        (table.getShort(at + 4) & 0xffff) >>> 8 == UNIX && (attributes & 0xF000) == SYMBOLIC_LINK;
    long compressed = table.getInt(at + 20) & 0xffffffffL;
    long dataAt = dataAt(file, table.getInt(at + 42) & 0xffffffffL, name, text);
    if (dataAt + compressed > tableAt) {
      throw new Unreadable("The data of entry " + Names.shown(text) + " lies outside the archive.");
    }
    return new Entry(
        text,
        method,
        table.getInt(at + 16) & 0xffffffffL,
        compressed,
        table.getInt(at + 24) & 0xffffffffL,
        dataAt,
        link);
  }

  private static long dataAt(FileChannel file, long localAt, byte[] name, String text)
      throws IOException, Unreadable {
    ByteBuffer local;
    try {
      local = bytes(file, localAt, LOCAL_SIZE + name.length);
    } catch (EOFException e) {
      throw new Unreadable("The data of entry " + Names.shown(text) + " lies outside the file.");
    }
    int nameLength = local.getShort(26) & 0xffff;
    byte[] localName = new byte[name.length];
    local.get(LOCAL_SIZE, localName);
    if (local.getInt(0) != LOCAL_MARK
        || nameLength != name.length
        || !java.util.Arrays.equals(name, localName)) {
      throw new Unreadable(
          "Entry %s has another name in front of its data than in the table of contents."
              .formatted(Names.shown(text)));
    }
    return localAt + LOCAL_SIZE + nameLength + (local.getShort(28) & 0xffff);
  }

  private static void refuseOverlaps(List<Entry> entries) throws Unreadable {
    List<Entry> byPlace = new ArrayList<>(entries);
    byPlace.sort(java.util.Comparator.comparingLong(Entry::dataAt));
    for (int i = 1; i < byPlace.size(); i++) {
      Entry before = byPlace.get(i - 1);
      if (before.dataAt() + before.compressed() > byPlace.get(i).dataAt()) {
        throw new Unreadable(
            "The data of entries %s and %s overlap."
                .formatted(Names.shown(before.name()), Names.shown(byPlace.get(i).name())));
      }
    }
  }

  private static ByteBuffer bytes(FileChannel file, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes.flip();
  }
}
