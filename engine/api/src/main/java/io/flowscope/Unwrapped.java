package io.flowscope;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the plain method behind a lifted one, and the plain values behind promises. */
final class Unwrapped {
  private Unwrapped() {}

  static boolean isTask(Method method) {
    return Modifier.isAbstract(method.getModifiers()) && !isObjectMethod(method);
  }

  /**
   * The method of {@code implementation} with the same name and the same types without promises.
   */
  static Method counterpart(Class<?> type, Method task, Class<?> implementation) {
    Class<?>[] wanted =
        Arrays.stream(task.getGenericParameterTypes()).map(Unwrapped::raw).toArray(Class<?>[]::new);
    for (Class<?> c = implementation; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method candidate : c.getDeclaredMethods()) {
        if (candidate.getName().equals(task.getName())
            && !candidate.isBridge()
            && same(wanted, candidate)) {
          candidate.setAccessible(true);
          return candidate;
        }
      }
    }
    throw new IllegalArgumentException(
        implementation.getName()
            + " has no method "
            + task.getName()
            + Arrays.stream(wanted)
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"))
            + " for "
            + type.getSimpleName()
            + "."
            + task.getName());
  }

  /** The arguments without promises; throws the first failure among them. */
  static Object[] values(Object[] arguments, Class<?>[] wanted) {
    Object[] values = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      values[i] = Promise.class.isAssignableFrom(wanted[i]) ? arguments[i] : value(arguments[i]);
    }
    return values;
  }

  private static @Nullable Object value(@Nullable Object argument) {
    return switch (argument) {
      case Promise<?> promise -> value(promise.get());
      case List<?> list when list.stream().anyMatch(Promise.class::isInstance) -> {
        List<Object> plain = new ArrayList<>();
        list.forEach(element -> plain.add(value(element)));
        yield plain;
      }
      case null, default -> argument;
    };
  }

  private static boolean same(Class<?>[] wanted, Method candidate) {
    Type[] found = candidate.getGenericParameterTypes();
    if (found.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < found.length; i++) {
      if (boxed(raw(found[i])) != boxed(wanted[i])) {
        return false;
      }
    }
    return true;
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic when generic.getRawType() == Promise.class ->
          raw(generic.getActualTypeArguments()[0]);
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      case WildcardType wildcard -> raw(wildcard.getUpperBounds()[0]);
      default -> Object.class;
    };
  }

  private static Class<?> boxed(Class<?> type) {
    return type.isPrimitive()
        ? java.lang.invoke.MethodType.methodType(type).wrap().returnType()
        : type;
  }

  private static boolean isObjectMethod(Method method) {
    return Arrays.stream(Object.class.getMethods())
        .anyMatch(
            m ->
                m.getName().equals(method.getName())
                    && Arrays.equals(m.getParameterTypes(), method.getParameterTypes()));
  }
}
