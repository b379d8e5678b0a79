package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerCacheTest {
  @TempDir Path folder;

  @Test
  void keepsItsOwnCopyTheTwoNewestAndThoseInUse() throws Exception {
    for (int i = 1; i <= 6; i++) {
      copy("worker-7-" + i, i);
    }
    file("worker-describe-25.0.3.jsa", 9);
    file("notes.txt", 1);
    try (FileChannel channel =
            FileChannel.open(folder.resolve("worker-7-2.lock"), StandardOpenOption.WRITE);
        FileLock used = channel.lock(0, 1, false)) {
      assertThat(used.isValid()).isTrue();

      WorkerCache.clean(folder, "worker-7-3");

      assertThat(jars())
          .as("2 is in use, 3 is its own, 5 and 6 are the newest")
          .containsExactly("worker-7-2.jar", "worker-7-3.jar", "worker-7-5.jar", "worker-7-6.jar");
    }
    assertThat(folder.resolve("notes.txt")).exists();
    assertThat(folder.resolve("worker-describe-25.0.3.jsa")).as("of no copy").doesNotExist();
    assertThat(folder.resolve("worker-7-6-work-25.0.3.jsa")).exists();
    assertThat(folder.resolve("worker-7-1-work-25.0.3.jsa")).doesNotExist();

    WorkerCache.clean(folder, "worker-7-3");

    assertThat(jars()).as("2 is free").hasSize(3).doesNotContain("worker-7-2.jar");
  }

  @Test
  void keepsTheNewestDescriptions() throws Exception {
    for (int i = 0; i < 203; i++) {
      file("%064x-25.json".formatted(i), i);
    }

    WorkerCache.clean(folder, "worker-7-3");

    assertThat(folder.resolve("%064x-25.json".formatted(2))).doesNotExist();
    assertThat(folder.resolve("%064x-25.json".formatted(3))).exists();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(200);
    }
  }

  private List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .toList();
    }
  }

  private void copy(String name, int at) throws IOException {
    file(name + ".jar", at);
    file(name + ".lock", at);
    file(name + "-work-25.0.3.jsa", at);
  }

  private void file(String name, int at) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "x");
    Files.setLastModifiedTime(file, FileTime.fromMillis(at * 1_000L));
  }
}
