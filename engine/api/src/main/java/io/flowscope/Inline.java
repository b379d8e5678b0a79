package io.flowscope;

import io.flowscope.spi.Current;
import io.flowscope.spi.Failures;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain-Java execution with the engine's error rules: each call runs at once on the caller's
 * thread, a throw becomes a failed promise, and a failed argument fails the call without running
 * it. Retries and their pauses, rates and idempotence are those of the engine; timeouts, task lists
 * and heartbeats mean nothing here.
 */
public final class Inline {
  private Inline() {}

  /**
   * A stub of {@code type} that calls {@code implementation} at once. The implementation need not
   * implement the interface: methods are found by name and unwrapped parameter types.
   *
   * @throws IllegalArgumentException when {@code type} is no interface, a method has no
   *     counterpart, or a policy cannot be read
   */
  public static <T> T of(Class<T> type, Object implementation) {
    return of(type, implementation, Policy.override());
  }

  /** The same with another policy, as with {@link Stubs#of(Class, Policy)}. */
  public static <T> T of(Class<T> type, Object implementation, Policy policy) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(type.getName() + " is not an interface");
    }
    Map<Method, Bound> bound = new HashMap<>();
    for (Method task : type.getMethods()) {
      if (Unwrapped.isTask(task)) {
        Class<?> made = implementation.getClass();
        bound.put(
            task,
            new Bound(
                Unwrapped.counterpart(type, task, made),
                InlinePolicy.of(type, task, made, policy)));
      }
    }
    InvocationHandler handler = new Handler(type, bound, implementation);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  static Flow flow() {
    return new InlineFlow();
  }

  /** The plain method behind a lifted one. */
  private record Bound(Method method, InlinePolicy policy) {}

  private static final class Handler implements InvocationHandler {
    private final Class<?> type;
    private final Map<Method, Bound> bound;
    private final Object implementation;
    private final Map<String, Integer> counters = new HashMap<>();

    /** Results of idempotent tasks by method and arguments. */
    private final Map<List<Object>, Object> results = new HashMap<>();

    Handler(Class<?> type, Map<Method, Bound> bound, Object implementation) {
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

    private @Nullable Object call(Method task, Bound target, String call, Object[] arguments) {
      boolean lifted = Promise.class.isAssignableFrom(task.getReturnType());
      try {
        Object[] values = Unwrapped.values(arguments, target.method().getParameterTypes());
        Object result =
            target.policy().idempotent() ? once(target, values, call) : run(target, values, call);
        return lifted && !(result instanceof Promise<?>) ? Promise.of(result) : result;
      } catch (TaskFailed failure) {
        if (lifted) {
          return Promise.failed(failure);
        }
        throw failure;
      }
    }

    private @Nullable Object once(Bound target, Object[] values, String call) {
      List<Object> key = new ArrayList<>(Arrays.asList(values));
      key.add(target.method());
      if (!results.containsKey(key)) {
        results.put(key, run(target, values, call));
      }
      return results.get(key);
    }

    private @Nullable Object run(Bound target, Object[] values, String call) {
      InlineTask before = null;
      while (true) {
        target.policy().begin();
        InlineTask attempt = new InlineTask(call, before);
        try {
          return forced(Current.withTask(attempt, () -> invoke(target.method(), values, call)));
        } catch (TaskFailed failure) {
          int counted = attempt.attempt();
          if (!target.policy().retries().again(failure, counted)) {
            throw failure;
          }
          long pause = target.policy().retries().delay(counted, call + " " + counted);
          InlinePolicy.sleep(Duration.ofSeconds(pause));
          before = attempt;
        }
      }
    }

    /** A child's failed result is a failed attempt of it. */
    private static @Nullable Object forced(@Nullable Object result) {
      return result instanceof Promise<?> promise ? Promise.of(promise.get()) : result;
    }

    private @Nullable Object invoke(Method target, Object[] values, String call) {
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
