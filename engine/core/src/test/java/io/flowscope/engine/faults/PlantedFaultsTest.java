package io.flowscope.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The faults of {@code scripts/plant-faults} can still be planted. */
class PlantedFaultsTest {
  private static final Path ROOT = Path.of("../..");

  @Test
  void everyFaultStillFitsTheSources() throws IOException {
    List<Patch> patches = Patch.all(Path.of("src/test/faults"));
    assertThat(patches).hasSizeGreaterThan(10);
    for (Patch patch : patches) {
      assertThat(patch.title()).as(patch.name()).isNotEmpty();
      assertThat(patch.changes()).as(patch.name()).isNotEmpty();
      for (String path : patch.changes().keySet()) {
        String source = Files.readString(ROOT.resolve(path));
        assertThat(patch.applied(path, source)).as(patch.name()).isNotEqualTo(source);
      }
      for (String test : patch.tests()) {
        assertThat(exists(ROOT.resolve(patch.module()), test)).as(test).isTrue();
      }
    }
  }

  private static boolean exists(Path module, String test) throws IOException {
    try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
      return files.anyMatch(file -> file.endsWith(test + ".java"));
    }
  }
}
