package io.flowscope;

import io.flowscope.spi.Current;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A promise that has its value or its failure from the start. */
final class Settled<T> implements Promise<T> {
  private final @Nullable T value;
  private final @Nullable TaskFailed failure;

  private Settled(@Nullable T value, @Nullable TaskFailed failure) {
    this.value = value;
    this.failure = failure;
  }

  static <T> Promise<T> value(@Nullable T value) {
    return new Settled<>(value, null);
  }

  static <T> Promise<T> failure(TaskFailed failure) {
    return new Settled<>(null, failure);
  }

  @Override
  public T get() {
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  @Override
  public Outcome<T> outcome() {
    return failure != null ? Outcome.of(failure) : new Outcome.Succeeded<>(value);
  }

  @Override
  public <R> Promise<R> map(Function<? super T, ? extends R> f) {
    return Current.flow().branch(() -> f.apply(get()));
  }

  @Override
  public Promise<T> recover(Function<? super TaskFailed, ? extends T> f) {
    return failure == null ? this : Current.flow().branch(() -> f.apply(failure));
  }

  @Override
  public void cancel() {}

  @Override
  public String toString() {
    return failure != null ? "failed " + failure.task() : "value";
  }
}
