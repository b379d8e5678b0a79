package io.flowscope.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowscope.engine.model.History;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares folds with files under {@code histories}. With {@code FLOWSCOPE_GOLDEN=write} in the
 * environment the files are written anew, to be read by a person before they are committed.
 */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/histories");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  static Stream<String> names() {
    return Stories.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void foldIsAsBefore(String name) throws IOException {
    Story story = Stories.all().get(name);
    String history = Wire.encode(new History(story.events, null));
    RunFold fold = new RunFold();
    Wire.decode(history, History.class).events().forEach(fold::apply);
    Map<String, Object> views = new LinkedHashMap<>();
    views.put("timeline", fold.timeline());
    views.put("graph", fold.graph());
    views.put("rounds", fold.rounds());
    views.put("summary", fold.summary("video-1", "run-1", 1_795_255_300_000L));
    same(name + ".history.json", JSON.readTree(history).toPrettyString());
    same(name + ".views.json", JSON.writeValueAsString(views));
  }

  private static void same(String file, String text) throws IOException {
    Path path = FOLDER.resolve(file);
    if ("write".equals(System.getenv("FLOWSCOPE_GOLDEN"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, text + "\n");
    }
    assertThat(text + "\n").isEqualTo(Files.readString(path));
  }
}
