package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** docs/SEMANTICS.md names tests that exist, and every test of a rule. */
@Tag("local")
class SemanticsPageTest {
  private static final Path ROOT = root();
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (Files.notExists(folder.resolve("docs/SEMANTICS.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** The sources of all tests, by the name of their class. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files
              .filter(path -> path.toString().contains("src/test/java"))
              .filter(path -> path.toString().matches(".*(Test|IT)\\.java"))
              .toList()) {
        String name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - 5), Files.readString(file));
      }
    }
    return sources;
  }

  @Test
  void every_test_that_the_page_names_exists() throws IOException {
    Map<String, String> sources = sources();
    Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/SEMANTICS.md")));
    int found = 0;
    while (named.find()) {
      String source = sources.get(named.group(1));
      assertThat(source).as(named.group(1)).isNotNull();
      if (named.group(2) != null) {
        assertThat(source).as(named.group()).contains("void " + named.group(2) + "(");
      }
      found++;
    }
    assertThat(found).isGreaterThan(100);
  }

  @Test
  void every_test_of_a_rule_is_named_on_the_page() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/SEMANTICS.md"));
    TreeSet<String> missing = new TreeSet<>();
    Map<String, String> sources = sources();
    for (String rules :
        new String[] {
          "CallsTest",
          "ArgumentsTest",
          "BarriersTest",
          "OrderTest",
          "EndingTest",
          "SignalsTest",
          "TimeTest",
          "CancellationTest",
          "DivergenceTest",
          "TalkTest"
        }) {
      Matcher method = METHOD.matcher(sources.get(rules));
      while (method.find()) {
        boolean test = sources.get(rules).contains("@Test\n  void " + method.group(1) + "(");
        if (test && !page.contains("`" + rules + "." + method.group(1) + "`")) {
          missing.add(rules + "." + method.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
