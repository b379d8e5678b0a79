package io.flowscope.engine.view;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of our enums in JSON, and what an identity says about its call. */
final class Names {
  private static final Map<String, NodeKind> KINDS = byName(NodeKind.values());
  private static final Map<String, NodeState> STATES = byName(NodeState.values());

  private Names() {}

  private static <E extends Enum<E>> Map<String, E> byName(E[] values) {
    Map<String, E> names = new HashMap<>();
    for (E value : values) {
      names.put(camel(value), value);
    }
    return Map.copyOf(names);
  }

  /** {@code timedOut} for {@code TIMED_OUT}. */
  static String camel(Enum<?> value) {
    StringBuilder name = new StringBuilder();
    for (String word : value.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  static Optional<NodeKind> kind(String name) {
    return Optional.ofNullable(KINDS.get(name));
  }

  static Optional<NodeState> state(String name) {
    return Optional.ofNullable(STATES.get(name));
  }

  /** Where the branch path at the start of an identity ends: 4 in {@code 1.2.encode-1}. */
  static int branchEnd(String id) {
    int end = 0;
    int at = 0;
    while (at < id.length() && Character.isDigit(id.charAt(at))) {
      while (at < id.length() && Character.isDigit(id.charAt(at))) {
        at++;
      }
      if (at == id.length() || id.charAt(at) != '.') {
        break;
      }
      end = ++at;
    }
    return end;
  }

  /** The branch of an identity: {@code 1.2} of {@code 1.2.encode-1}, empty for the first. */
  static String branchOf(String id) {
    int end = branchEnd(id);
    return end == 0 ? "" : id.substring(0, end - 1);
  }

  /** The identity without branch and counter: {@code VideoTasks.encode} of {@code …encode-1}. */
  static String taskOf(String id) {
    int counter = IdRanges.counterAt(id);
    int end = counter < 0 ? id.length() : counter - 1;
    return id.substring(Math.min(branchEnd(id), end), end);
  }
}
