package io.flowscope.server.payload;

import io.flowscope.engine.payload.FilePayloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes large values of SWFs elsewhere that nobody has put or read for long. Their histories
 * cannot be searched for what they name; but an execution lasts a year at most and is kept for 90
 * days after that, and each run reads what it was given when it begins.
 */
public final class AgedPayloads {
  /** A year and 90 days: no history that named a value when it was used last is there any more. */
  public static final int LEAST_DAYS = 365 + 90;

  private static final Logger LOG = LoggerFactory.getLogger(AgedPayloads.class);

  private final Path folder;
  private final String local;
  private final long days;
  private final InstantSource clock;

  /**
   * @param folder of all connections
   * @param local the one of them whose values are not swept by age
   * @param days for which a value is kept after its last use; 0 for ever
   */
  public AgedPayloads(Path folder, String local, long days, InstantSource clock) {
    this.folder = folder;
    this.local = local;
    this.days = days;
    this.clock = clock;
  }

  /** Does it, and leaves what cannot be read or removed for the next time. */
  public void runQuietly() {
    try {
      int removed = run();
      if (removed > 0) {
        LOG.info(
            "{} large values of connections that nobody used for {} days were removed",
            removed,
            days);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Large values of connections that nobody uses are removed later: {}", e.toString());
    }
  }

  /**
   * Does it.
   *
   * @return how many were removed
   */
  public int run() throws IOException {
    if (days == 0) {
      return 0;
    }
    Instant before = clock.instant().minus(Duration.ofDays(days));
    int removed = 0;
    for (Path connection : folders(folder)) {
      if (!connection.getFileName().toString().equals(local)) {
        for (Path domain : folders(connection)) {
          removed += new FilePayloads(domain, false, clock).sweep(Set.of(), before);
        }
      }
    }
    return removed;
  }

  private static List<Path> folders(Path above) throws IOException {
    if (!Files.isDirectory(above)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(above)) {
      return files.filter(Files::isDirectory).toList();
    }
  }
}
