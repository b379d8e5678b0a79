package io.flowscope.worker;

import io.flowscope.Promise;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What we need to know about generic types. */
public final class Types {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          char.class, Character.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class,
          void.class, Void.class);

  private Types() {}

  /** The class behind a type; of a type variable or wildcard, that of its bound. */
  public static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType p -> (Class<?>) p.getRawType();
      case GenericArrayType a -> raw(a.getGenericComponentType()).arrayType();
      case WildcardType w -> raw(w.getUpperBounds()[0]);
      case TypeVariable<?> v -> raw(v.getBounds()[0]);
      default -> throw new IllegalArgumentException("unknown kind of type: " + type);
    };
  }

  /** The {@code index}-th type argument; {@code Object} for a raw type. */
  static Type argument(Type type, int index) {
    return switch (type) {
      case ParameterizedType p -> p.getActualTypeArguments()[index];
      case WildcardType w -> argument(w.getUpperBounds()[0], index);
      default -> Object.class;
    };
  }

  /**
   * {@code type} with every {@code Promise<X>} replaced by {@code X} at any depth, primitives by
   * their boxes and wildcards by their bounds: two types that are equal after this have the same
   * JSON.
   */
  public static Type unwrapped(Type type) {
    return switch (type) {
      case Class<?> c when c == Promise.class -> Object.class;
      case Class<?> c when c.isPrimitive() -> box(c);
      case Class<?> c when c.isArray() && !c.getComponentType().isPrimitive() ->
          arrayOf(unwrapped(c.getComponentType()));
      case ParameterizedType p when p.getRawType() == Promise.class ->
          unwrapped(p.getActualTypeArguments()[0]);
      case ParameterizedType p ->
          new Parameterized(
              (Class<?>) p.getRawType(),
              Arrays.stream(p.getActualTypeArguments()).map(Types::unwrapped).toList(),
              p.getOwnerType());
      case GenericArrayType a -> arrayOf(unwrapped(a.getGenericComponentType()));
      case WildcardType w -> unwrapped(w.getUpperBounds()[0]);
      default -> type;
    };
  }

  /** {@code X} of {@code Promise<X>}; any other type as it is. */
  public static Type unwrappedOnce(Type type) {
    return switch (type) {
      case Class<?> c when c == Promise.class -> Object.class;
      case ParameterizedType p when p.getRawType() == Promise.class ->
          p.getActualTypeArguments()[0];
      default -> type;
    };
  }

  static Class<?> box(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  /** {@code member}'s type as seen in {@code owner}: type variables replaced by its arguments. */
  static Type within(Type owner, Type member) {
    if (!(owner instanceof ParameterizedType p)) {
      return member;
    }
    TypeVariable<?>[] variables = ((Class<?>) p.getRawType()).getTypeParameters();
    Map<TypeVariable<?>, Type> values = new HashMap<>();
    for (int i = 0; i < variables.length; i++) {
      values.put(variables[i], p.getActualTypeArguments()[i]);
    }
    return replace(member, values);
  }

  /**
   * The type of {@code variant}, a class of the sealed type {@code sealed}: where both are generic
   * in the same way, {@code variant}'s arguments are those of {@code sealed}.
   */
  static Type variant(Type sealed, Class<?> variant) {
    if (!(sealed instanceof ParameterizedType p) || variant.getTypeParameters().length == 0) {
      return variant;
    }
    Map<TypeVariable<?>, Type> values = new HashMap<>();
    for (Type parent : parents(variant)) {
      if (parent instanceof ParameterizedType declared && declared.getRawType() == p.getRawType()) {
        Type[] names = declared.getActualTypeArguments();
        for (int i = 0; i < names.length; i++) {
          if (names[i] instanceof TypeVariable<?> variable) {
            values.put(variable, p.getActualTypeArguments()[i]);
          }
        }
      }
    }
    return new Parameterized(
        variant,
        Arrays.stream(variant.getTypeParameters())
            .map(v -> values.getOrDefault(v, Object.class))
            .toList(),
        null);
  }

  private static List<Type> parents(Class<?> type) {
    List<Type> parents = new ArrayList<>(Arrays.asList(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      parents.add(type.getGenericSuperclass());
    }
    return parents;
  }

  private static Type replace(Type type, Map<TypeVariable<?>, Type> values) {
    return switch (type) {
      case TypeVariable<?> v -> values.getOrDefault(v, v);
      case ParameterizedType p ->
          new Parameterized(
              (Class<?>) p.getRawType(),
              Arrays.stream(p.getActualTypeArguments()).map(a -> replace(a, values)).toList(),
              p.getOwnerType());
      case GenericArrayType a -> arrayOf(replace(a.getGenericComponentType(), values));
      case WildcardType w -> replace(w.getUpperBounds()[0], values);
      default -> type;
    };
  }

  private static Type arrayOf(Type component) {
    return component instanceof Class<?> c ? c.arrayType() : new Array(component);
  }

  /** As in source, with simple names: {@code List<Chapter>}. */
  public static String simpleName(Type type) {
    return switch (type) {
      case Class<?> c -> c.getSimpleName();
      case ParameterizedType p ->
          raw(p).getSimpleName()
              + Arrays.stream(p.getActualTypeArguments())
                  .map(Types::simpleName)
                  .collect(Collectors.joining(", ", "<", ">"));
      case GenericArrayType a -> simpleName(a.getGenericComponentType()) + "[]";
      case WildcardType w when w.getLowerBounds().length > 0 ->
          "? super " + simpleName(w.getLowerBounds()[0]);
      case WildcardType w when w.getUpperBounds()[0] == Object.class -> "?";
      case WildcardType w -> "? extends " + simpleName(w.getUpperBounds()[0]);
      default -> type.getTypeName();
    };
  }

  private record Parameterized(Class<?> raw, List<Type> arguments, @Nullable Type owner)
      implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return owner;
    }
  }

  private record Array(Type component) implements GenericArrayType {
    @Override
    public Type getGenericComponentType() {
      return component;
    }
  }
}
