package io.flowscope.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.server.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Wrong use of {@code run} is told in one sentence, before anything is started. */
class RunCommandTest {
  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void write() throws IOException {
    jar = Files.writeString(folder.resolve("a.jar"), "no jar");
  }

  @Test
  void namesAJarThatIsNotThere() {
    assertThat(complaint("missing.jar", "W"))
        .isEqualTo("JAR missing.jar: there is no such file; give the path of a workflow jar.");
  }

  @Test
  void refusesAFolder() {
    assertThat(complaint(folder.toString(), "W")).contains("this is a folder");
  }

  @Test
  void wantsAnArrayOfArguments() {
    assertThat(complaint(jar.toString(), "W", "--input", "5"))
        .startsWith("--input 5: give a JSON array with one element for each argument");
    assertThat(complaint(jar.toString(), "W", "--input", "[1"))
        .startsWith("--input [1: this is no JSON");
  }

  @Test
  void knowsThreeKindsOfTraces() {
    assertThat(complaint(jar.toString(), "W", "--trace", "a.png"))
        .isEqualTo("--trace a.png: give a file that ends with .svg, .html or .json.");
    assertThat(complaint(jar.toString(), "W", "--trace", "nowhere/a.svg"))
        .contains("cannot be written");
    assertThat(complaint(jar.toString(), "W", "--sequential", "--trace", "a.svg"))
        .contains("leave out --trace or --sequential");
  }

  private static String complaint(String... arguments) {
    List<String> complaints = new ArrayList<>();
    new CommandLine(new RunCommand())
        .setExecutionExceptionHandler(
            (e, line, result) -> {
              assertThat(e).isInstanceOf(UsageError.class);
              complaints.add(e.getMessage());
              return 2;
            })
        .execute(arguments);
    return complaints.getFirst();
  }
}
