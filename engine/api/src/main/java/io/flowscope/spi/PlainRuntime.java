package io.flowscope.spi;

import io.flowscope.Promise;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** Plain Java: every promise has its value or its failure when it is handed out. */
final class PlainRuntime implements FlowRuntime {
  static final PlainRuntime INSTANCE = new PlainRuntime();

  @Override
  public <T> Promise<List<T>> all(List<? extends Promise<? extends T>> promises) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> List<Promise<T>> finishOrder(List<? extends Promise<? extends T>> promises) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Promise<T> reduce(
      List<? extends Promise<T>> operands, BinaryOperator<Promise<T>> task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Promise<T> branch(Supplier<? extends T> body) {
    throw new UnsupportedOperationException();
  }
}
