package io.flowscope.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads numbers, and refuses what would lose digits. */
final class Numbers {
  private record Range(long min, long max) {}

  private static final Map<Class<?>, Range> RANGES =
      Map.of(
          Byte.class, new Range(Byte.MIN_VALUE, Byte.MAX_VALUE),
          Short.class, new Range(Short.MIN_VALUE, Short.MAX_VALUE),
          Integer.class, new Range(Integer.MIN_VALUE, Integer.MAX_VALUE),
          OptionalInt.class, new Range(Integer.MIN_VALUE, Integer.MAX_VALUE),
          Long.class, new Range(Long.MIN_VALUE, Long.MAX_VALUE),
          OptionalLong.class, new Range(Long.MIN_VALUE, Long.MAX_VALUE));

  private static final Set<Class<?>> OTHERS =
      Set.of(
          Float.class,
          Double.class,
          OptionalDouble.class,
          BigInteger.class,
          BigDecimal.class,
          Number.class);

  private Numbers() {}

  static boolean isNumber(Class<?> type) {
    Class<?> boxed = Types.box(type);
    return RANGES.containsKey(boxed) || OTHERS.contains(boxed);
  }

  static boolean isIntegral(Class<?> type) {
    Class<?> boxed = Types.box(type);
    return RANGES.containsKey(boxed) || boxed == BigInteger.class;
  }

  /** Whether {@link #min} and {@link #max} are known. */
  static boolean isRanged(Class<?> type) {
    return RANGES.containsKey(Types.box(type));
  }

  static long min(Class<?> integral) {
    return RANGES.get(Types.box(integral)).min();
  }

  static long max(Class<?> integral) {
    return RANGES.get(Types.box(integral)).max();
  }

  /** A key of a map. */
  static Object key(String text, Class<?> type, ValuePath path) {
    if (!isNumber(type)) {
      throw path.problem(type.getName() + " cannot be the key of a map");
    }
    try {
      return convert(new BigDecimal(text), type, text, path);
    } catch (NumberFormatException e) {
      throw path.problem("'" + text + "' is not a " + type.getSimpleName());
    }
  }

  static Object read(JsonNode node, Class<?> type, ValuePath path) {
    if (node.isTextual()) {
      return notFinite(node.textValue(), type, path);
    }
    if (!node.isNumber()) {
      throw path.problem(
          "is "
              + ValueReader.describe(node)
              + ", but a number ("
              + type.getSimpleName()
              + ") is"
              + " needed");
    }
    return convert(node.decimalValue(), type, node.asText(), path);
  }

  private static Object convert(BigDecimal value, Class<?> type, String text, ValuePath path) {
    Class<?> boxed = Types.box(type);
    if (isIntegral(boxed)) {
      return integral(value, boxed, text, path);
    }
    if (boxed == Double.class) {
      return value.doubleValue();
    }
    if (boxed == Float.class) {
      return value.floatValue();
    }
    if (boxed == OptionalDouble.class) {
      return OptionalDouble.of(value.doubleValue());
    }
    return value;
  }

  private static Object integral(BigDecimal value, Class<?> boxed, String text, ValuePath path) {
    BigInteger whole;
    try {
      if (value.scale() < -1_000) {
        throw new ArithmeticException();
      }
      whole = value.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw path.problem(text + " is not a whole number");
    }
    if (boxed == BigInteger.class) {
      return whole;
    }
    Range range = RANGES.get(boxed);
    if (whole.compareTo(BigInteger.valueOf(range.min())) < 0
        || whole.compareTo(BigInteger.valueOf(range.max())) > 0) {
      throw path.problem(
          text + " is out of range: " + range.min() + " to " + range.max() + " are allowed");
    }
    long number = whole.longValue();
    if (boxed == Byte.class) {
      return (byte) number;
    }
    if (boxed == Short.class) {
      return (short) number;
    }
    if (boxed == Integer.class) {
      return (int) number;
    }
    if (boxed == OptionalInt.class) {
      return OptionalInt.of((int) number);
    }
    return boxed == OptionalLong.class ? (Object) OptionalLong.of(number) : (Object) number;
  }

  private static Object notFinite(String text, Class<?> type, ValuePath path) {
    Class<?> boxed = Types.box(type);
    boolean special = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    if (special && boxed == Double.class) {
      return Double.valueOf(text);
    }
    if (special && boxed == Float.class) {
      return Float.valueOf(text);
    }
    if (special && boxed == OptionalDouble.class) {
      return OptionalDouble.of(Double.parseDouble(text));
    }
    throw path.problem("is the text '" + text + "', but a number is needed");
  }
}
