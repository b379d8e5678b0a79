package io.flowscope.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/SWF.md} shows the code that the tests run, and every action. */
class SwfDocTest {
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- (\\S+) -->\n```\\w+\n(.*?)\n```", Pattern.DOTALL);

  private static String doc() throws IOException {
    return Files.readString(Server.root().resolve("docs/SWF.md"));
  }

  @Test
  void everySnippetIsCodeOfATest() throws IOException {
    Matcher snippet = SNIPPET.matcher(doc());
    int found = 0;
    while (snippet.find()) {
      Path source = Server.root().resolve(snippet.group(1));
      String shown = stripped(snippet.group(2));
      assertThat(stripped(Files.readString(source))).as(source.toString()).contains(shown);
      found++;
    }
    assertThat(found).isEqualTo(5);
  }

  private static String stripped(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void everyActionIsListed() throws IOException {
    Set<String> listed = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| ([A-Z][A-Za-z]+) \\| .*\\|.*\\|$").matcher(doc());
    while (row.find()) {
      listed.add(row.group(1));
    }
    Set<String> called = new TreeSet<>();
    for (JsonNode step : Conformance.JSON.readTree(Conformance.STEPS.toFile())) {
      called.add(step.path("call").asText());
    }
    assertThat(called).hasSize(39);
    assertThat(listed).containsAll(List.copyOf(called));
  }
}
