package io.flowscope.worker.replay;

import io.flowscope.Flow;
import io.flowscope.Policy;
import io.flowscope.Stubs;
import io.flowscope.worker.Binding;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.Template;
import io.flowscope.worker.ValueException;
import io.flowscope.worker.Values;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stubs of one run: a call takes its identity, freezes its arguments and is never run here. */
final class RunStubs implements Stubs {
  private static final Object[] NONE = {};

  private final Run run;

  RunStubs(Run run) {
    this.run = run;
  }

  @Override
  public <T> T of(Class<T> type) {
    return of(type, Policy.override());
  }

  @Override
  public <T> T of(Class<T> type, Policy policy) {
    if (type == Flow.class) {
      return type.cast(run.flow());
    }
    Map<Method, Binding> bindings =
        run.jar
            .bindingsInRun(type, policy)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The catalogue knows no tasks or workflow of " + type.getName() + "."));
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new Stub(run, type, bindings)));
  }

  private record Stub(Run run, Class<?> type, Map<Method, Binding> bindings)
      implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
        throws Throwable {
      Object[] arguments = args == null ? NONE : args;
      Binding binding = bindings.get(method);
      if (binding == null) {
        return javaMethod(proxy, method, arguments);
      }
      String name = type.getSimpleName() + "." + method.getName();
      Branch branch = run.branch(name);
      CallCell<?> call = call(branch, binding, frozen(name, arguments), arguments);
      call.begin();
      return binding.promised() ? call : call.get();
    }

    private CallCell<?> call(
        Branch branch, Binding binding, Template template, Object[] arguments) {
      return switch (binding) {
        case TaskBinding task -> new ActivityCell<>(run, branch, task, template, arguments);
        case WorkflowBinding child -> new ChildCell<>(run, branch, child, template);
      };
    }

    private static Template frozen(String name, Object[] arguments) {
      try {
        return Values.arguments(arguments);
      } catch (ValueException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
    }

    private @Nullable Object javaMethod(Object proxy, Method method, Object[] arguments)
        throws Throwable {
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        case "toString" -> "stub of " + type.getSimpleName();
        default -> throw new UnsupportedOperationException(method.toString());
      };
    }
  }
}
