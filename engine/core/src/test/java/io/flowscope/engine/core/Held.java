package io.flowscope.engine.core;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How much the collections hold that can be reached from an object through classes of ours. */
final class Held {
  private static final String OURS = "io.flowscope.";

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> todo = new ArrayDeque<>();
  private final SortedMap<String, Long> sizes = new TreeMap<>();

  private Held() {}

  /** The number of elements by class and field, of all objects of that class together. */
  static SortedMap<String, Long> by(Object root) {
    Held held = new Held();
    held.later(root);
    while (!held.todo.isEmpty()) {
      held.fields(held.todo.poll());
    }
    return held.sizes;
  }

  private void later(Object object) {
    if (object != null && object.getClass().getName().startsWith(OURS) && seen.add(object)) {
      todo.add(object);
    }
  }

  private void fields(Object object) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      if (!type.getName().startsWith(OURS)) {
        return;
      }
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          value(type.getSimpleName() + "." + field.getName(), get(field, object));
        }
      }
    }
  }

  private static Object get(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private void value(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      elements(name, map.keySet());
      elements(name + " values", map.values());
    } else if (value instanceof Collection<?> collection) {
      elements(name, collection);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(this::later);
    } else if (value instanceof Object[] array) {
      sizes.merge(name, (long) array.length, Long::sum);
      Stream.of(array).forEach(this::later);
    } else {
      later(value);
    }
  }

  private void elements(String name, Collection<?> collection) {
    if (seen.add(collection)) {
      sizes.merge(name, (long) collection.size(), Long::sum);
      collection.forEach(one -> value(name + " of", one));
    }
  }
}
