package io.flowscope.worker.lint;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A class of the jar.
 *
 * @param name internal, with slashes
 * @param methods by signature; those without code are left out
 */
record Code(
    String name,
    @Nullable String superName,
    List<String> interfaces,
    @Nullable String source,
    Map<String, List<Call>> methods) {

  Stream<String> parents() {
    return Stream.concat(Stream.ofNullable(superName), interfaces.stream());
  }

  /** As people write it: {@code Outer.Inner}, without the package. */
  String simpleName() {
    return Use.simpleName(name);
  }
}
