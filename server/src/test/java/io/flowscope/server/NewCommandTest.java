package io.flowscope.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code new}: where it refuses, and that its project is built as this one is. */
class NewCommandTest {
  private static final Pattern PLUGIN =
      Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId><version>([^<]+)</version>");

  @TempDir Path dir;

  private static String refused(Path folder) {
    StringWriter err = new StringWriter();
    int code = Main.commandLine().setErr(new PrintWriter(err)).execute("new", folder.toString());
    assertThat(code).isEqualTo(2);
    return err.toString();
  }

  @Test
  void what_is_there_already_is_left_alone() throws IOException {
    Path notes = Files.writeString(dir.resolve("notes"), "mine");

    assertThat(refused(dir)).contains("FOLDER " + dir, "it is not empty; choose");
    assertThat(refused(notes)).contains("there is a file of this name");
    assertThat(refused(Path.of("/"))).contains("this folder has no name");
    assertThat(notes).hasContent("mine");
    assertThat(dir).isDirectoryContaining(notes::equals);
  }

  @Test
  void its_build_needs_no_other_versions_than_ours() throws IOException {
    String ours = Files.readString(Path.of("../pom.xml"));
    String theirs = Files.readString(Path.of("src/main/resources/author/project/pom.xml"));

    assertThat(PLUGIN.matcher(theirs).results())
        .hasSize(6)
        .extracting(MatchResult::group)
        .allMatch(ours::contains);
    assertThat(ours).contains("<junit.version>6.1.3</junit.version>");
    assertThat(theirs).contains("<artifactId>junit-jupiter</artifactId><version>6.1.3</version>");
  }
}
