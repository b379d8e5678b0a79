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
 * Sends the answer to a task. Where the outcome is unknown the same answer is sent again with the
 * same token, for a token is accepted once: a server that was restarted gets its result.
 */
final class Answers {
  private static final Set<String> PASSING =
      Set.of("ThrottlingException", "LimitExceededFault", "ServiceUnavailable", "InternalFailure");

  private final Backend backend;
  private final RandomGenerator random;

  Answers(Backend backend, RandomGenerator random) {
    this.backend = backend;
    this.random = random;
  }

  /** What became of an answer. */
  sealed interface Outcome {}

  /** It was applied by this very call. */
  record Accepted() implements Outcome {}

  /** It was refused, or an earlier sending of it may have been applied. */
  record Refused(SwfFault fault) implements Outcome {}

  /** Nobody answered in time. */
  record Unknown(Throwable failure) implements Outcome {}

  /**
   * @param patience how long it is sent again
   */
  Outcome send(Action<?> answer, Duration patience) throws InterruptedException {
    Backoff backoff = new Backoff(random);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Throwable failure;
      try {
        backend.call(answer).get();
        return new Accepted();
      } catch (ExecutionException e) {
        failure = e.getCause();
      }
      if (failure instanceof SwfFault fault && !PASSING.contains(fault.type())) {
        return new Refused(fault);
      }
      long pause = backoff.next();
      if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - deadline > 0) {
        return new Unknown(failure);
      }
      TimeUnit.MILLISECONDS.sleep(pause);
    }
  }
}
