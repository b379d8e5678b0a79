package io.flowscope.server.process;

import io.flowscope.server.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The copy of {@code worker.jar} that processes are started from, and the archives of its classes.
 * The folder may be shared, also by programs of other versions: each has a copy of its own, keeps a
 * lock on it while it lives, and removes the oldest that nobody has a lock on.
 */
final class WorkerCache implements AutoCloseable {
  /** Copies that are kept beside those in use; somebody may go back to the version before. */
  private static final int KEPT_JARS = 2;

  /** What is known of jars, some kB each. */
  private static final int KEPT_DESCRIPTIONS = 200;

  private static final Pattern OF_A_JAR =
      Pattern.compile("(worker(?:-\\d+-\\d+)?)(?:\\.jar|\\.lock|-[a-z]+-.+\\.jsa)");
  private static final Pattern DESCRIPTION = Pattern.compile("[0-9a-f]{64}-\\d+\\.json");

  private final Path folder;
  private final Path jar;
  private final @Nullable FileChannel lock;

  private WorkerCache(Path folder, Path jar, @Nullable FileChannel lock) {
    this.folder = folder;
    this.jar = jar;
    this.lock = lock;
  }

  /** The copy that fits this program is made when it is not there. */
  static WorkerCache open(Path folder) throws IOException {
    String given = System.getProperty("flowscope.workerJar");
    if (given != null) {
      return new WorkerCache(folder, Path.of(given).toAbsolutePath(), null);
    }
    URL resource = WorkerCache.class.getResource("/worker.jar");
    if (resource == null) {
      throw new IOException("This program carries no worker.jar; build it with ./mvnw package.");
    }
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      String stamp = connection.getContentLengthLong() + "-" + connection.getLastModified();
      FileChannel lock = locked(folder.resolve("worker-" + stamp + ".lock"));
      Path jar = folder.resolve("worker-" + stamp + ".jar");
      if (!Files.isReadable(jar)) {
        copy(in, jar);
        clean(folder, "worker-" + stamp);
      }
      return new WorkerCache(folder, jar, lock);
    }
  }

  /** Shared with all that use the same copy; the system ends it with this process. */
  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock unused = channel.tryLock(0, 1, true);
    } catch (OverlappingFileLockException e) {
      // Somebody in this process has it already.
    }
    OwnerOnly.file(file);
    return channel;
  }

  private static void copy(InputStream in, Path jar) throws IOException {
    Path draft = Files.createTempFile(jar.getParent(), "worker-", ".new");
    try {
      Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
      OwnerOnly.file(draft);
      Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** The copy. */
  Path jar() {
    return jar;
  }

  /** An archive fits one copy only, and a worker that is killed does not renew it. */
  Path archive(String mode) {
    String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    return folder.resolve(name + "-" + mode + "-" + Runtime.version() + ".jsa");
  }

  /**
   * Removes what nobody has used for long, as far as it can.
   *
   * @param own the name of this program's copy
   */
  static void clean(Path folder, String own) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.sorted(Comparator.comparing(WorkerCache::time).reversed()).toList();
      List<String> names =
          files.stream()
              .filter(file -> file.toString().endsWith(".jar"))
              .map(WorkerCache::copyOf)
              .filter(name -> !name.isEmpty() && !name.equals(own))
              .toList();
      List<String> kept = names.subList(0, Math.min(KEPT_JARS, names.size()));
      for (Path file : files) {
        String name = copyOf(file);
        if (name.isEmpty() || name.equals(own) || kept.contains(name)) {
          continue;
        }
        if (!isInUse(folder.resolve(name + ".lock"))) {
          Files.deleteIfExists(file);
        }
      }
      List<Path> descriptions =
          files.stream()
              .filter(file -> DESCRIPTION.matcher(file.getFileName().toString()).matches())
              .toList();
      for (Path file :
          descriptions.subList(
              Math.min(KEPT_DESCRIPTIONS, descriptions.size()), descriptions.size())) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // Another program is at it, or the next start does it.
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** Of which copy a file is; empty for none. */
  private static String copyOf(Path file) {
    Matcher matcher = OF_A_JAR.matcher(file.getFileName().toString());
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static boolean isInUse(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock exclusive = channel.tryLock(0, 1, false)) {
      return exclusive == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      // The system closes it with this process.
    }
  }
}
