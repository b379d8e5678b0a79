package io.flowscope.worker;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Calls that may be made again until somebody answers: those that only read, and answers to tasks,
 * for a token is accepted once. So a server that was restarted gets its result.
 */
final class Calls {
  private static final Set<String> PASSING =
      Set.of("ThrottlingException", "LimitExceededFault", "ServiceUnavailable", "InternalFailure");

  private final Backend backend;
  private final RandomGenerator random;

  Calls(Backend backend, RandomGenerator random) {
    this.backend = backend;
    this.random = random;
  }

  /** What became of a call. */
  sealed interface Outcome<R> {}

  /** It was carried out; for an answer to a task: by this very call. */
  record Accepted<R>(R answer) implements Outcome<R> {}

  /** It was refused; for an answer to a task: or an earlier sending of it was applied. */
  record Refused<R>(SwfFault fault) implements Outcome<R> {}

  /** Nobody answered in time. */
  record Unknown<R>(Throwable failure) implements Outcome<R> {}

  /** Whether a fault passes, so that the call may be made again. */
  static boolean isPassing(SwfFault fault) {
    return PASSING.contains(fault.type());
  }

  /**
   * Blocks until there is an outcome.
   *
   * @param patience how long the call is made again
   */
  <R> Outcome<R> make(Action<R> action, Duration patience) throws InterruptedException {
    Backoff backoff = new Backoff(random);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Throwable failure;
      try {
        return new Accepted<>(backend.await(action));
      } catch (ExecutionException e) {
        failure = e.getCause();
      }
      if (failure instanceof SwfFault fault && !isPassing(fault)) {
        return new Refused<>(fault);
      }
      long pause = backoff.next();
      if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - deadline > 0) {
        return new Unknown<>(failure);
      }
      TimeUnit.MILLISECONDS.sleep(pause);
    }
  }
}
