package io.flowscope.server.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Source texts inside a jar that passed its checks. */
final class Sources {
  private static final int MAXIMUM = 1 << 20;

  private Sources() {}

  static Optional<String> find(Path jar, String file) {
    boolean bare = file.endsWith(".java") && file.indexOf('/') < 0;
    String path = bare ? file : file.replaceFirst("\\.java$", "").replace('.', '/') + ".java";
    String end = "/" + path;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Optional<? extends ZipEntry> entry =
          zip.stream()
              .filter(e -> !e.isDirectory())
              .filter(e -> e.getName().equals(path) || e.getName().endsWith(end))
              .findFirst();
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = zip.getInputStream(entry.get())) {
        return Optional.of(new String(in.readNBytes(MAXIMUM), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
