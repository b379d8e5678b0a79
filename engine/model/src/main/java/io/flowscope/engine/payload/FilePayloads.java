package io.flowscope.engine.payload;

import io.flowscope.engine.payload.PayloadException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file for each content, named by its hash, below a folder of its own. Several processes may
 * share the folder: a file appears whole, and never changes.
 */
public final class FilePayloads implements PayloadStore {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  private final Path folder;
  private final boolean synced;
  private final InstantSource clock;

  /** A value that is read or put again is dated anew, but not more often than this. */
  private static final Duration DATED = Duration.ofDays(1);

  /** What of a folder is swept is not being put meanwhile, whoever does either in this process. */
  private static final Map<Path, Object> SWEEPING = new ConcurrentHashMap<>();

  private final Object sweeping;

  /**
   * @param folder made when the first content comes
   * @param synced whether a content must survive the end of the machine, as opposed to that of the
   *     process
   * @param clock dates the files
   */
  public FilePayloads(Path folder, boolean synced, InstantSource clock) {
    this.folder = folder;
    this.synced = synced;
    this.clock = clock;
    this.sweeping =
        SWEEPING.computeIfAbsent(folder.toAbsolutePath().normalize(), one -> new Object());
  }

  /** The folder of a domain's values below {@code root}: domains may have any name. */
  public static Path folder(Path root, String domain) {
    boolean plain = PLAIN.matcher(domain).matches() && domain.length() < 64;
    return root.resolve(plain ? domain : PayloadRef.hash(PayloadRef.bytes(domain)));
  }

  private Path file(String sha256) {
    if (!PayloadRef.isHash(sha256)) {
      throw new PayloadException(Kind.REFUSED, sha256 + " is no SHA-256");
    }
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  @Override
  public void put(String sha256, byte[] content) {
    Path file = file(sha256);
    if (!PayloadRef.hash(content).equals(sha256)) {
      throw new PayloadException(
          Kind.REFUSED, "The content is not that of sha256:" + sha256 + ", so it was not stored.");
    }
    try {
      synchronized (sweeping) {
        if (isThere(file, sha256)) {
          // Who puts it is about to refer to it: for a sweep it is as good as new.
          Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
          return;
        }
      }
      write(file, content);
    } catch (IOException e) {
      throw new PayloadException(
          Kind.UNAVAILABLE, "A large value could not be written below " + folder + ": " + e, e);
    }
  }

  /** A damaged one is not there: it is written again. */
  private static boolean isThere(Path file, String sha256) throws IOException {
    return Files.exists(file) && PayloadRef.hash(Files.readAllBytes(file)).equals(sha256);
  }

  private void write(Path file, byte[] content) throws IOException {
    Path parent = file.getParent();
    folder(parent);
    Path draft = Files.createTempFile(parent, "new-", ".part");
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        if (synced) {
          out.force(true);
        }
      }
      Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      if (synced) {
        sync(parent);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Readable by its owner only, whatever the umask; each new folder is durable in its own. */
  private void folder(Path wanted) throws IOException {
    if (Files.isDirectory(wanted)) {
      return;
    }
    Path above = wanted.toAbsolutePath().getParent();
    if (above != null) {
      folder(above);
    }
    try {
      Files.createDirectory(wanted);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return;
    }
    if (Files.getFileStore(wanted).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(wanted, PosixFilePermissions.fromString("rwx------"));
    }
    if (synced && above != null) {
      sync(above);
    }
  }

  /** Makes the names in a folder durable, where the system can. */
  private static void sync(Path parent) {
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems do not open folders; their names are durable with the file.
    }
  }

  @Override
  public byte[] get(String sha256) {
    Path file = file(sha256);
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new PayloadException(
          Kind.MISSING,
          "There is no file " + file + ". Put it back, for instance from a backup.",
          e);
    } catch (IOException e) {
      throw new PayloadException(Kind.UNAVAILABLE, file + " cannot be read: " + e, e);
    }
    if (!PayloadRef.hash(content).equals(sha256)) {
      throw new PayloadException(
          Kind.DAMAGED,
          "The file "
              + file
              + " is damaged: its content has another hash than its name says."
              + " Put it back, for instance from a backup.");
    }
    used(file);
    return content;
  }

  /** Whoever reads it may hand it on, so that it counts as used now. */
  private void used(Path file) {
    Instant now = clock.instant();
    try {
      if (Files.getLastModifiedTime(file).toInstant().plus(DATED).isBefore(now)) {
        synchronized (sweeping) {
          Files.setLastModifiedTime(file, FileTime.from(now));
        }
      }
    } catch (IOException e) {
      // A folder that is read only, or somebody else's: whoever may write there dates it.
    }
  }

  /**
   * Removes what nobody refers to.
   *
   * @param kept the hashes that something refers to
   * @param before what was put or read later than that is never removed
   * @return how many were removed
   */
  public int sweep(Set<String> kept, Instant before) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    List<Path> candidates = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !kept.contains(file.getFileName().toString()))
          .forEach(candidates::add);
    }
    int removed = 0;
    for (Path file : candidates) {
      synchronized (sweeping) {
        if (Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.delete(file);
          removed++;
        }
      }
    }
    return removed;
  }
}
