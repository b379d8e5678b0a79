package io.flowscope.worker;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How objects of a class are taken apart and put together: a record by its components, a plain
 * class by its fields.
 *
 * @param make the canonical constructor of a record, else the one without arguments
 */
record Shape(Class<?> type, List<Member> members, Constructor<?> make) {
  /** The member that names the class of an object of a sealed type. */
  static final String DISCRIMINATOR = "type";

  private static final ClassValue<Object> CACHE =
      new ClassValue<>() {
        @Override
        protected Object computeValue(Class<?> type) {
          try {
            return compute(type);
          } catch (Unfit e) {
            return e;
          }
        }
      };

  /** A class whose objects cannot travel; the message says why and what to do. */
  static final class Unfit extends RuntimeException {
    Unfit(String message) {
      super(message, null, false, false);
    }
  }

  /** A component of a record or a field of a plain class. */
  record Member(
      String name, Type type, boolean nullable, @Nullable Method accessor, @Nullable Field field) {
    @Nullable Object get(Object target, ValuePath path) {
      try {
        return accessor != null ? accessor.invoke(target) : field.get(target);
      } catch (InvocationTargetException e) {
        throw path.problem("its accessor threw " + e.getCause());
      } catch (IllegalAccessException e) {
        throw path.problem("cannot be read: " + e.getMessage());
      }
    }
  }

  /**
   * @throws Unfit for an interface, an abstract class, a class of the JDK, one without a
   *     constructor that could be used
   */
  static Shape of(Class<?> type) {
    return switch (CACHE.get(type)) {
      case Unfit unfit -> throw unfit;
      case Shape shape -> shape;
      default -> throw new AssertionError(type);
    };
  }

  /** Whether objects of this class carry {@link #DISCRIMINATOR}: it belongs to a sealed type. */
  boolean discriminated() {
    return belongsToSealed(type);
  }

  /** The concrete classes of a sealed type by simple name; those of sealed types within, too. */
  static Map<String, Class<?>> variants(Class<?> sealed) {
    Map<String, Class<?>> found = new LinkedHashMap<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        variants(permitted).forEach(found::putIfAbsent);
      }
      if (!Modifier.isAbstract(permitted.getModifiers())) {
        found.putIfAbsent(permitted.getSimpleName(), permitted);
      }
    }
    return found;
  }

  private static boolean belongsToSealed(Class<?> type) {
    if (type.isSealed()) {
      return true;
    }
    Class<?> parent = type.getSuperclass();
    if (parent != null && belongsToSealed(parent)) {
      return true;
    }
    for (Class<?> face : type.getInterfaces()) {
      if (belongsToSealed(face)) {
        return true;
      }
    }
    return false;
  }

  private static Shape compute(Class<?> type) {
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw new Unfit(
          type.getName()
              + " is not a concrete class. Declare a record, or seal the type so that its records"
              + " are known");
    }
    if (type.getClassLoader() == null || type.isHidden() || type.isSynthetic()) {
      throw new Unfit(
          type.getName()
              + " cannot travel as JSON. Use a record, a collection, text, a number or a time");
    }
    try {
      Shape shape = type.isRecord() ? record(type) : plain(type);
      if (shape.discriminated()
          && shape.members().stream().anyMatch(m -> m.name().equals(DISCRIMINATOR))) {
        throw new Unfit(
            type.getName()
                + " belongs to a sealed type, so its member '"
                + DISCRIMINATOR
                + "' would clash with the name of the class. Rename the member");
      }
      return shape;
    } catch (NoSuchMethodException e) {
      throw new Unfit(
          type.getName()
              + " cannot travel as JSON: it is no record and has no constructor without arguments");
    } catch (InaccessibleObjectException e) {
      throw new Unfit(type.getName() + " cannot travel as JSON: " + e.getMessage());
    }
  }

  private static Shape record(Class<?> type) throws NoSuchMethodException {
    List<Member> members = new ArrayList<>();
    List<Class<?>> parameters = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      members.add(
          new Member(
              component.getName(),
              component.getGenericType(),
              nullable(component.getAnnotatedType()),
              component.getAccessor(),
              null));
      parameters.add(component.getType());
    }
    Constructor<?> make = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
    make.setAccessible(true);
    return new Shape(type, List.copyOf(members), make);
  }

  /** By simple name, for each of the many annotations of that name means the same. */
  private static boolean nullable(AnnotatedType type) {
    return Arrays.stream(type.getAnnotations())
        .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
  }

  private static Shape plain(Class<?> type) throws NoSuchMethodException {
    Constructor<?> make = type.getDeclaredConstructor();
    make.setAccessible(true);
    List<Member> members = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      List<Member> own = new ArrayList<>();
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())
            && !field.isSynthetic()) {
          field.setAccessible(true);
          own.add(new Member(field.getName(), field.getGenericType(), true, null, field));
        }
      }
      members.addAll(0, own);
    }
    return new Shape(type, List.copyOf(members), make);
  }
}
