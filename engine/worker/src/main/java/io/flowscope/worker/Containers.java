package io.flowscope.worker;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the empty collection or map that fits a declared type. */
final class Containers {
  /** Tried in this order: the first that fits the declared type is taken. */
  private static final List<Supplier<Collection<@Nullable Object>>> COLLECTIONS =
      List.of(ArrayList::new, LinkedHashSet::new, TreeSet::new, ArrayDeque::new);

  private static final List<Supplier<Map<@Nullable Object, @Nullable Object>>> MAPS =
      List.of(LinkedHashMap::new, TreeMap::new, ConcurrentHashMap::new, ConcurrentSkipListMap::new);

  private Containers() {}

  static Collection<@Nullable Object> collection(Class<?> declared, ValuePath path) {
    return make(declared, COLLECTIONS, path);
  }

  static Map<@Nullable Object, @Nullable Object> map(Class<?> declared, ValuePath path) {
    return make(declared, MAPS, path);
  }

  @SuppressWarnings("unchecked")
  private static <T> T make(Class<?> declared, List<Supplier<T>> candidates, ValuePath path) {
    if (declared.isInterface() || Modifier.isAbstract(declared.getModifiers())) {
      for (Supplier<T> candidate : candidates) {
        T made = candidate.get();
        if (declared.isInstance(made)) {
          return made;
        }
      }
    } else {
      try {
        return (T) declared.getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw path.problem(declared.getName() + " cannot be made: " + e.getMessage());
      }
    }
    throw path.problem(
        declared.getName() + " cannot be read from JSON; declare List, Set or Map instead");
  }
}
