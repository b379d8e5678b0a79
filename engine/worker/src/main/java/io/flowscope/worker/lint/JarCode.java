package io.flowscope.worker.lint;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** The classes that lie where a given one does: in the same jar or folder. */
final class JarCode {
  private static final Pattern API = Pattern.compile("io/flowscope/([^/]+|spi/.*)");
  private static final String END = ".class";

  private final ClassLoader loader;
  private final @Nullable String base;
  private final Map<String, Optional<Code>> classes = new HashMap<>();
  private final Map<String, Set<String>> families = new HashMap<>();
  private final Map<String, Set<String>> signatures = new HashMap<>();
  private final Map<String, String> unreadable = new TreeMap<>();

  JarCode(Class<?> inside) {
    ClassLoader own = inside.getClassLoader();
    loader = own == null ? ClassLoader.getPlatformClassLoader() : own;
    String file = Type.getInternalName(inside) + END;
    URL url = loader.getResource(file);
    base = url == null ? null : base(url.toString(), file);
  }

  private static String base(String url, String file) {
    int inJar = url.indexOf("!/");
    return inJar >= 0
        ? url.substring(0, inJar + 2)
        : url.substring(0, url.length() - file.length());
  }

  /** A class of the jar; empty for all others and for those that cannot be read. */
  Optional<Code> code(String name) {
    Optional<Code> known = classes.get(name);
    if (known == null) {
      known = Optional.ofNullable(read(name));
      classes.put(name, known);
    }
    return known;
  }

  private @Nullable Code read(String name) {
    String file = name + END;
    URL url = name.startsWith("[") || API.matcher(name).matches() ? null : loader.getResource(file);
    if (base == null || url == null || !url.toString().startsWith(base)) {
      return null;
    }
    try (InputStream in = loader.getResourceAsStream(file)) {
      return in == null ? null : CodeReader.read(in.readAllBytes());
    } catch (IOException | IllegalArgumentException e) {
      unreadable.put(name, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Why classes of the jar could not be read, by their internal names. */
  Map<String, String> unreadable() {
    return unreadable;
  }

  /** All that a class is, itself among it; of those outside of the jar only the nearest. */
  Set<String> family(String name) {
    Set<String> known = families.get(name);
    if (known == null) {
      known = ancestors(name);
      families.put(name, known);
    }
    return known;
  }

  private Set<String> ancestors(String name) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(name));
    while (!open.isEmpty()) {
      String next = open.poll();
      if (found.add(next)) {
        code(next).stream().flatMap(Code::parents).forEach(open::add);
      }
    }
    return found;
  }

  /**
   * The class whose method a call of {@code signature} on {@code owner} runs: one of the jar that
   * has its code, or the first outside of the jar that it may come from.
   */
  Optional<String> home(String owner, String signature) {
    String at = owner;
    while (true) {
      Optional<Code> code = code(at);
      if (code.isEmpty()) {
        break;
      }
      if (code.get().methods().containsKey(signature)) {
        return Optional.of(at);
      }
      String parent = code.get().superName();
      if (parent == null) {
        break;
      }
      at = parent;
    }
    String outside = at;
    return family(owner).stream()
        .filter(c -> code(c).stream().anyMatch(i -> i.methods().containsKey(signature)))
        .findFirst()
        .or(() -> Optional.of(outside));
  }

  /**
   * The methods that an object of a class of the jar has, each with the class that has its code.
   */
  Map<String, String> methods(String name) {
    Map<String, String> found = new LinkedHashMap<>();
    Optional<Code> at = code(name);
    while (at.isPresent()) {
      String owner = at.get().name();
      at.get().methods().keySet().forEach(signature -> found.putIfAbsent(signature, owner));
      String parent = at.get().superName();
      at = parent == null ? Optional.empty() : code(parent);
    }
    for (String parent : family(name)) {
      code(parent).stream()
          .flatMap(code -> code.methods().keySet().stream())
          .forEach(signature -> found.putIfAbsent(signature, parent));
    }
    return found;
  }

  /** What code outside of the jar may call on an object of a class that it knows. */
  Set<String> signaturesOutside(String name) {
    return signatures.computeIfAbsent(name, this::declared);
  }

  private Set<String> declared(String name) {
    Set<String> found = new HashSet<>();
    try {
      Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
      Stream<Method> all = Arrays.stream(type.getMethods());
      for (Class<?> c = type; c != null; c = c.getSuperclass()) {
        all = Stream.concat(all, Arrays.stream(c.getDeclaredMethods()));
      }
      all.filter(m -> (m.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC)) == 0)
          .forEach(m -> found.add(m.getName() + Type.getMethodDescriptor(m)));
    } catch (ClassNotFoundException | LinkageError e) {
      // The code that needs it will fail; there is nothing to warn of.
      return Set.of();
    }
    return found;
  }
}
