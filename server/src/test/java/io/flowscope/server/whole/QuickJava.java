package io.flowscope.server.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Options of Java for the processes of tests, which live for seconds: a third of the processor time
 * until a server is ready. Given where {@code -Dflowscope.quickJava=true}, as in the build; what is
 * measured, and what runs for hours, runs as Java does by itself.
 */
final class QuickJava {
  private static final Path JAR = Path.of("target/flowscope-server.jar");

  private QuickJava() {}

  /** None unless they are asked for. */
  static List<String> options() {
    return Boolean.getBoolean("flowscope.quickJava") ? Made.OPTIONS : List.of();
  }

  /** Made at the first use. */
  private static final class Made {
    private static final List<String> OPTIONS = made();

    private static List<String> made() {
      List<String> options =
          new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      try {
        options.addAll(ServerProcess.fromArchive(archive(List.copyOf(options))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return List.copyOf(options);
    }
  }

  /** Kept for this jar, beside it. */
  private static Path archive(List<String> options) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/quick"));
    Path kept =
        folder.resolve(
            "classes-"
                + Runtime.version()
                + "-"
                + Files.size(JAR)
                + "-"
                + Files.getLastModifiedTime(JAR).toMillis()
                + ".jsa");
    if (!Files.exists(kept)) {
      Path work = Files.createTempDirectory(folder, "work");
      Path draft = work.resolve("draft.jsa");
      write(options, work, draft);
      if (Files.exists(draft)) {
        // Another process may have been as fast; either is as good.
        Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      delete(work);
    }
    return kept;
  }

  /** By a server that has shown a page, and has asked an SWF elsewhere that is not there. */
  private static void write(List<String> options, Path work, Path archive) throws IOException {
    List<String> java = new ArrayList<>(options);
    java.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive.toAbsolutePath(), "-Xlog:disable"));
    Path profiles =
        Files.writeString(
            work.resolve("profiles"),
            "[archive]\naws_access_key_id=FSARCHIVEARCHIVE0000\naws_secret_access_key=archive\n");
    ServerProcess server =
        ServerProcess.connected(
            java,
            work.resolve("data"),
            profiles,
            "connections.there.endpoint=http://127.0.0.1:" + ServerProcess.freePort(),
            "connections.there.profile=archive",
            "connections.there.domain=archive");
    server.api().get("/");
    server.api().get("/api/v1/there/archive/executions");
    server.stopInItsTime();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
