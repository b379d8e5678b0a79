package io.flowscope.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one server. It belongs to one server at a time, and everything in it is readable by
 * its owner only.
 */
public final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder where it does not exist, and takes it.
   *
   * @throws UsageError when it cannot be used, or another server uses it
   */
  public static DataFolder open(Path path) {
    return tryOpen(path)
        .orElseThrow(
            () ->
                new UsageError(
                    "--data %s: another Flowscope server uses this folder; stop it, or give another folder."
                        .formatted(path)));
  }

  /**
   * The same, but empty where another server uses the folder.
   *
   * @throws UsageError when it cannot be used
   */
  static Optional<DataFolder> tryOpen(Path path) {
    Path root = path.toAbsolutePath().normalize();
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new UsageError(
          "--data %s: this is a file; give a folder, which is made if it does not exist."
              .formatted(path));
    }
    FileChannel channel = null;
    try {
      OwnerOnly.folder(root);
      Path file = root.resolve("server.lock");
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      OwnerOnly.file(file);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new DataFolder(root, channel, lock));
    } catch (IOException e) {
      throw new UsageError(
          "--data %s: the folder cannot be written (%s); make it writable, or give another one."
              .formatted(path, e.getClass().getSimpleName()));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The folder itself. */
  public Path root() {
    return root;
  }

  /** A folder inside, made if it does not exist. */
  public Path folder(String name) {
    try {
      return OwnerOnly.folder(root.resolve(name));
    } catch (IOException e) {
      throw new UsageError(
          "--data %s: the folder '%s' in it cannot be made; make it writable."
              .formatted(root, name));
    }
  }

  /** Writes a small file as a whole, or not at all. */
  public void write(String name, String text) throws IOException {
    Path draft = root.resolve(name + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel out =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OwnerOnly.file(draft);
      out.write(StandardCharsets.UTF_8.encode(text));
      out.force(true);
    }
    Files.move(
        draft,
        root.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The text of a small file, or null where there is none. */
  public @Nullable String read(String name) throws IOException {
    Path file = root.resolve(name);
    return Files.isRegularFile(file) ? Files.readString(file) : null;
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }
}
