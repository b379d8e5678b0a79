package io.flowscope.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.Flow;
import io.flowscope.Inline;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.Stubs;
import io.flowscope.TaskFailed;
import io.flowscope.spi.Failures;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.Binding.WorkflowBinding;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a workflow as plain Java with the real implementations, one task after another. */
final class InlineMode {
  private final JarCatalogue catalogue;
  private final Stubs stubs =
      new Stubs() {
        @Override
        public <T> T of(Class<T> type) {
          return stub(type, Policy.override());
        }

        @Override
        public <T> T of(Class<T> type, Policy policy) {
          return stub(type, policy);
        }
      };
  private long taskNanos;

  private InlineMode(JarCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * @return {@code result}, {@code wallMillis} and {@code sumOfTaskMillis}, or {@code error} and
   *     {@code details}
   */
  static ObjectNode run(JsonNode config) {
    JarCatalogue catalogue = JarLoader.load(Path.of(WorkerConfig.text(config, "jar")));
    WorkflowBinding workflow = find(catalogue, WorkerConfig.text(config, "workflow"));
    return new InlineMode(catalogue).run(workflow, config.path("input").asText("[]"));
  }

  private static WorkflowBinding find(JarCatalogue catalogue, String name) {
    Optional<WorkflowBinding> found =
        catalogue.workflows().stream().filter(w -> w.name().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "The jar has no workflow '"
                    + name
                    + "'. It has "
                    + catalogue.workflows().stream().map(WorkflowBinding::name).toList()
                    + "."));
  }

  private ObjectNode run(WorkflowBinding workflow, String input) {
    Object[] arguments = Values.readArguments(input, workflow.parameters());
    ObjectNode answer = Values.JSON.createObjectNode();
    long start = System.nanoTime();
    try {
      Object made = workflow.make().apply(stubs);
      Object result = call(workflow.method(), made, arguments);
      String json = Values.template(result, "result").fill(InlineMode::valueOf);
      answer.set("result", Values.JSON.readTree(json));
    } catch (TaskFailed e) {
      return failed(answer, e.task() + ": " + e.reason(), e.details(), e);
    } catch (JsonProcessingException | ReflectiveOperationException e) {
      return failed(answer, "The workflow could not be run: " + e, null, e);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return failed(answer, Failures.reason(e), null, e);
    }
    answer.put("wallMillis", (System.nanoTime() - start) / 1_000_000);
    return answer.put("sumOfTaskMillis", taskNanos / 1_000_000);
  }

  private static ObjectNode failed(
      ObjectNode answer, String sentence, @Nullable String details, Throwable cause) {
    return answer
        .put("error", sentence)
        .put("details", details != null ? details : Failures.details(cause));
  }

  /** Plain Java has no pending promise: this one gives its value or throws its failure. */
  private static String valueOf(Promise<?> promise) {
    return Values.template(promise.get(), "result").fill(InlineMode::valueOf);
  }

  private static @Nullable Object call(Method method, Object target, @Nullable Object[] arguments)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private <T> T stub(Class<T> type, Policy policy) {
    if (type == Flow.class) {
      return type.cast(timed(type, Flow.inline()));
    }
    Map<Method, Binding> bindings =
        catalogue.bindings(type, policy).orElseThrow(() -> DescribingStubs.unknown(type));
    return switch (bindings.values().iterator().next()) {
      case WorkflowBinding child -> Inline.of(type, child.make().apply(stubs), policy);
      case TaskBinding task when task.implementation() != null ->
          type.cast(timed(type, Inline.of(type, task.implementation().target().get(), policy)));
      case TaskBinding task ->
          throw new IllegalArgumentException(
              type.getSimpleName()
                  + " has no implementation in this jar, so a workflow that calls it cannot run as"
                  + " plain Java.");
    };
  }

  /** Adds up how long calls took; calls that call others are not among them. */
  private Object timed(Class<?> type, Object target) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          long start = System.nanoTime();
          try {
            return call(method, target, arguments == null ? new Object[0] : arguments);
          } finally {
            if (type != Flow.class || method.getName().equals("sleep")) {
              taskNanos += System.nanoTime() - start;
            }
          }
        };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
