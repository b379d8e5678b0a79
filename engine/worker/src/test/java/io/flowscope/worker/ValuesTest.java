package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {
  enum Color {
    RED,
    GREEN {}
  }

  record Point(int x, int y) {}

  record Pair<A, B>(A first, B second) {}

  record Track(
      String name, Optional<Integer> year, List<Promise<Point>> points, Set<Color> colors) {}

  sealed interface Figure {}

  record Circle(double radius) implements Figure {}

  record Group(List<Figure> parts) implements Figure {}

  sealed interface Result<T> {}

  record Good<T>(T value) implements Result<T> {}

  record Bad<T>(String why) implements Result<T> {}

  record Node(String name, List<Object> items) {}

  static class Plain {
    int count = 7;
    String name = "unnamed";
    transient int cache = 3;
  }

  /** Each method is a type by its return type. */
  @SuppressWarnings("unused")
  interface Types {
    Map<Integer, List<Promise<Point>>> map();

    SortedMap<UUID, Duration> sorted();

    EnumMap<Color, Long> byColor();

    Pair<List<Instant>, Optional<URI>> pair();

    Result<List<Point>> result();

    Outcome<Point> outcome();

    List<? extends Figure> figures();

    Promise<List<Optional<Integer>>> optionals();

    List<Point>[] array();

    int[][] matrix();

    Set<Color> colors();

    List<byte[]> bytes();
  }

  static Type type(String method) {
    try {
      return Types.class.getDeclaredMethod(method).getGenericReturnType();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> roundTrips() {
    Map<Integer, List<Point>> points = new TreeMap<>(Map.of(1, List.of(new Point(1, 2))));
    return Stream.of(
        row(42, int.class, "42"),
        row(Long.MIN_VALUE, Long.class, "-9223372036854775808"),
        row('x', char.class, "\"x\""),
        row(Double.NaN, double.class, "\"NaN\""),
        row(1.5f, float.class, "1.5"),
        row(new BigInteger("123456789012345678901"), BigInteger.class, "123456789012345678901"),
        row(new BigDecimal("1.10"), BigDecimal.class, "1.10"),
        row(Color.GREEN, Color.class, "\"GREEN\""),
        row(Instant.EPOCH, Instant.class, "\"1970-01-01T00:00:00Z\""),
        row(Duration.ofMillis(1_500), Duration.class, "\"PT1.5S\""),
        row(LocalDate.of(2026, 11, 21), LocalDate.class, "\"2026-11-21\""),
        row(ZoneId.of("Europe/Paris"), ZoneId.class, "\"Europe/Paris\""),
        row(URI.create("s3://a/b"), URI.class, "\"s3://a/b\""),
        row(new UUID(0, 1), UUID.class, "\"00000000-0000-0000-0000-000000000001\""),
        row(OptionalInt.of(3), OptionalInt.class, "3"),
        row(OptionalInt.empty(), OptionalInt.class, "null"),
        row(new Point(1, 2), Point.class, "{\"x\":1,\"y\":2}"),
        row(points, type("map"), null),
        row(new TreeMap<>(Map.of(new UUID(0, 1), Duration.ZERO)), type("sorted"), null),
        row(new EnumMap<>(Map.of(Color.RED, 1L)), type("byColor"), "{\"RED\":1}"),
        row(
            new Pair<>(List.of(Instant.EPOCH), Optional.of(URI.create("a:b"))),
            type("pair"),
            "{\"first\":[\"1970-01-01T00:00:00Z\"],\"second\":\"a:b\"}"),
        row(
            new Good<>(List.of(new Point(1, 2))),
            type("result"),
            "{\"type\":\"Good\",\"value\":[{\"x\":1,\"y\":2}]}"),
        row(new Outcome.Succeeded<>(new Point(0, 0)), type("outcome"), null),
        row(
            List.of(new Circle(1), new Group(List.of(new Circle(2)))),
            type("figures"),
            "[{\"type\":\"Circle\",\"radius\":1.0},"
                + "{\"type\":\"Group\",\"parts\":[{\"type\":\"Circle\",\"radius\":2.0}]}]"),
        row(new LinkedHashSet<>(List.of(Color.GREEN, Color.RED)), type("colors"), null));
  }

  private static org.junit.jupiter.params.provider.Arguments row(
      Object value, Type type, String json) {
    return org.junit.jupiter.params.provider.Arguments.of(value, type, json);
  }

  @ParameterizedTest
  @MethodSource("roundTrips")
  void comesBackAsDeclared(Object value, Type type, String json) {
    String written = Values.write(value, "value");
    if (json != null) {
      assertThat(written).isEqualTo(json);
    }
    if (type == type("map")) {
      Map<?, ?> map = (Map<?, ?>) Values.read(written, type, "value");
      assertThat(((Promise<?>) ((List<?>) map.get(1)).getFirst()).get()).isEqualTo(new Point(1, 2));
    } else {
      assertThat(Values.read(written, type, "value")).isEqualTo(value);
    }
  }

  @Test
  void readsArraysAndBytes() {
    assertThat((int[][]) Values.read("[[1],[2,3]]", type("matrix"), "v"))
        .isEqualTo(new int[][] {{1}, {2, 3}});
    assertThat((List<?>[]) Values.read("[[{\"x\":1,\"y\":2}]]", type("array"), "v"))
        .containsExactly(List.of(new Point(1, 2)));
    String bytes = Values.write(List.of(new byte[] {1, 2, -1}), "v");
    assertThat(bytes).isEqualTo("[\"AQL/\"]");
    assertThat((byte[]) ((List<?>) Values.read(bytes, type("bytes"), "v")).getFirst())
        .containsExactly(1, 2, -1);
    Promise<?> optionals = (Promise<?>) Values.read("[1,null]", type("optionals"), "v");
    assertThat(optionals.get()).isEqualTo(List.of(Optional.of(1), Optional.empty()));
  }

  @Test
  void failuresTravelInsideOfOutcomes() {
    String json =
        Values.write(
            new Outcome.TimedOut<Point>(new TaskTimedOut("A.b-1", "HEARTBEAT", "late")), "v");
    Outcome.TimedOut<?> read = (Outcome.TimedOut<?>) Values.read(json, type("outcome"), "v");
    assertThat(read.failure().reason()).isEqualTo("HEARTBEAT");
    assertThat(read.failure().task()).isEqualTo("A.b-1");
  }

  @Test
  void readsPlainClassesAndKeepsTheirDefaults() {
    Plain plain = new Plain();
    plain.count = 9;
    assertThat(Values.write(plain, "v")).isEqualTo("{\"count\":9,\"name\":\"unnamed\"}");
    Plain read = (Plain) Values.read("{\"name\":\"x\"}", Plain.class, "v");
    assertThat(read.count).isEqualTo(7);
    assertThat(read.name).isEqualTo("x");
  }

  @Test
  void aPromiseLeavesAHoleAtAnyDepth() {
    Promise<Point> pending = new Pending<>();
    Promise<Point> other = new Pending<>();
    Track track =
        new Track("t", Optional.empty(), List.of(pending, Promise.of(new Point(3, 4))), Set.of());
    Object[] arguments = {
      pending,
      track,
      Promise.of(List.of(other)),
      new Object[] {Optional.of(pending)},
      Map.of("b", other, "a", 1)
    };
    Template template = Values.arguments(arguments);
    assertThat(template.promises()).containsExactly(pending, other);
    assertThat(template.complete()).isFalse();
    assertThat(template.fill(p -> p == pending ? "{\"x\":1}" : "null"))
        .isEqualTo(
            "[{\"x\":1},"
                + "{\"name\":\"t\",\"points\":[{\"x\":1},{\"x\":3,\"y\":4}],\"colors\":[]},"
                + "[null],[{\"x\":1}],{\"a\":1,\"b\":null}]");
  }

  @Test
  void aFailedPromiseIsAHole() {
    Promise<Object> failed = Promise.failed(new TaskFailed("A.b-1", "no", null));
    assertThat(Values.arguments(new Object[] {failed}).promises()).containsExactly(failed);
  }

  @Test
  void argumentsAreFrozenWhenTheyAreWritten() {
    List<Integer> list = new ArrayList<>(List.of(1));
    Template template = Values.arguments(new Object[] {list});
    list.add(2);
    assertThat(template.fill(p -> "")).isEqualTo("[[1]]");
  }

  @Test
  void everyReadGivesAFreshObject() {
    Object first = Values.read("[1]", List.class, "v");
    assertThat(Values.read("[1]", List.class, "v")).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void whatCannotBeWrittenIsNamedWithItsPath() {
    Node cycle = new Node("a", new ArrayList<>(Arrays.asList(1, 2, 3)));
    cycle.items().add(cycle);
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> Values.arguments(new Object[] {1, cycle}))
        .satisfies(e -> assertThat(e.path()).isEqualTo("argument 2.items[3]"))
        .withMessageContaining("a cycle");
    refused(new Node("a", List.of(Stream.of(1))), "argument 1.items[0]: a stream cannot");
    refused(List.of(List.of(1).iterator()), "argument 1[0]: an iterator cannot");
    refused(Map.of("k", new Object()), "argument 1[\"k\"]: java.lang.Object cannot travel");
    refused(Map.of(new Point(1, 2), 1), "Point cannot be the key of a JSON object");
    Function<String, String> lambda = s -> s;
    refused(lambda, "cannot travel as JSON");
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> Values.write(new Pending<>(), "result"))
        .withMessage("result: holds a promise that has no value yet");
  }

  private static void refused(Object value, String sentence) {
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> Values.arguments(new Object[] {value}))
        .withMessageContaining(sentence);
  }

  @Test
  void theSameObjectTwiceIsNoCycle() {
    Point point = new Point(1, 2);
    assertThat(Values.write(List.of(point, point), "v"))
        .isEqualTo("[{\"x\":1,\"y\":2},{\"x\":1,\"y\":2}]");
    Map<String, Object> deep = new HashMap<>();
    Map<String, Object> inner = deep;
    for (int i = 0; i < 600; i++) {
      Map<String, Object> next = new HashMap<>();
      inner.put("a", next);
      inner = next;
    }
    refused(deep, "is nested more than 500 levels deep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\":1} | value.y: is null, but a value of the primitive type int is needed",
        "{\"x\":1,\"y\":\"2\"} | value.y: is the text '2', but a number is needed",
        "{\"x\":1,\"y\":1.5} | value.y: 1.5 is not a whole number",
        "{\"x\":1,\"y\":3000000000} | value.y: 3000000000 is out of range",
        "[1] | value: is an array, but an object is needed",
        "{\"x\":1 | value: is not JSON",
        "{\"x\":1,\"x\":2,\"y\":3} | value: is not JSON: Duplicate",
        "{\"x\":1,\"y\":2} 3 | value: is not JSON"
      })
  void whatCannotBeReadIsNamedWithItsPath(String json, String message) {
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> Values.read(json, Point.class, "value"))
        .withMessageStartingWith(message);
  }

  @Test
  void theDiscriminatorOfASealedTypeIsNeeded() {
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> Values.read("[{\"radius\":1}]", type("figures"), "v"))
        .withMessage("v[0].type: is missing, but one of [Circle, Group] is needed");
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> Values.read("[{\"type\":\"Cube\"}]", type("figures"), "v"))
        .withMessage("v[0].type: is \"Cube\", but one of [Circle, Group] is needed");
  }

  @SuppressWarnings("unused")
  interface Calls {
    void call(int count, List<Color> colors);
  }

  @Test
  void argumentsAreReadByTheParameters() {
    Method method = Calls.class.getDeclaredMethods()[0];
    List<Parameter> parameters = Signatures.parameters(method);
    assertThat(Values.readArguments("[1,[\"RED\"]]", parameters))
        .containsExactly(1, List.of(Color.RED));
    wrong(parameters, "[null,[]]", "argument 1 (count): is null, but a value of the primitive");
    wrong(
        parameters, "[1,[\"BLUE\"]]", "argument 2 (colors)[0]: 'BLUE' is not one of [RED, GREEN]");
    wrong(parameters, "[1]", "input: has 1 arguments, but 2 are declared");
    wrong(parameters, null, "input: has 0 arguments, but 2 are declared");
    wrong(parameters, "{}", "input: must be a JSON array");
  }

  private static void wrong(List<Parameter> parameters, String json, String message) {
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> Values.readArguments(json, parameters))
        .withMessageStartingWith(message);
  }

  /** A promise that must not be asked. */
  private static final class Pending<T> implements Promise<T> {
    @Override
    public T get() {
      throw new AssertionError("writing must never wait");
    }

    @Override
    public Outcome<T> outcome() {
      throw new AssertionError("writing must never wait");
    }

    @Override
    public <R> Promise<R> map(Function<? super T, ? extends R> f) {
      throw new AssertionError();
    }

    @Override
    public Promise<T> recover(Function<? super TaskFailed, ? extends T> f) {
      throw new AssertionError();
    }

    @Override
    public void cancel() {}
  }
}
