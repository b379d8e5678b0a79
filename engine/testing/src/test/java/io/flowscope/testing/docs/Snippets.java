package io.flowscope.testing.docs;

import io.flowscope.Catalogue;
import io.flowscope.Stubs;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.testing.docs.Markdown.Block;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Java of a page, made into classes. What stands after the fence says how:
 *
 * <ul>
 *   <li>{@code java tasks Shop=Clerk}: types; the tasks of {@code Shop} are those of {@code Clerk}.
 *   <li>{@code java workflows Selling=Sell}: types; {@code Sell} is a workflow.
 *   <li>{@code java workflow}: methods, the first of which is a workflow. They see a stub of each
 *       interface above them, by its name in lower case, and {@code flow}.
 *   <li>{@code java mistake workflow:Selling=Sell Shop=Clerk}: types of both kinds, with something
 *       wrong; {@code cap:N} is how many characters of JSON a value may have.
 *   <li>{@code java test}: statements that see {@code jar}, with all of the page.
 * </ul>
 */
final class Snippets implements WorkflowJar {
  private static final String IMPORTS =
      """
      import io.flowscope.*;
      import io.flowscope.testing.*;
      import java.net.URI;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.FutureTask;
      import java.util.function.*;
      import java.util.stream.*;
      import org.junit.jupiter.api.Assertions;
      import static org.junit.jupiter.api.Assertions.*;
      """;
  private static final String CAP = "cap:";
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?m)^([A-Z_a-z][\\w<>\\[\\], .?]*) (\\w+)\\(([^)]*)\\)( throws [\\w, .]+)? \\{");

  private final String name;
  private final Sources sources = new Sources();
  private final Map<String, @Nullable String> tasks = new LinkedHashMap<>();
  private final Map<String, String> workflows = new LinkedHashMap<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<Block, String> tests = new LinkedHashMap<>();
  private final List<String> methods = new ArrayList<>();
  private @Nullable ClassLoader loader;
  private long cap = Payloads.STANDARD_CAP;

  Snippets(String name) {
    this.name = name;
    fields.put("flow", "Flow");
  }

  /** Takes a block; those that are no Java are ignored. */
  Snippets with(Block block) {
    if (!block.language().equals("java")) {
      return this;
    }
    switch (block.kind()) {
      case "tasks" -> types(block, tasks);
      case "workflows" -> types(block, workflows);
      case "workflow" -> workflow(block);
      case "mistake" -> mistake(block);
      case "test" -> test(block);
      default ->
          throw new AssertionError(
              "Line " + block.line() + ": say after the fence how this Java is tested");
    }
    return this;
  }

  private void types(Block block, Map<String, String> bound) {
    for (String binding : block.more()) {
      String[] sides = binding.split("=", 2);
      bound.put(sides[0], sides.length == 2 ? sides[1] : null);
      field(sides[0]);
    }
    source("Types" + block.line(), block.text());
  }

  private void mistake(Block block) {
    for (String binding : block.more()) {
      if (binding.startsWith(CAP)) {
        cap = Long.parseLong(binding.substring(CAP.length()));
        continue;
      }
      String[] sides = binding.replace("workflow:", "").split("=", 2);
      (binding.startsWith("workflow:") ? workflows : tasks).put(sides[0], sides[1]);
    }
    source("Types", block.text());
  }

  private void field(String type) {
    fields.put(type.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + type.substring(1), type);
  }

  private void workflow(Block block) {
    Matcher method = SIGNATURE.matcher(block.text());
    if (!method.find()) {
      throw new AssertionError("Line " + block.line() + ": there is no method");
    }
    String type =
        method.group(2).substring(0, 1).toUpperCase(java.util.Locale.ROOT)
            + method.group(2).substring(1);
    List<String> parameters = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (field, of) -> {
          parameters.add(of + " " + field);
          body.append("  private final %s %s;\n".formatted(of, field));
        });
    body.append("  %sWorkflow(%s) {\n".formatted(type, String.join(", ", parameters)));
    fields.keySet().forEach(f -> body.append("    this.%s = %s;\n".formatted(f, f)));
    body.append("  }\n");
    String text = block.text();
    body.append(text, 0, method.start()).append("public ").append(text.substring(method.start()));
    source(
        type + "Workflow",
        "interface %s { %s %s(%s); }\nfinal class %sWorkflow implements %s {\n%s}\n"
            .formatted(type, method.group(1), method.group(2), method.group(3), type, type, body));
    workflows.put(type, type + "Workflow");
    methods.add(method.group(2));
  }

  private void test(Block block) {
    String type = "Test" + block.line();
    source(
        type,
        "final class %s { static void run(WorkflowJar jar) throws Exception {\n%s}}\n"
            .formatted(type, block.text()));
    tests.put(block, type);
  }

  private void source(String file, String types) {
    // All before it on its first line, so that lines are those that readers count.
    String head = "package " + name + "; " + IMPORTS.replace('\n', ' ');
    sources.with(name + "/" + file + ".java", head + types);
  }

  /** What javac says against them; empty where they compile. */
  List<String> compile(Path classes) {
    List<String> errors = sources.compile(classes);
    loader = Sources.load(classes);
    return errors;
  }

  @Override
  public void fill(Catalogue catalogue) {
    tasks.forEach(
        (type, implementation) -> {
          if (implementation == null) {
            catalogue.tasks(load(type));
          } else {
            catalogue.tasks(load(type), () -> make(load(implementation), null));
          }
        });
    workflows.forEach((type, made) -> offer(catalogue, load(type), load(made)));
  }

  @SuppressWarnings("unchecked")
  private static <T> void offer(Catalogue catalogue, Class<T> type, Class<?> made) {
    catalogue.workflow(type, stubs -> (T) make(made, stubs));
  }

  /** How many characters of JSON a value may have. */
  long cap() {
    return cap;
  }

  /** The name of the workflow whose method has this name. */
  String workflow(String method) {
    for (Map.Entry<String, String> each : workflows.entrySet()) {
      for (Method candidate : load(each.getKey()).getDeclaredMethods()) {
        if (candidate.getName().equals(method)) {
          return each.getValue();
        }
      }
    }
    throw new AssertionError("There is no workflow with a method " + method);
  }

  /** The names of all workflows. */
  List<String> workflows() {
    return List.copyOf(workflows.values());
  }

  /** What to look for in results and tests: each {@code workflow} block must be run. */
  List<String> methods() {
    return methods.stream().map(m -> m + "(").toList();
  }

  /** The names of all types of tasks. */
  List<String> taskTypes() {
    List<String> types = new ArrayList<>();
    for (String type : tasks.keySet()) {
      for (Method method : load(type).getMethods()) {
        if (Modifier.isAbstract(method.getModifiers())) {
          types.add(type + "." + method.getName());
        }
      }
    }
    return types;
  }

  /** Runs a {@code test} block. */
  void run(Block block) throws Exception {
    Method run = load(tests.get(block)).getDeclaredMethod("run", WorkflowJar.class);
    run.setAccessible(true);
    try {
      run.invoke(null, this);
    } catch (java.lang.reflect.InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private Class<?> load(String type) {
    try {
      return Class.forName(name + "." + type, true, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("There is no type " + type, e);
    }
  }

  private static Object make(Class<?> type, @Nullable Stubs stubs) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      Object[] arguments = new Object[constructor.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = stubs.of(constructor.getParameterTypes()[i]);
      }
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("Cannot make a " + type.getName(), e);
    }
  }
}
