package io.flowscope.spi;

import io.flowscope.Promise;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** What the static methods of {@link Promise} need of the engine that runs the code. */
public interface FlowRuntime {
  /** See {@link Promise#all}. */
  <T> Promise<List<T>> all(List<? extends Promise<? extends T>> promises);

  /** See {@link Promise#finishOrder}. */
  <T> List<Promise<T>> finishOrder(List<? extends Promise<? extends T>> promises);

  /** The first {@code n} places of the finish order; see {@link Promise#firstN}. */
  default <T> List<Promise<T>> firstN(int n, List<? extends Promise<? extends T>> promises) {
    return this.<T>finishOrder(promises).subList(0, n);
  }

  /** See {@link Promise#reduce}. */
  <T> Promise<T> reduce(List<? extends Promise<T>> operands, BinaryOperator<Promise<T>> task);

  /** See {@link io.flowscope.Flow#branch}. */
  <T> Promise<T> branch(Supplier<? extends T> body);
}
