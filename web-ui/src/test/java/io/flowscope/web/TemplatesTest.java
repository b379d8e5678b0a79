package io.flowscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no template, style sheet or script may contain. */
class TemplatesTest {
  private static final Path MAIN = Path.of("src/main");

  @Test
  void noTemplateHasInlineStyleOrHandlers() throws IOException {
    for (Path file : files(MAIN.resolve("jte"), ".jte")) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern("(?i)\\sstyle=")
          .doesNotContainPattern("(?i)\\son[a-z]+=\"")
          .doesNotContainPattern("(?i)<style")
          .doesNotContainPattern("(?i)<script(?![^>]*\\ssrc=)");
    }
  }

  @Test
  void noTemplateWritesUnescaped() throws IOException {
    for (Path file : files(MAIN.resolve("jte"), ".jte")) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContain("$unsafe");
    }
  }

  @Test
  void scriptsBuildTextNotMarkup() throws IOException {
    for (Path file : files(MAIN.resolve("resources/static/js"), ".js")) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern("\\beval\\(|new Function|insertAdjacentHTML|document\\.write");
    }
    for (String own :
        List.of(
            "app", "executions", "form", "live", "replays", "schema", "theme", "upload", "words")) {
      assertThat(Files.readString(MAIN.resolve("resources/static/js/" + own + ".js")))
          .as(own)
          .doesNotContain("innerHTML");
    }
  }

  @Test
  void everyIconUsedIsInTheSprite() throws IOException {
    String sprite = Files.readString(MAIN.resolve("resources/static/icons.svg"));
    for (Path file : files(MAIN.resolve("jte"), ".jte")) {
      Matcher m =
          Pattern.compile("tag\\.icon\\(name = \"([a-z]+)\"").matcher(Files.readString(file));
      while (m.find()) {
        assertThat(sprite).as(file + ": " + m.group(1)).contains("id=\"i-" + m.group(1) + "\"");
      }
    }
  }

  @Test
  void styleSheetsTakeColoursFromTheTokens() throws IOException {
    for (Path file : files(MAIN.resolve("resources/static/css"), ".css")) {
      if (!file.endsWith("tokens.css")) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern(":\\s*#[0-9a-fA-F]{3,8}\\b")
            .doesNotContain("url(")
            .doesNotContain("@import");
      }
    }
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(f -> f.toString().endsWith(end)).forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    return files;
  }
}
