package io.flowscope.server.run;

import io.flowscope.server.process.WorkerLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folders of one run: a cache that outlives it, and one for its processes that does not.
 *
 * @param cache in the user's cache folder
 * @param scratch removed at the end
 */
record Bench(Path cache, Path scratch, WorkerLauncher launcher) implements AutoCloseable {
  private static final String HEAP = "512m";

  static Bench open() throws IOException {
    Path scratch = Files.createTempDirectory("flowscope-run-");
    Path cache = cache(scratch);
    WorkerLauncher launcher = WorkerLauncher.open(cache, scratch.resolve("work"), HEAP, "none");
    return new Bench(cache, scratch, launcher);
  }

  private static Path cache(Path scratch) {
    String given = System.getenv("XDG_CACHE_HOME");
    Path folder =
        given == null || given.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(given);
    try {
      Path cache = Files.createDirectories(folder.resolve("flowscope"));
      return Files.isWritable(cache) ? cache : scratch.resolve("cache");
    } catch (IOException e) {
      return scratch.resolve("cache");
    }
  }

  @Override
  public void close() {
    launcher.close();
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // The system clears its temporary folder.
    }
  }
}
