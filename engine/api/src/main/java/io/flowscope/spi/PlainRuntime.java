package io.flowscope.spi;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** Plain Java: every promise has its value or its failure when it is handed out. */
final class PlainRuntime implements FlowRuntime {
  static final PlainRuntime INSTANCE = new PlainRuntime();

  private PlainRuntime() {}

  @Override
  public <T> Promise<List<T>> all(List<? extends Promise<? extends T>> promises) {
    List<T> values = new ArrayList<>();
    for (Promise<? extends T> promise : promises) {
      switch (promise.outcome()) {
        case Outcome.Succeeded<? extends T>(var value) -> values.add(value);
        case Outcome.Failed<? extends T>(var failure) -> {
          return Promise.failed(failure);
        }
        case Outcome.TimedOut<? extends T>(var failure) -> {
          return Promise.failed(failure);
        }
        case Outcome.Canceled<? extends T>(var failure) -> {
          return Promise.failed(failure);
        }
      }
    }
    return Promise.of(values);
  }

  /** Everything has finished already, in the order in which the code made the calls. */
  @Override
  public <T> List<Promise<T>> finishOrder(List<? extends Promise<? extends T>> promises) {
    List<Promise<T>> finished = new ArrayList<>();
    for (Promise<? extends T> promise : promises) {
      @SuppressWarnings("unchecked") // a promise only ever hands its value out
      Promise<T> widened = (Promise<T>) promise;
      finished.add(widened);
    }
    return finished;
  }

  @Override
  public <T> Promise<T> reduce(
      List<? extends Promise<T>> operands, BinaryOperator<Promise<T>> task) {
    if (operands.isEmpty()) {
      throw new IllegalArgumentException("reduce needs at least one operand");
    }
    Promise<T> sum = operands.getFirst();
    for (Promise<T> next : operands.subList(1, operands.size())) {
      sum = task.apply(sum, next);
    }
    return sum;
  }

  @Override
  public <T> Promise<T> branch(Supplier<? extends T> body) {
    try {
      return Promise.of(body.get());
    } catch (TaskFailed failure) {
      return Promise.failed(failure);
    } catch (RuntimeException e) {
      return Promise.failed(Failures.of("Flow.branch", e));
    }
  }
}
