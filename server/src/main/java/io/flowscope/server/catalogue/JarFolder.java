package io.flowscope.server.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of the stored jars. The description beside a jar is written last: a jar without one
 * was never accepted and is removed at the next start, as is the rest of an interrupted upload.
 */
final class JarFolder {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String UPLOAD = ".upload";

  private final Path folder;

  private JarFolder(Path folder) {
    this.folder = folder;
  }

  static JarFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (POSIX) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    return new JarFolder(folder);
  }

  /** The accepted jars; everything else in the folder that we made is removed. */
  List<StoredJar> load() throws IOException {
    List<StoredJar> jars = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(UPLOAD)) {
        Files.deleteIfExists(file);
      } else if (name.matches("[0-9a-f]{64}\\.jar")
          && Files.notExists(folder.resolve(name.replace(".jar", ".json")))) {
        Files.deleteIfExists(file);
      } else if (name.matches("[0-9a-f]{64}\\.json")
          && Files.exists(folder.resolve(name.replace(".json", ".jar")))) {
        jars.add(JSON.readValue(file.toFile(), StoredJar.class));
      }
    }
    return jars;
  }

  Path path(String hash) {
    return folder.resolve(hash + ".jar");
  }

  /** Takes the bytes in, at most one more than allowed. */
  Upload receive(InputStream content, long maximumBytes) throws IOException {
    Path file = folder.resolve(UUID.randomUUID() + UPLOAD);
    MessageDigest digest = sha256();
    long size = 0;
    boolean whole = false;
    try (FileChannel channel = create(file);
        OutputStream out = Channels.newOutputStream(channel)) {
      byte[] bytes = new byte[65_536];
      int count;
      while (size <= maximumBytes && (count = content.read(bytes)) >= 0) {
        digest.update(bytes, 0, count);
        out.write(bytes, 0, count);
        size += count;
      }
      channel.force(true);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    return new Upload(file, hash, size, size > maximumBytes);
  }

  /** Makes the upload a stored jar. */
  void keep(Upload upload, StoredJar jar) throws IOException {
    write(jar, () -> Files.move(upload.file(), path(jar.hash()), StandardCopyOption.ATOMIC_MOVE));
  }

  /** Writes anew what is known of a stored jar. */
  void rewrite(StoredJar jar) throws IOException {
    write(jar, () -> {});
  }

  /** Something to be done when what is known of a jar is on the disk, and before it counts. */
  private interface Step {
    void run() throws IOException;
  }

  private void write(StoredJar jar, Step before) throws IOException {
    Path draft = folder.resolve(UUID.randomUUID() + UPLOAD);
    try {
      try (FileChannel channel = create(draft)) {
        channel.write(java.nio.ByteBuffer.wrap(JSON.writeValueAsBytes(jar)));
        channel.force(true);
      }
      before.run();
      Files.move(draft, folder.resolve(jar.hash() + ".json"), StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void syncFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can sync a folder; the files themselves are synced.
    }
  }

  private static FileChannel create(Path file) throws IOException {
    FileAttribute<?>[] owner =
        POSIX
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return FileChannel.open(
        file, java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** Bytes that came in and are not yet accepted; closing removes what was not kept. */
  record Upload(Path file, String hash, long size, boolean tooLarge) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }
}
