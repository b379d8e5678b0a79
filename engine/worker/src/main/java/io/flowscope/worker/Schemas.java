package io.flowscope.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * JSON Schema 2020-12 of the arguments of a task or workflow: what {@link Values} reads. The member
 * {@code x-java} names the Java type.
 */
final class Schemas {
  private final Map<Type, String> names = new LinkedHashMap<>();
  private final Set<Type> open = new HashSet<>();
  private final Set<Type> recursive = new HashSet<>();
  private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();

  private Schemas() {}

  /**
   * The schema of the array of arguments.
   *
   * @throws ValueException when a parameter's type cannot travel as JSON; the path begins with the
   *     parameter's name
   */
  static ObjectNode of(List<Parameter> parameters) {
    Schemas schemas = new Schemas();
    ObjectNode schema = Values.JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("type", "array");
    ArrayNode items = schema.putArray("prefixItems");
    for (Parameter parameter : parameters) {
      ObjectNode titled = Values.JSON.createObjectNode().put("title", parameter.name());
      ValuePath path = new ValuePath(parameter.name());
      items.add(titled.setAll(schemas.argument(Types.unwrapped(parameter.type()), path)));
    }
    schema.put("items", false);
    schema.put("minItems", parameters.size());
    if (!schemas.definitions.isEmpty()) {
      schema.putObject("$defs").setAll(schemas.definitions);
    }
    return schema;
  }

  /** An argument has its place in the array, so that one without value is null there. */
  private ObjectNode argument(Type type, ValuePath path) {
    if (!isOptional(type)) {
      return schema(type, path);
    }
    ObjectNode either = Values.JSON.createObjectNode().put("x-java", Types.simpleName(type));
    either.putArray("anyOf").add(schema(type, path)).addObject().put("type", "null");
    return either;
  }

  private static boolean isOptional(Type type) {
    Class<?> raw = Types.raw(type);
    return raw == Optional.class
        || raw == OptionalInt.class
        || raw == OptionalLong.class
        || raw == OptionalDouble.class;
  }

  private ObjectNode schema(Type type, ValuePath path) {
    Class<?> raw = Types.raw(type);
    if (raw == Optional.class) {
      return schema(Types.argument(type, 0), path);
    }
    ObjectNode schema = Values.JSON.createObjectNode();
    if (raw == String.class || raw == CharSequence.class) {
      schema.put("type", "string");
    } else if (raw == Boolean.class) {
      schema.put("type", "boolean");
    } else if (Numbers.isNumber(raw)) {
      number(schema, raw);
    } else if (raw == Character.class) {
      schema.put("type", "string").put("minLength", 1).put("maxLength", 1);
    } else if (Scalars.isScalar(raw)) {
      schema.put("type", "string").put("format", Scalars.format(raw));
    } else if (raw.isEnum()) {
      constants(schema.put("type", "string"), raw);
    } else if (raw == byte[].class) {
      schema.put("type", "string").put("contentEncoding", "base64");
    } else if (raw == Void.class) {
      schema.put("type", "null");
    } else if (raw != Object.class) {
      return container(schema, type, raw, path);
    }
    return schema.put("x-java", Types.simpleName(type));
  }

  private static void number(ObjectNode schema, Class<?> raw) {
    if (!Numbers.isIntegral(raw)) {
      schema.put("type", "number");
      return;
    }
    schema.put("type", "integer");
    if (Numbers.isRanged(raw)) {
      schema.put("minimum", Numbers.min(raw)).put("maximum", Numbers.max(raw));
    }
  }

  private static void constants(ObjectNode schema, Class<?> raw) {
    ArrayNode names = schema.putArray("enum");
    for (Object constant : raw.getEnumConstants()) {
      names.add(((Enum<?>) constant).name());
    }
  }

  private ObjectNode container(ObjectNode schema, Type type, Class<?> raw, ValuePath path) {
    String java = Types.simpleName(type);
    if (raw.isArray() || raw == Iterable.class || Collection.class.isAssignableFrom(raw)) {
      path.member("*");
      schema.put("type", "array").set("items", schema(element(type, raw), path));
      path.up();
      if (Set.class.isAssignableFrom(raw)) {
        schema.put("uniqueItems", true);
      }
      return schema.put("x-java", java);
    }
    if (Map.class.isAssignableFrom(raw)) {
      path.member("*");
      schema.put("type", "object");
      Class<?> key = Types.raw(Types.argument(type, 0));
      if (key.isEnum()) {
        constants(schema.putObject("propertyNames"), key);
      }
      schema.set("additionalProperties", schema(Types.argument(type, 1), path));
      path.up();
      return schema.put("x-java", java);
    }
    return object(type, raw, path);
  }

  private static Type element(Type type, Class<?> raw) {
    if (type instanceof GenericArrayType array) {
      return array.getGenericComponentType();
    }
    return raw.isArray() ? Types.box(raw.getComponentType()) : Types.argument(type, 0);
  }

  /** A type that contains itself becomes a definition that is referred to. */
  private ObjectNode object(Type type, Class<?> raw, ValuePath path) {
    if (open.contains(type) || definitions.containsKey(names.getOrDefault(type, ""))) {
      recursive.add(type);
      return reference(type);
    }
    open.add(type);
    ObjectNode schema = raw.isSealed() ? oneOf(type, raw, path) : members(type, raw, path);
    schema.put("x-java", Types.simpleName(type));
    open.remove(type);
    if (!recursive.contains(type)) {
      return schema;
    }
    definitions.put(name(type), schema);
    return reference(type);
  }

  private ObjectNode reference(Type type) {
    return Values.JSON.createObjectNode().put("$ref", "#/$defs/" + name(type));
  }

  private String name(Type type) {
    return names.computeIfAbsent(
        type,
        t -> {
          String simple = Types.simpleName(t).replaceAll("[^A-Za-z0-9]+", "_");
          String name = simple;
          for (int i = 2; names.containsValue(name); i++) {
            name = simple + i;
          }
          return name;
        });
  }

  private ObjectNode oneOf(Type type, Class<?> raw, ValuePath path) {
    ObjectNode schema = Values.JSON.createObjectNode();
    ArrayNode variants = schema.putArray("oneOf");
    Shape.variants(raw)
        .forEach(
            (name, variant) -> variants.add(members(Types.variant(type, variant), variant, path)));
    return schema;
  }

  private ObjectNode members(Type type, Class<?> raw, ValuePath path) {
    Shape shape;
    try {
      shape = Shape.of(raw);
    } catch (Shape.Unfit e) {
      throw path.problem(e.getMessage());
    }
    ObjectNode schema = Values.JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Values.JSON.createArrayNode();
    if (shape.discriminated()) {
      schema.put("title", raw.getSimpleName());
      properties.putObject(Shape.DISCRIMINATOR).put("const", raw.getSimpleName());
      required.add(Shape.DISCRIMINATOR);
    }
    for (Shape.Member member : shape.members()) {
      path.member(member.name());
      Type declared = Types.unwrapped(Types.within(type, member.type()));
      properties.set(member.name(), schema(declared, path));
      if (raw.isRecord() && !isOptional(declared) && !member.nullable()) {
        required.add(member.name());
      }
      path.up();
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (Modifier.isFinal(raw.getModifiers())) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }
}
