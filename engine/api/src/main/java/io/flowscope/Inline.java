package io.flowscope;

import io.flowscope.spi.Current;
import io.flowscope.spi.Failures;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain-Java execution with the engine's error rules: each call runs at once on the caller's
 * thread, a throw becomes a failed promise, and a failed argument fails the call without running
 * it.
 */
public final class Inline {
  private Inline() {}

  /**
   * A stub of {@code type} that calls {@code implementation} at once. The implementation need not
   * implement the interface: methods are found by name and unwrapped parameter types.
   *
   * @throws IllegalArgumentException when {@code type} is no interface, or a method has no
   *     counterpart
   */
  public static <T> T of(Class<T> type, Object implementation) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(type.getName() + " is not an interface");
    }
    Map<Method, Method> bound = new HashMap<>();
    for (Method task : type.getMethods()) {
      if (Unwrapped.isTask(task)) {
        bound.put(task, Unwrapped.counterpart(type, task, implementation.getClass()));
      }
    }
    InvocationHandler handler = new Handler(type, bound, implementation);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  static Flow flow() {
    return new InlineFlow();
  }

  private static final class Handler implements InvocationHandler {
    private final Class<?> type;
    private final Map<Method, Method> bound;
    private final Object implementation;
    private final Map<String, Integer> counters = new HashMap<>();

    Handler(Class<?> type, Map<Method, Method> bound, Object implementation) {
      this.type = type;
      this.bound = bound;
      this.implementation = implementation;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return switch (method.getName()) {
          case "equals" -> proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "inline " + type.getSimpleName();
        };
      }
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      String name = type.getSimpleName() + "." + method.getName();
      String call = name + "-" + counters.merge(name, 1, Integer::sum);
      return call(method, bound.get(method), call, arguments == null ? new Object[0] : arguments);
    }

    private @Nullable Object call(Method task, Method target, String call, Object[] arguments) {
      boolean lifted = Promise.class.isAssignableFrom(task.getReturnType());
      try {
        Object[] values = Unwrapped.values(arguments, target.getParameterTypes());
        Object result = Current.withTask(new InlineTask(call), () -> run(target, values, call));
        return lifted && !(result instanceof Promise<?>) ? Promise.of(result) : result;
      } catch (TaskFailed failure) {
        if (lifted) {
          return Promise.failed(failure);
        }
        throw failure;
      }
    }

    private @Nullable Object run(Method target, Object[] values, String call) {
      try {
        return target.invoke(implementation, values);
      } catch (InvocationTargetException e) {
        throw e.getCause() instanceof TaskFailed failure
            ? failure
            : Failures.of(call, e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("Cannot call " + target, e);
      }
    }
  }
}
