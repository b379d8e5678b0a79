package io.flowscope.engine.core;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Settles futures. */
final class Answer {
  private Answer() {}

  /** Completes {@code future} with what {@code value} gives, or with what it throws. */
  static <R> void to(CompletableFuture<R> future, Supplier<R> value) {
    R result;
    try {
      result = value.get();
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
      return;
    }
    future.complete(result);
  }

  /** A future that has what {@code value} gives, or what it throws. */
  static <R> CompletableFuture<R> of(Supplier<R> value) {
    CompletableFuture<R> future = new CompletableFuture<>();
    to(future, value);
    return future;
  }
}
