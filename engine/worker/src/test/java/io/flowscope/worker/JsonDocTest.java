package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/JSON.md} says what is written; its examples are these, letter by letter. */
class JsonDocTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| .* \\| `([^`]+)` \\| `([^`]+)` \\|$");

  enum Color {
    RED
  }

  record Point(int x, int y) {}

  record Track(String name, Optional<Integer> year, List<Point> points) {}

  sealed interface Figure {}

  record Circle(double radius) implements Figure {}

  static class Plain {
    int count = 7;
    String name = "unnamed";

    @Override
    public boolean equals(Object other) {
      return other instanceof Plain plain && plain.count == count && plain.name.equals(name);
    }

    @Override
    public int hashCode() {
      return count;
    }
  }

  @SuppressWarnings("unused")
  private interface Types {
    List<Integer> list();

    Map<Integer, String> map();

    Optional<Integer> optional();

    Outcome<Integer> outcome();
  }

  private record Example(Object value, Type type) {}

  private static Map<String, Example> examples() {
    Map<String, Example> all = new LinkedHashMap<>();
    all.put("42", new Example(42, int.class));
    all.put(
        "new BigInteger(\"123456789012345678901\")",
        new Example(new BigInteger("123456789012345678901"), BigInteger.class));
    all.put("new BigDecimal(\"1.10\")", new Example(new BigDecimal("1.10"), BigDecimal.class));
    all.put("1.5", new Example(1.5, double.class));
    all.put("Double.POSITIVE_INFINITY", new Example(Double.POSITIVE_INFINITY, double.class));
    all.put("true", new Example(true, boolean.class));
    all.put("'x'", new Example('x', char.class));
    all.put("\"two\\nlines\"", new Example("two\nlines", String.class));
    all.put("Color.RED", new Example(Color.RED, Color.class));
    all.put("new byte[] {1, 2, -1}", new Example(new byte[] {1, 2, -1}, byte[].class));
    all.put("Instant.EPOCH", new Example(Instant.EPOCH, Instant.class));
    all.put("Duration.ofMillis(1500)", new Example(Duration.ofMillis(1500), Duration.class));
    all.put("LocalDate.of(2026, 11, 21)", new Example(LocalDate.of(2026, 11, 21), LocalDate.class));
    all.put("ZoneId.of(\"Europe/Paris\")", new Example(ZoneId.of("Europe/Paris"), ZoneId.class));
    all.put("new UUID(0, 1)", new Example(new UUID(0, 1), UUID.class));
    all.put("URI.create(\"s3://a/b\")", new Example(URI.create("s3://a/b"), URI.class));
    all.put("Locale.CANADA_FRENCH", new Example(Locale.CANADA_FRENCH, Locale.class));
    all.put("List.of(1, 2)", new Example(List.of(1, 2), type("list")));
    all.put("Map.of(7, \"seven\")", new Example(Map.of(7, "seven"), type("map")));
    all.put("Optional.of(3)", new Example(Optional.of(3), type("optional")));
    all.put("Optional.empty()", new Example(Optional.empty(), type("optional")));
    all.put("new Point(1, 2)", new Example(new Point(1, 2), Point.class));
    all.put(
        "new Track(\"t\", Optional.empty(), List.of(new Point(1, 2)))",
        new Example(new Track("t", Optional.empty(), List.of(new Point(1, 2))), Track.class));
    all.put("new Plain()", new Example(new Plain(), Plain.class));
    all.put("new Circle(1.5)", new Example(new Circle(1.5), Figure.class));
    all.put("Promise.of(new Point(1, 2))", new Example(Promise.of(new Point(1, 2)), Point.class));
    all.put("new Outcome.Succeeded<>(3)", new Example(new Outcome.Succeeded<>(3), type("outcome")));
    all.put(
        "new Outcome.Failed<Integer>(new TaskFailed(\"A.b-1\", \"IOException: no\", \"at …\"))",
        new Example(
            new Outcome.Failed<Integer>(new TaskFailed("A.b-1", "IOException: no", "at …")),
            type("outcome")));
    return all;
  }

  private static Type type(String method) {
    try {
      return Types.class.getDeclaredMethod(method).getGenericReturnType();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> documented() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    Map<String, String> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(root.resolve("docs/JSON.md")));
    while (row.find()) {
      rows.put(row.group(1), row.group(2));
    }
    return rows;
  }

  @Test
  void theExamplesAreWhatIsWrittenAndRead() throws IOException {
    Map<String, String> rows = documented();
    Map<String, Example> examples = examples();
    assertThat(rows.keySet()).containsExactlyElementsOf(examples.keySet());
    examples.forEach(
        (java, example) -> {
          String json = Values.write(example.value(), java);
          assertThat(json).as(java).isEqualTo(rows.get(java));
          Object read = Values.read(json, example.type(), java);
          assertThat(Values.write(read, java)).as("read again: %s", java).isEqualTo(json);
          if (!(example.value() instanceof Promise || example.value() instanceof Outcome.Failed)) {
            assertThat(read).as(java).isEqualTo(example.value());
          }
        });
  }

  @Test
  void argumentsAreAnArrayAndNoneIsEmpty() {
    assertThat(Values.arguments(new Object[] {URI.create("s3://a"), 4}).fill(p -> ""))
        .isEqualTo("[\"s3://a\",4]");
    assertThat(Values.arguments(null).fill(p -> "")).isEqualTo("[]");
    assertThat(Values.readArguments(null, List.of())).isEmpty();
    assertThat(Values.write(null, "result")).isEqualTo("null");
  }
}
