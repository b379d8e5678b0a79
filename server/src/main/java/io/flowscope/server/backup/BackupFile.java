package io.flowscope.server.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.engine.core.Verify;
import io.flowscope.engine.store.Dump;
import io.flowscope.engine.store.Restore;
import io.flowscope.server.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A backup that was written. Every method fails with a sentence when it is not whole. */
public final class BackupFile implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final ZipFile zip;
  private final Manifest manifest;

  private BackupFile(ZipFile zip, Manifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /** Opens the file and checks that all of it is as it was written. */
  public static BackupFile open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      BackupFile backup = new BackupFile(zip, manifest(zip));
      backup.check();
      return backup;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static Manifest manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(Manifest.NAME);
    if (entry == null) {
      throw new IOException("it has no " + Manifest.NAME + ", so it is no backup or was cut off");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Manifest manifest = JSON.readValue(in, Manifest.class);
      if (manifest.format() != Manifest.FORMAT) {
        throw new IOException(
            "it has form " + manifest.format() + ", which this version does not know");
      }
      return manifest;
    }
  }

  private void check() throws IOException {
    Set<String> names = new HashSet<>();
    for (Manifest.Entry entry : manifest.entries()) {
      names.add(entry.name());
      try (InputStream in = open(entry)) {
        MessageDigest sha = BackupWriter.sha256();
        try (DigestInputStream digest = new DigestInputStream(in, sha)) {
          digest.transferTo(java.io.OutputStream.nullOutputStream());
        }
        if (!HexFormat.of().formatHex(sha.digest()).equals(entry.sha256())) {
          throw new IOException("its entry " + entry.name() + " is not as it was written");
        }
      }
    }
    if (!names.contains(Manifest.ENGINE)) {
      throw new IOException("it has no " + Manifest.ENGINE);
    }
  }

  private InputStream open(Manifest.Entry entry) throws IOException {
    ZipEntry found = zip.getEntry(entry.name());
    if (found == null) {
      throw new IOException("its entry " + entry.name() + " is missing");
    }
    return zip.getInputStream(found);
  }

  /** What it holds. */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * Makes a data folder of it, and checks every event and list of that. What is there before all is
   * done cannot be opened as a data folder.
   *
   * @param data an empty folder
   * @param engine the folder of the engine in it
   */
  public void restore(Path data, Path engine) throws IOException {
    Restore.announce(engine, manifest.totalEvents());
    for (Manifest.Entry entry : manifest.entries()) {
      if (!entry.name().equals(Manifest.ENGINE)) {
        try (InputStream in = open(entry)) {
          restoreFile(data, entry.name(), in);
        }
      }
    }
    for (Manifest.Entry entry : manifest.entries()) {
      if (entry.name().equals(Manifest.ENGINE)) {
        try (InputStream in = open(entry)) {
          restoreEngine(engine, in);
        }
      }
    }
    Verify.Report report = Verify.folder(engine);
    if (!report.isSound()) {
      throw new IOException("what it holds is not sound: " + report.violations().get(0));
    }
  }

  private void restoreEngine(Path engine, InputStream in) throws IOException {
    Dump.Counts counts = Restore.into(engine, in);
    if (counts.executions() != manifest.executions() || counts.events() != manifest.events()) {
      throw new IOException(
          "it says that it holds %d executions with %d events, but %d with %d were found"
              .formatted(
                  manifest.executions(), manifest.events(), counts.executions(), counts.events()));
    }
  }

  private static void restoreFile(Path data, String name, InputStream in) throws IOException {
    Path root = data.toAbsolutePath().normalize();
    Path file = root.resolve(name.substring(Manifest.FILES.length())).normalize();
    if (!name.startsWith(Manifest.FILES) || !file.startsWith(root) || file.equals(root)) {
      throw new IOException("its entry " + name + " does not belong into a data folder");
    }
    OwnerOnly.folder(file.getParent());
    Files.copy(in, file);
    OwnerOnly.file(file);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
