package io.flowscope.worker;

import io.flowscope.Task;
import io.flowscope.worker.Binding.Implementation;
import io.flowscope.worker.Binding.TaskBinding;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds the methods of one interface to the methods of one object. */
final class TaskBinder {
  private final Class<?> type;
  private final @Nullable Object target;
  private final List<String> complaints = new ArrayList<>();

  TaskBinder(Class<?> type, @Nullable Object target) {
    this.type = type;
    this.target = target;
  }

  Class<?> type() {
    return type;
  }

  /**
   * @throws IllegalArgumentException with one line for each method that cannot be bound
   */
  List<TaskBinding> bind() {
    Signatures.requireInterface(type);
    List<Method> methods = Signatures.taskMethods(type);
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(type.getSimpleName() + " has no abstract method.");
    }
    List<TaskBinding> bound = new ArrayList<>();
    Map<String, Method> names = new TreeMap<>();
    for (Method method : methods) {
      String before = Signatures.text(type, method);
      Method other = names.putIfAbsent(name(method), method);
      if (other != null) {
        complaints.add(
            before
                + " and "
                + Signatures.text(type, other)
                + " would both be the task '"
                + name(method)
                + "'. Give one of them another name with @Task(name).");
        continue;
      }
      bindOne(method).ifPresent(bound::add);
    }
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", complaints));
    }
    return bound;
  }

  private String name(Method method) {
    Task task = method.getAnnotation(Task.class);
    return task != null && !task.name().isEmpty()
        ? task.name()
        : type.getSimpleName() + "." + method.getName();
  }

  private Optional<TaskBinding> bindOne(Method method) {
    Optional<String> complaint = Signatures.check(type, method);
    if (complaint.isPresent()) {
      complaints.add(complaint.get());
      return Optional.empty();
    }
    String where = Signatures.text(type, method);
    Task task = method.getAnnotation(Task.class);
    String version = task == null ? "1" : task.version();
    Signatures.checkName(where, name(method), version).ifPresent(complaints::add);
    TaskPolicy policy = policy(where, task);
    Implementation implementation = null;
    if (target != null) {
      implementation = implementation(method, target);
    } else if (policy.taskList() == null) {
      complaints.add(
          where
              + " has no implementation in this jar, so it needs the task list of the workers that"
              + " have one: @Task(taskList = \"…\").");
    }
    Type result = method.getGenericReturnType();
    Type once = Types.unwrappedOnce(result);
    return Optional.of(
        new TaskBinding(
            type,
            method,
            name(method),
            version,
            Signatures.parameters(method),
            once,
            !once.equals(result),
            policy,
            implementation));
  }

  private TaskPolicy policy(String where, @Nullable Task task) {
    try {
      return TaskPolicy.of(task);
    } catch (IllegalArgumentException e) {
      e.getMessage().lines().forEach(line -> complaints.add(where + ": @Task: " + line + "."));
      return TaskPolicy.of(null);
    }
  }

  private @Nullable Implementation implementation(Method method, Object made) {
    Type[] wanted = Signatures.unwrapped(method.getGenericParameterTypes());
    Method found = find(made.getClass(), method.getName(), wanted);
    if (found == null && type.isInstance(made)) {
      found = method;
    }
    if (found == null) {
      complaints.add(
          Signatures.text(type, method)
              + ": looked for a method "
              + Signatures.text(method.getName(), wanted)
              + " in "
              + made.getClass().getName()
              + ", which has "
              + candidates(made.getClass(), method.getName()));
      return null;
    }
    Type promised = Types.unwrapped(method.getGenericReturnType());
    Type given = Types.unwrapped(found.getGenericReturnType());
    if (found != method && !fits(given, promised)) {
      complaints.add(
          Signatures.text(type, method)
              + " gives "
              + Types.simpleName(promised)
              + ", but "
              + Signatures.text(made.getClass(), found)
              + " returns "
              + Types.simpleName(given)
              + ".");
      return null;
    }
    return new Implementation(() -> made, found, handle(found), Signatures.parameters(found));
  }

  /** The same JSON must come out: equal types, a subtype of a plain one, anything for nothing. */
  private static boolean fits(Type given, Type promised) {
    if (given.equals(promised) || promised == Void.class || promised == Object.class) {
      return true;
    }
    Class<?> wanted = Types.raw(promised);
    return given != Void.class
        && wanted.isAssignableFrom(Types.raw(given))
        && (promised instanceof Class<?> || sameArguments(given, promised));
  }

  private static boolean sameArguments(Type given, Type promised) {
    return given instanceof java.lang.reflect.ParameterizedType g
        && promised instanceof java.lang.reflect.ParameterizedType p
        && Arrays.equals(g.getActualTypeArguments(), p.getActualTypeArguments());
  }

  private static @Nullable Method find(Class<?> start, String name, Type[] wanted) {
    for (Class<?> c = start; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method candidate : c.getDeclaredMethods()) {
        if (candidate.getName().equals(name)
            && !candidate.isBridge()
            && !candidate.isSynthetic()
            && Arrays.equals(Signatures.unwrapped(candidate.getGenericParameterTypes()), wanted)) {
          return candidate;
        }
      }
    }
    return null;
  }

  private static String candidates(Class<?> start, String name) {
    List<String> found = new ArrayList<>();
    for (Class<?> c = start; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method candidate : c.getDeclaredMethods()) {
        if (candidate.getName().equals(name) && !candidate.isSynthetic()) {
          found.add(Signatures.text(name, candidate.getGenericParameterTypes()));
        }
      }
    }
    return found.isEmpty()
        ? "no method of that name."
        : found.stream().sorted().collect(Collectors.joining(", ", "", "."));
  }

  private static MethodHandle handle(Method method) {
    try {
      method.setAccessible(true);
      MethodHandle handle = MethodHandles.lookup().unreflect(method);
      if (Modifier.isStatic(method.getModifiers())) {
        handle = MethodHandles.dropArguments(handle, 0, Object.class);
      }
      return handle
          .asFixedArity()
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(
              java.lang.invoke.MethodType.methodType(Object.class, Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(method + " cannot be called: " + e.getMessage(), e);
    }
  }
}
