package io.flowscope;

import io.flowscope.spi.Current;
import java.util.Collection;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The value of a call that may not have finished yet.
 *
 * <p>Passing a promise on to another call makes a dependency and never waits. {@link #get()} is a
 * barrier: nothing after it in this branch of code is discovered before the value exists. {@code
 * equals} is identity, and {@code toString} never waits.
 *
 * @param <T> the type of the value
 */
public interface Promise<T> {

  /**
   * The value. On a pending promise the branch of code stops here until the value exists.
   *
   * @throws TaskFailed when the call behind it failed; {@link TaskTimedOut} and {@link
   *     TaskCanceled} say how. The failure then counts as observed.
   */
  T get();

  /**
   * Like {@link #get()}, but gives the failure as a value instead of throwing it. A barrier, too.
   */
  Outcome<T> outcome();

  /** {@code f} of the value, in a branch of its own, so that the caller goes on at once. */
  <R> Promise<R> map(Function<? super T, ? extends R> f);

  /** This value, or {@code f} of the failure; {@code f} runs in a branch of its own. */
  Promise<T> recover(Function<? super TaskFailed, ? extends T> f);

  /** This value, or {@code other} where the call failed. */
  default Promise<T> orElse(T other) {
    return recover(failure -> other);
  }

  /**
   * Requests that the call behind this promise be canceled: an activity, a timer or a child
   * workflow. A call that is not scheduled yet is canceled at once; a finished one is left alone.
   */
  void cancel();

  /** A promise that already has its value. */
  static <T> Promise<T> of(@Nullable T value) {
    return Settled.value(value);
  }

  /** A promise that has already failed. */
  static <T> Promise<T> failed(TaskFailed failure) {
    return Settled.failure(failure);
  }

  /** All values in the order given; fails with the failure that finished first. */
  static <T> Promise<List<T>> all(Collection<? extends Promise<? extends T>> promises) {
    return Current.flow().all(List.copyOf(promises));
  }

  /**
   * The one of these that finishes first, by the order of events in the history; failures count.
   */
  @SafeVarargs
  static <T> Promise<T> first(Promise<? extends T>... promises) {
    return Current.flow().<T>firstN(1, List.of(promises)).getFirst();
  }

  /** The first {@code n} to finish, in the order in which they finished. */
  @SafeVarargs
  static <T> Promise<List<T>> firstN(int n, Promise<? extends T>... promises) {
    return all(Current.flow().<T>firstN(n, List.of(promises)));
  }

  /** One promise for each place: element {@code k} is the {@code k}-th of these to finish. */
  static <T> List<Promise<T>> finishOrder(Collection<? extends Promise<? extends T>> promises) {
    return Current.flow().finishOrder(List.copyOf(promises));
  }

  /**
   * Reduces in parallel with {@code n - 1} calls of {@code task}, which must be associative and
   * commutative; each call starts as soon as any two operands exist.
   *
   * @throws IllegalArgumentException when {@code operands} is empty
   */
  static <T> Promise<T> reduce(
      Collection<? extends Promise<T>> operands, BinaryOperator<Promise<T>> task) {
    return Current.flow().reduce(List.copyOf(operands), task);
  }
}
