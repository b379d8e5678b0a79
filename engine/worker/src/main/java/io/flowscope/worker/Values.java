package io.flowscope.worker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the values of workflows and tasks travel: as JSON, read by the generic signature of the
 * method they belong to.
 *
 * <p>Primitives, text, numbers, enums, {@code java.time}, UUID, URI, {@code byte[]} (Base64),
 * collections, maps, arrays, Optionals, records, sealed types of records (member {@code type} holds
 * the simple name) and plain classes with a constructor without arguments. A {@code Promise<X>} at
 * any depth is read as a resolved promise.
 */
public final class Values {
  /**
   * The one mapper; it only parses, the walk over values is ours. Jackson would keep its buffers in
   * each thread, and each parked branch of a run is one.
   */
  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Values() {}

  /**
   * {@code json} as it is: all digits of numbers stay.
   *
   * @throws JsonProcessingException when it is no JSON
   */
  public static JsonNode tree(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }

  /**
   * {@code node} as JSON. Its own {@code toString} would leave buffers in the thread.
   *
   * @throws JsonProcessingException never, for what {@link #tree} gave
   */
  public static String text(JsonNode node) throws JsonProcessingException {
    return JSON.writeValueAsString(node);
  }

  /**
   * The arguments of a call as a JSON array with holes for promises.
   *
   * @throws ValueException when one cannot be written: a cycle, a stream, an iterator, an unknown
   *     class
   */
  public static Template arguments(@Nullable Object @Nullable [] arguments) {
    return ValueWriter.arguments(arguments == null ? new Object[0] : arguments);
  }

  /**
   * Any value as JSON with holes for promises.
   *
   * @param where the root of paths in messages, for instance {@code result}
   * @throws ValueException as with {@link #arguments}
   */
  public static Template template(@Nullable Object value, String where) {
    return ValueWriter.value(value, where);
  }

  /**
   * A value without pending promises as JSON.
   *
   * @throws ValueException as with {@link #arguments}, and where a promise is in it that did not
   *     come from {@link io.flowscope.Promise#of}
   */
  public static String write(@Nullable Object value, String where) {
    Template template = template(value, where);
    if (!template.complete()) {
      throw new ValueException(where, "holds a promise that has no value yet");
    }
    return template.fill(promise -> "null");
  }

  /**
   * The value that {@code json} stands for; every call gives a fresh object.
   *
   * @param type for instance a method's generic return type; promises in it are read as resolved
   * @param where the root of paths in messages, for instance {@code result}
   * @throws ValueException when the text is no JSON or does not fit the type
   */
  public static @Nullable Object read(String json, Type type, String where) {
    return ValueReader.read(parse(json, where), type, new ValuePath(where));
  }

  /**
   * The arguments that a JSON array stands for.
   *
   * @param json null or empty stands for no arguments
   * @throws ValueException as with {@link #read}, when their number is wrong, and for a null where
   *     the parameter is primitive, with the parameter's name
   */
  public static @Nullable Object[] readArguments(
      @Nullable String json, List<Parameter> parameters) {
    JsonNode array = parse(json == null || json.isBlank() ? "[]" : json, "input");
    if (!array.isArray()) {
      throw new ValueException("input", "must be a JSON array of arguments");
    }
    if (array.size() != parameters.size()) {
      throw new ValueException(
          "input",
          "has " + array.size() + " arguments, but " + parameters.size() + " are declared");
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      Parameter parameter = parameters.get(i);
      ValuePath path = new ValuePath("argument " + (i + 1) + " (" + parameter.name() + ")");
      arguments.add(ValueReader.read(array.get(i), parameter.type(), path));
    }
    return arguments.toArray();
  }

  /** Whether {@code text} is one value of JSON. */
  public static boolean isJson(String text) {
    try {
      return !JSON.readTree(text).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static JsonNode parse(String json, String where) {
    try {
      JsonNode node = JSON.readTree(json);
      return node.isMissingNode() ? JSON.nullNode() : node;
    } catch (JsonProcessingException e) {
      throw new ValueException(where, "is not JSON: " + e.getOriginalMessage());
    }
  }
}
