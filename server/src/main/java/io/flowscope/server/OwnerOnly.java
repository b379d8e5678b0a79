package io.flowscope.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Keeps files and folders from other users of the machine, where the system can. */
public final class OwnerOnly {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Makes a folder, and those above it, where it does not exist. */
  public static Path folder(Path folder) throws IOException {
    Path made = Files.createDirectories(folder);
    set(made, "rwx------");
    return made;
  }

  /** A file that exists. */
  public static void file(Path file) throws IOException {
    set(file, "rw-------");
  }

  private static void set(Path path, String permissions) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
