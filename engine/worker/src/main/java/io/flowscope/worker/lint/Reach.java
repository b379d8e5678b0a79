package io.flowscope.worker.lint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks from a workflow's method and constructors through the jar's own code. A method that may be
 * overridden is followed into the classes of which objects are made on the way; so the
 * implementations of tasks, which workflows see as stubs, are not entered.
 */
final class Reach {
  /**
   * Something to warn of.
   *
   * @param text the call
   * @param in the class and method that it stands in
   * @param at the file and line; empty where they are not known
   */
  record Finding(Use use, String text, String in, String at) {}

  private record Place(String owner, String signature) {}

  private final JarCode jar;
  private final Deque<Place> open = new ArrayDeque<>();
  private final Set<Place> reached = new HashSet<>();
  private final Set<String> initialized = new HashSet<>();
  private final Set<String> made = new HashSet<>();

  /** By signature: the objects that have it, as their class and the class with its code. */
  private final Map<String, Map<String, String>> having = new HashMap<>();

  /** By signature: on what it was called. */
  private final Map<String, Set<String>> called = new HashMap<>();

  private final Set<Finding> findings = new LinkedHashSet<>();

  Reach(JarCode jar) {
    this.jar = jar;
  }

  /** What is found from the method {@code signature} of {@code workflow}; nearest first. */
  List<Finding> from(String workflow, String signature) {
    make(workflow);
    jar.code(workflow).stream()
        .flatMap(code -> code.methods().keySet().stream())
        .filter(each -> each.startsWith("<init>"))
        .forEach(each -> enter(workflow, each));
    dispatch(workflow, signature);
    while (!open.isEmpty()) {
      Place place = open.poll();
      Code code = jar.code(place.owner()).orElseThrow();
      for (Call call : code.methods().get(place.signature())) {
        follow(code, place, call);
      }
    }
    return new ArrayList<>(findings);
  }

  private void follow(Code code, Place place, Call call) {
    switch (call.how()) {
      case TOUCH -> initialize(call.owner());
      case NEW -> make(call.owner());
      case EXACT -> {
        initialize(call.owner());
        call(code, place, call);
      }
      case VIRTUAL -> {
        call(code, place, call);
        dispatch(call.owner(), call.signature());
      }
    }
  }

  private void call(Code code, Place place, Call call) {
    String home = jar.home(call.owner(), call.signature()).orElseThrow();
    if (jar.code(home).isPresent()) {
      enter(home, call.signature());
    } else {
      Use.of(home, call).ifPresent(use -> findings.add(finding(use, home, code, place, call)));
    }
  }

  private static Finding finding(Use use, String home, Code code, Place place, Call call) {
    String at = code.source() == null || call.line() == 0 ? "" : code.source() + ":" + call.line();
    String in = code.simpleName() + "." + readable(place.signature());
    return new Finding(use, Use.text(home, call), in, at);
  }

  /** The method that people know: a lambda is a part of the one around it. */
  private static String readable(String signature) {
    String name = signature.substring(0, signature.indexOf('('));
    if (name.startsWith("lambda$")) {
      name = name.substring("lambda$".length(), name.lastIndexOf('$'));
    }
    return switch (name) {
      case "<init>", "new" -> "constructor";
      case "<clinit>", "static" -> "static initializer";
      default -> name;
    };
  }

  private void enter(String owner, String signature) {
    Place place = new Place(owner, signature);
    boolean has = jar.code(owner).stream().anyMatch(c -> c.methods().containsKey(signature));
    if (has && reached.add(place)) {
      open.add(place);
    }
  }

  private void initialize(String type) {
    if (initialized.add(type)) {
      enter(type, "<clinit>()V");
      jar.code(type).map(Code::superName).ifPresent(this::initialize);
    }
  }

  /** A method is called on something of which only this much is known. */
  private void dispatch(String owner, String signature) {
    if (jar.code(owner).isPresent()
        && called.computeIfAbsent(signature, s -> new HashSet<>()).add(owner)) {
      having
          .getOrDefault(signature, Map.of())
          .forEach(
              (type, home) -> {
                if (jar.family(type).contains(owner)) {
                  enter(home, signature);
                }
              });
    }
  }

  /** An object is made: whatever is called on what it is may run in it. */
  private void make(String type) {
    if (jar.code(type).isEmpty() || !made.add(type)) {
      return;
    }
    initialize(type);
    Set<String> family = jar.family(type);
    Set<String> outside = new HashSet<>();
    family.stream()
        .filter(each -> jar.code(each).isEmpty())
        .forEach(each -> outside.addAll(jar.signaturesOutside(each)));
    jar.methods(type)
        .forEach(
            (signature, home) -> {
              having.computeIfAbsent(signature, s -> new HashMap<>()).put(type, home);
              boolean wanted =
                  called.getOrDefault(signature, Set.of()).stream().anyMatch(family::contains);
              if (wanted || outside.contains(signature)) {
                enter(home, signature);
              }
            });
  }
}
