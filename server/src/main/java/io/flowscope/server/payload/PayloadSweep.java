package io.flowscope.server.payload;

import io.flowscope.engine.payload.FilePayloads;
import io.flowscope.engine.payload.PayloadRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes large values that no history names any more: everything that the engine holds is read
 * once, in one snapshot while it goes on, and what it names is kept, with all that this names.
 */
public final class PayloadSweep {
  /**
   * What was put later may be on its way into a history: a worker offers a result for minutes, and
   * a task that was given a value may give it back.
   */
  private static final Duration YOUNG = Duration.ofDays(2);

  private static final Logger LOG = LoggerFactory.getLogger(PayloadSweep.class);

  private final Path folder;
  private final Histories histories;
  private final InstantSource clock;

  /** Writes all that the engine holds. */
  @FunctionalInterface
  public interface Histories {
    void to(OutputStream out) throws IOException;
  }

  /**
   * @param folder of all domains
   */
  public PayloadSweep(Path folder, Histories histories, InstantSource clock) {
    this.folder = folder;
    this.histories = histories;
    this.clock = clock;
  }

  /** Does it, and leaves everything as it is where something cannot be read. */
  public void runQuietly() {
    try {
      int removed = run();
      if (removed > 0) {
        LOG.info("{} large values that nothing refers to were removed", removed);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Large values that nothing refers to are removed later: {}", e.getMessage());
    }
  }

  /**
   * Does it.
   *
   * @return how many were removed
   */
  public int run() throws IOException {
    Instant before = clock.instant().minus(YOUNG);
    List<Path> domains;
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      domains = files.filter(Files::isDirectory).toList();
    }
    if (domains.isEmpty()) {
      return 0;
    }
    Set<String> kept = named(domains);
    int removed = 0;
    for (Path domain : domains) {
      removed += new FilePayloads(domain, false, clock).sweep(kept, before);
    }
    return removed;
  }

  private Set<String> named(List<Path> domains) throws IOException {
    Scan scan = new Scan();
    histories.to(scan);
    scan.look();
    Set<String> kept = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(scan.hashes);
    while (!open.isEmpty()) {
      String hash = open.pop();
      if (kept.add(hash)) {
        for (Path domain : domains) {
          Path file = domain.resolve(hash.substring(0, 2)).resolve(hash);
          if (Files.exists(file)) {
            open.addAll(PayloadRef.hashesIn(Files.readString(file, StandardCharsets.ISO_8859_1)));
          }
        }
      }
    }
    return kept;
  }

  /** Finds hashes in what is written to it. */
  private static final class Scan extends OutputStream {
    private static final int SIZE = 1 << 18;

    /** Longer than a reference inside of strings of strings. */
    private static final int OVERLAP = 512;

    final Set<String> hashes = new HashSet<>();
    private final byte[] buffer = new byte[SIZE];
    private int end;

    @Override
    public void write(int b) {
      if (end == SIZE) {
        look();
      }
      buffer[end++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      int left = length;
      while (left > 0) {
        if (end == SIZE) {
          look();
        }
        int part = Math.min(left, SIZE - end);
        System.arraycopy(bytes, from + length - left, buffer, end, part);
        end += part;
        left -= part;
      }
    }

    void look() {
      hashes.addAll(PayloadRef.hashesIn(new String(buffer, 0, end, StandardCharsets.ISO_8859_1)));
      int kept = Math.min(OVERLAP, end);
      System.arraycopy(buffer, end - kept, buffer, 0, kept);
      end = kept;
    }
  }
}
