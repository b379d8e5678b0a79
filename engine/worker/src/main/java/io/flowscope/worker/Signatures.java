package io.flowscope.worker;

import io.flowscope.Promise;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules that methods of task and workflow interfaces keep. */
final class Signatures {
  private static final Pattern FORBIDDEN = Pattern.compile("[:/|\\p{Cntrl}\\x{80}-\\x{9f}]");

  private Signatures() {}

  /** For messages: {@code VideoTasks.encode(Promise<Video>, Format)}. */
  static String text(Class<?> type, Method method) {
    return type.getSimpleName() + "." + text(method.getName(), method.getGenericParameterTypes());
  }

  static String text(String name, Type[] parameters) {
    return Arrays.stream(parameters)
        .map(Types::simpleName)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  /** What unwrapped types an implementation is looked for with. */
  static Type[] unwrapped(Type[] parameters) {
    return Arrays.stream(parameters).map(Types::unwrapped).toArray(Type[]::new);
  }

  static List<Parameter> parameters(Method method) {
    return Arrays.stream(method.getParameters())
        .map(p -> new Parameter(p.getName(), p.getParameterizedType()))
        .toList();
  }

  static void requireInterface(Class<?> type) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " is not an interface. Name the interface that workflows call.");
    }
  }

  /** The methods of an interface that are tasks: neither default nor static nor Object's. */
  static List<Method> taskMethods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(m -> Modifier.isAbstract(m.getModifiers()) && !isObjects(m))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString))
        .toList();
  }

  private static boolean isObjects(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** The one method of a workflow's interface. */
  static Method workflowMethod(Class<?> type) {
    requireInterface(type);
    List<Method> methods = taskMethods(type);
    if (methods.size() != 1) {
      throw new IllegalArgumentException(
          type.getSimpleName()
              + " has "
              + methods.size()
              + " abstract methods "
              + methods.stream().map(Method::getName).toList()
              + "; a workflow's interface has exactly one.");
    }
    check(type, methods.getFirst())
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(complaint);
            });
    return methods.getFirst();
  }

  /** What is wrong with the signature, as a sentence. */
  static Optional<String> check(Class<?> type, Method method) {
    if (method.isVarArgs()) {
      return Optional.of(text(type, method) + " takes varargs. Take a List instead.");
    }
    List<Type> all = new ArrayList<>(Arrays.asList(method.getGenericParameterTypes()));
    all.add(method.getGenericReturnType());
    for (Type part : all) {
      String problem = problem(part);
      if (problem != null) {
        return Optional.of(text(type, method) + " " + problem);
      }
    }
    return Optional.empty();
  }

  private static @Nullable String problem(Type type) {
    return switch (type) {
      case Class<?> c when c == Promise.class ->
          "uses Promise without a type argument. Say what it promises: Promise<Video>.";
      case TypeVariable<?> v ->
          "uses the type variable "
              + v.getName()
              + ". Values are read by their declared types: name a concrete type.";
      case WildcardType w when w.getLowerBounds().length > 0 || isUnbounded(w) ->
          "uses the wildcard " + Types.simpleName(w) + ". Only '? extends X' is allowed.";
      case WildcardType w -> problem(w.getUpperBounds()[0]);
      case GenericArrayType a -> problem(a.getGenericComponentType());
      case ParameterizedType p ->
          Arrays.stream(p.getActualTypeArguments())
              .map(Signatures::problem)
              .filter(found -> found != null)
              .findFirst()
              .orElse(null);
      default -> null;
    };
  }

  private static boolean isUnbounded(WildcardType wildcard) {
    return wildcard.getUpperBounds()[0] == Object.class;
  }

  /** Checks a type's name and version against SWF's rules. */
  static Optional<String> checkName(String where, String name, String version) {
    if (name.length() > 256 || version.length() > 64 || version.isEmpty()) {
      return Optional.of(
          where + ": a name has 1 to 256 characters and a version 1 to 64, says Amazon SWF.");
    }
    for (String text : List.of(name, version)) {
      if (FORBIDDEN.matcher(text).find() || text.equals("arn")) {
        return Optional.of(
            where
                + ": '"
                + text
                + "' must not be 'arn' nor hold ':', '/', '|' or control characters, says Amazon"
                + " SWF.");
      }
      if (!text.strip().equals(text)) {
        return Optional.of(where + ": '" + text + "' must not begin or end with white space.");
      }
    }
    return Optional.empty();
  }
}
