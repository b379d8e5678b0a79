package io.flowscope.worker;

import io.flowscope.Flow;
import io.flowscope.Outcome;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.Stubs;
import io.flowscope.TaskFailed;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Stubs that do nothing: enough to make a workflow and see of which class it is. */
final class DescribingStubs implements Stubs {
  /** Thrown where the code would have to wait for a value. */
  static final class Barrier extends RuntimeException {
    Barrier() {
      super("there are no values while a jar is described", null, false, false);
    }
  }

  private final Set<Class<?>> known;
  private final BiConsumer<Class<?>, Policy> override;

  /**
   * @param override is told of stubs with a policy of their own
   */
  DescribingStubs(Set<Class<?>> known, BiConsumer<Class<?>, Policy> override) {
    this.known = known;
    this.override = override;
  }

  @Override
  public <T> T of(Class<T> type, Policy policy) {
    T stub = of(type);
    override.accept(type, policy);
    return stub;
  }

  @Override
  public <T> T of(Class<T> type) {
    if (type != Flow.class && !known.contains(type)) {
      throw unknown(type);
    }
    ClassLoader loader = type.getClassLoader();
    return type.cast(
        Proxy.newProxyInstance(loader, new Class<?>[] {type}, new Nothing(type.getSimpleName())));
  }

  /** The complaint about a stub of an interface that the catalogue does not know. */
  static IllegalArgumentException unknown(Class<?> type) {
    return new IllegalArgumentException(
        "stubs.of("
            + type.getSimpleName()
            + ".class): the catalogue knows no tasks or workflow of "
            + type.getSimpleName()
            + ". Add catalogue.tasks("
            + type.getSimpleName()
            + ".class, …) or catalogue.workflow("
            + type.getSimpleName()
            + ".class, …).");
  }

  private record Nothing(String name) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return switch (method.getName()) {
          case "equals" -> proxy == args[0];
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "stub of " + name;
        };
      }
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(proxy, method, args);
      }
      if (method.getReturnType() == Promise.class) {
        return new Unknown<>();
      }
      throw new Barrier();
    }
  }

  private static final class Unknown<T> implements Promise<T> {
    @Override
    public T get() {
      throw new Barrier();
    }

    @Override
    public Outcome<T> outcome() {
      throw new Barrier();
    }

    @Override
    public <R> Promise<R> map(Function<? super T, ? extends R> f) {
      return new Unknown<>();
    }

    @Override
    public Promise<T> recover(Function<? super TaskFailed, ? extends T> f) {
      return this;
    }

    @Override
    public void cancel() {}
  }
}
