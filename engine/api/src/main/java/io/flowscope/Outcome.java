package io.flowscope;

/**
 * How a call ended, as a value for pattern matching.
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T> {

  /** The call gave a value, which may be null. */
  record Succeeded<T>(T value) implements Outcome<T> {}

  /** The task threw, or could not be scheduled. */
  record Failed<T>(TaskFailed failure) implements Outcome<T> {}

  /** One of the four timeouts of SWF ran out. */
  record TimedOut<T>(TaskTimedOut failure) implements Outcome<T> {}

  /** The call was canceled, or its workflow was terminated. */
  record Canceled<T>(TaskCanceled failure) implements Outcome<T> {}

  /** The outcome that stands for {@code failure}. */
  static <T> Outcome<T> of(TaskFailed failure) {
    return switch (failure) {
      case TaskTimedOut timedOut -> new TimedOut<>(timedOut);
      case TaskCanceled canceled -> new Canceled<>(canceled);
      case TaskFailed failed -> new Failed<>(failed);
    };
  }
}
