package io.flowscope.server.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.engine.store.Dump;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a backup: the engine's executions, registry and leases as they are at one moment, the
 * uploaded jars, the large values, the audit file and the keys. Logs, sessions and what is made
 * anew at each start are not in it.
 */
public final class BackupWriter {
  private static final List<String> KEPT =
      List.of("jars", "values", "audit.log", "admin-token", "credentials", "keys.json");
  private static final Set<String> SECRET = Set.of("admin-token", "credentials", "keys.json");

  private final Path data;
  private final Engine engine;
  private final String version;
  private final InstantSource clock;

  /** Writes what the engine holds. */
  @FunctionalInterface
  public interface Engine {
    Dump.Counts dump(OutputStream out) throws IOException;
  }

  /**
   * @param data the data folder
   * @param version of this program
   */
  public BackupWriter(Path data, Engine engine, String version, InstantSource clock) {
    this.data = data;
    this.engine = engine;
    this.version = version;
    this.clock = clock;
  }

  /** Something that is written into an entry. */
  @FunctionalInterface
  private interface Content {
    void to(OutputStream out) throws IOException;
  }

  /** Writes all of it; does not close {@code out}. */
  public Manifest write(OutputStream out) throws IOException {
    long createdAt = clock.millis();
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
    List<Manifest.Entry> entries = new ArrayList<>();
    Dump.Counts[] counts = new Dump.Counts[1];
    entries.add(entry(zip, Manifest.ENGINE, false, content -> counts[0] = engine.dump(content)));
    for (Path file : files()) {
      if (!Files.exists(file)) {
        // A large value that nothing in the dump refers to, and that was just removed.
        continue;
      }
      String name = data.relativize(file).toString();
      entries.add(
          entry(
              zip,
              Manifest.FILES + name,
              SECRET.contains(name),
              content -> Files.copy(file, content)));
    }
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            version,
            createdAt,
            counts[0].executions(),
            counts[0].events(),
            counts[0].total(),
            counts[0].purged(),
            entries);
    zip.putNextEntry(new ZipEntry(Manifest.NAME));
    zip.write(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
    zip.closeEntry();
    zip.finish();
    zip.flush();
    return manifest;
  }

  private List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String name : KEPT) {
      Path kept = data.resolve(name);
      if (Files.exists(kept)) {
        try (Stream<Path> files = Files.walk(kept)) {
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".part"))
              .sorted()
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private static Manifest.Entry entry(
      ZipOutputStream zip, String name, boolean secret, Content content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    MessageDigest sha = sha256();
    Counted counted = new Counted(new DigestOutputStream(zip, sha));
    content.to(counted);
    zip.closeEntry();
    return new Manifest.Entry(name, counted.count, HexFormat.of().formatHex(sha.digest()), secret);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Counts what goes through, and keeps the zip open. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long count;

    private Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }

    @Override
    public void close() {
      // The entry is closed, not the file.
    }
  }
}
