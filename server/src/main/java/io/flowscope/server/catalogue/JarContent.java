package io.flowscope.server.catalogue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What the checks need of a jar's content, gathered in one pass that inflates every entry once and
 * counts while it does; memory stays flat whatever the entries claim.
 *
 * @param classVersions the class-file version of each class, 0 for what does not begin as a class
 * @param texts the small files under {@code META-INF} that say what the jar is
 */
record JarContent(
    Set<String> names, Map<String, Integer> classVersions, Map<String, byte[]> texts, long total) {
  static final String ENTRY_POINT = "META-INF/services/io.flowscope.WorkflowJar";
  static final String MANIFEST = "META-INF/MANIFEST.MF";

  private static final long MAXIMUM_TOTAL = 500L << 20;
  private static final long MAXIMUM_ENTRY = 100L << 20;
  private static final long RATIO = 100;
  private static final long RATIO_FLOOR = 1L << 20;
  private static final int MAXIMUM_TEXT = 64 << 10;

  static JarContent read(FileChannel file, List<ZipDirectory.Entry> entries)
      throws IOException, ZipDirectory.Unreadable {
    Set<String> names = new HashSet<>();
    Map<String, Integer> versions = new HashMap<>();
    Map<String, byte[]> texts = new HashMap<>();
    long total = 0;
    for (ZipDirectory.Entry entry : entries) {
      names.add(entry.name());
      boolean text = entry.name().equals(ENTRY_POINT) || entry.name().equals(MANIFEST);
      Sink sink = new Sink(text ? MAXIMUM_TEXT : 8);
      total += inflate(file, entry, total, sink);
      if (text) {
        if (sink.count > MAXIMUM_TEXT) {
          throw new ZipDirectory.Unreadable(entry.name() + " is larger than 64 kB.");
        }
        texts.put(entry.name(), sink.head.toByteArray());
      } else if (entry.name().endsWith(".class")) {
        versions.put(entry.name(), classVersion(sink.head.toByteArray()));
      }
    }
    return new JarContent(names, versions, texts, total);
  }

  private static int classVersion(byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    return head.length == 8 && bytes.getInt(0) == 0xCAFEBABE ? bytes.getShort(6) & 0xffff : 0;
  }

  private static long inflate(FileChannel file, ZipDirectory.Entry entry, long before, Sink sink)
      throws IOException, ZipDirectory.Unreadable {
    Inflater inflater = entry.method() == 8 ? new Inflater(true) : null;
    try {
      byte[] in = new byte[16_384];
      byte[] out = new byte[16_384];
      long done = 0;
      while (done < entry.compressed()) {
        ByteBuffer chunk =
            ByteBuffer.wrap(in, 0, (int) Math.min(in.length, entry.compressed() - done));
        int count = file.read(chunk, entry.dataAt() + done);
        if (count < 0) {
          throw damaged(entry);
        }
        done += count;
        if (inflater == null) {
          sink.take(in, count);
        } else {
          inflater.setInput(in, 0, count);
          int produced;
          while ((produced = inflater.inflate(out)) > 0) {
            sink.take(out, produced);
            limits(entry, before, sink.count);
          }
          if (inflater.needsDictionary()) {
            throw damaged(entry);
          }
        }
        limits(entry, before, sink.count);
      }
      boolean whole = inflater == null || entry.compressed() == 0 || inflater.finished();
      if (!whole || sink.count != entry.size() || sink.crc.getValue() != entry.crc()) {
        throw damaged(entry);
      }
      return sink.count;
    } catch (DataFormatException e) {
      throw damaged(entry);
    } finally {
      if (inflater != null) {
        inflater.end();
      }
    }
  }

  private static void limits(ZipDirectory.Entry entry, long before, long count)
      throws ZipDirectory.Unreadable {
    if (before + count > MAXIMUM_TOTAL) {
      throw new ZipDirectory.Unreadable("It expands beyond 500 MB; stopped.");
    }
    if (count > MAXIMUM_ENTRY) {
      throw new ZipDirectory.Unreadable(
          "Entry " + Names.shown(entry.name()) + " expands beyond 100 MB; stopped.");
    }
    if (count > RATIO_FLOOR && count > RATIO * Math.max(1, entry.compressed())) {
      throw new ZipDirectory.Unreadable(
          "Entry %s expands to more than %d times its size; stopped."
              .formatted(Names.shown(entry.name()), RATIO));
    }
  }

  private static ZipDirectory.Unreadable damaged(ZipDirectory.Entry entry) {
    return new ZipDirectory.Unreadable(
        "The data of entry " + Names.shown(entry.name()) + " is damaged: its checksum is wrong.");
  }

  @Nullable byte[] text(String name) {
    byte[] text = texts.get(name);
    return text == null ? null : Arrays.copyOf(text, text.length);
  }

  /** Takes what comes out of an entry: all is counted, the first bytes are kept. */
  private static final class Sink {
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final CRC32 crc = new CRC32();
    private final int keep;
    private long count;

    Sink(int keep) {
      this.keep = keep;
    }

    void take(byte[] bytes, int length) {
      crc.update(bytes, 0, length);
      if (head.size() < keep) {
        head.write(bytes, 0, Math.min(length, keep - head.size()));
      }
      count += length;
    }
  }
}
