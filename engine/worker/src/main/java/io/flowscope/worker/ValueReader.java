package io.flowscope.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.Promise;
import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a value by the declared generic type. */
final class ValueReader {
  private ValueReader() {}

  static @Nullable Object read(JsonNode node, Type type, ValuePath path) {
    Class<?> raw = Types.raw(type);
    if (node.isNull() || node.isMissingNode()) {
      return nothing(type, raw, path);
    }
    if (raw == Promise.class) {
      return Promise.of(read(node, Types.argument(type, 0), path));
    }
    if (raw == Optional.class) {
      return Optional.ofNullable(read(node, Types.argument(type, 0), path));
    }
    if (Numbers.isNumber(raw)) {
      return Numbers.read(node, raw, path);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return require(node.isBoolean(), node, "true or false", path).booleanValue();
    }
    if (Scalars.isScalar(raw)) {
      return scalar(text(node, raw, path), raw, path);
    }
    if (raw == String.class || raw == CharSequence.class) {
      return text(node, raw, path);
    }
    if (raw == char.class || raw == Character.class) {
      String text = text(node, raw, path);
      require(text.length() == 1, node, "one character", path);
      return text.charAt(0);
    }
    if (raw.isEnum()) {
      return constant(text(node, raw, path), raw, path);
    }
    if (raw == Void.class || raw == void.class) {
      return null;
    }
    if (raw == Object.class) {
      return natural(node);
    }
    return container(node, type, raw, path);
  }

  private static @Nullable Object container(
      JsonNode node, Type type, Class<?> raw, ValuePath path) {
    if (raw == byte[].class) {
      return bytes(node, path);
    }
    if (raw.isArray()) {
      return array(node, type, raw, path);
    }
    if (Map.class.isAssignableFrom(raw)) {
      return map(node, type, raw, path);
    }
    if (raw == Iterable.class || Collection.class.isAssignableFrom(raw)) {
      return collection(node, type, raw, path);
    }
    if (TaskFailed.class.isAssignableFrom(raw)) {
      return failure(node);
    }
    return object(node, type, raw, path);
  }

  private static @Nullable Object nothing(Type type, Class<?> raw, ValuePath path) {
    if (raw.isPrimitive() && raw != void.class) {
      throw path.problem("is null, but a value of the primitive type " + raw + " is needed");
    }
    if (raw == Promise.class) {
      Type inner = Types.argument(type, 0);
      return Promise.of(nothing(inner, Types.raw(inner), path));
    }
    if (raw == Optional.class) {
      return Optional.empty();
    }
    if (raw == OptionalInt.class) {
      return OptionalInt.empty();
    }
    if (raw == OptionalLong.class) {
      return OptionalLong.empty();
    }
    if (raw == OptionalDouble.class) {
      return OptionalDouble.empty();
    }
    return null;
  }

  private static JsonNode require(boolean fits, JsonNode node, String wanted, ValuePath path) {
    if (!fits) {
      throw path.problem("is " + describe(node) + ", but " + wanted + " is needed");
    }
    return node;
  }

  /** What a node is, for messages; long ones are cut. */
  static String describe(JsonNode node) {
    String text = node.toString();
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO, STRING ->
          text.length() <= 60 ? text : text.substring(0, 60) + "…";
    };
  }

  private static String text(JsonNode node, Class<?> raw, ValuePath path) {
    return require(node.isTextual(), node, "text for a " + raw.getSimpleName(), path).textValue();
  }

  private static Object scalar(String text, Class<?> raw, ValuePath path) {
    try {
      return Scalars.read(raw, text);
    } catch (RuntimeException e) {
      throw path.problem("'" + text + "' is not a " + raw.getSimpleName() + ": " + e.getMessage());
    }
  }

  private static Object constant(String text, Class<?> raw, ValuePath path) {
    for (Object constant : raw.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw path.problem(
        "'"
            + text
            + "' is not one of "
            + Arrays.stream(raw.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList());
  }

  private static Object bytes(JsonNode node, ValuePath path) {
    require(node.isTextual(), node, "Base64 text", path);
    try {
      return node.binaryValue();
    } catch (IOException e) {
      throw path.problem("is not Base64: " + e.getMessage());
    }
  }

  private static Object array(JsonNode node, Type type, Class<?> raw, ValuePath path) {
    require(node.isArray(), node, "an array", path);
    Type component =
        type instanceof GenericArrayType generic
            ? generic.getGenericComponentType()
            : raw.getComponentType();
    Object array = Array.newInstance(raw.getComponentType(), node.size());
    for (int i = 0; i < node.size(); i++) {
      path.element(i);
      Array.set(array, i, read(node.get(i), component, path));
      path.up();
    }
    return array;
  }

  private static Object collection(JsonNode node, Type type, Class<?> raw, ValuePath path) {
    require(node.isArray(), node, "an array", path);
    Collection<@Nullable Object> values = Containers.collection(raw, path);
    Type element = Types.argument(type, 0);
    for (int i = 0; i < node.size(); i++) {
      path.element(i);
      values.add(read(node.get(i), element, path));
      path.up();
    }
    return values;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object map(JsonNode node, Type type, Class<?> raw, ValuePath path) {
    require(node.isObject(), node, "an object", path);
    Type keys = Types.argument(type, 0);
    Type elements = Types.argument(type, 1);
    Map<@Nullable Object, @Nullable Object> map =
        raw == EnumMap.class ? new EnumMap(Types.raw(keys)) : Containers.map(raw, path);
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      path.key(entry.getKey());
      map.put(key(entry.getKey(), Types.raw(keys), path), read(entry.getValue(), elements, path));
      path.up();
    }
    return map;
  }

  private static Object key(String text, Class<?> raw, ValuePath path) {
    if (raw == String.class || raw == Object.class) {
      return text;
    }
    if (raw.isEnum()) {
      return constant(text, raw, path);
    }
    if (Scalars.isScalar(raw)) {
      return scalar(text, raw, path);
    }
    if (raw == Boolean.class) {
      return Boolean.valueOf(text);
    }
    if (raw == Character.class && text.length() == 1) {
      return text.charAt(0);
    }
    return Numbers.key(text, raw, path);
  }

  private static Object failure(JsonNode node) {
    String task = node.path("task").asText();
    String reason = node.path("reason").asText();
    String details = node.path("details").asText(null);
    return switch (node.path("type").asText()) {
      case "TaskTimedOut" -> new TaskTimedOut(task, reason, details);
      case "TaskCanceled" -> new TaskCanceled(task, reason, details);
      default -> new TaskFailed(task, reason, details);
    };
  }

  private static Object object(JsonNode node, Type type, Class<?> raw, ValuePath path) {
    require(node.isObject(), node, "an object", path);
    if (!raw.isSealed()) {
      return build(node, type, raw, path);
    }
    Map<String, Class<?>> variants = Shape.variants(raw);
    JsonNode name = node.path(Shape.DISCRIMINATOR);
    Class<?> variant = variants.get(name.asText());
    if (variant == null) {
      path.member(Shape.DISCRIMINATOR);
      throw path.problem(
          (name.isMissingNode() ? "is missing" : "is " + describe(name))
              + ", but one of "
              + variants.keySet()
              + " is needed");
    }
    return build(node, Types.variant(type, variant), variant, path);
  }

  private static Object build(JsonNode node, Type type, Class<?> raw, ValuePath path) {
    Shape shape;
    try {
      shape = Shape.of(raw);
    } catch (Shape.Unfit e) {
      throw path.problem(e.getMessage());
    }
    try {
      if (raw.isRecord()) {
        List<@Nullable Object> parts = new ArrayList<>();
        for (Shape.Member member : shape.members()) {
          parts.add(part(node, type, member, path));
        }
        return shape.make().newInstance(parts.toArray());
      }
      Object made = shape.make().newInstance();
      for (Shape.Member member : shape.members()) {
        if (member.field() != null && node.has(member.name())) {
          member.field().set(made, part(node, type, member, path));
        }
      }
      return made;
    } catch (InvocationTargetException e) {
      throw path.problem("the constructor of " + raw.getSimpleName() + " threw " + e.getCause());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw path.problem(raw.getSimpleName() + " cannot be made: " + e.getMessage());
    }
  }

  private static @Nullable Object part(
      JsonNode node, Type type, Shape.Member member, ValuePath path) {
    path.member(member.name());
    Object part = read(node.path(member.name()), Types.within(type, member.type()), path);
    path.up();
    return part;
  }

  private static @Nullable Object natural(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(element -> list.add(natural(element)));
        yield list;
      }
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), natural(entry.getValue())));
        yield map;
      }
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.isIntegralNumber() ? node.numberValue() : (Object) node.doubleValue();
      case STRING -> node.textValue();
      case BINARY, MISSING, NULL, POJO -> null;
    };
  }
}
