package io.flowscope.server.http;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.store.StoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls a backend from a request: waits for the answer, and turns faults into problems. */
public final class Calls {
  private static final long LONGEST_SECONDS = 30;

  private final Backend backend;

  public Calls(Backend backend) {
    this.backend = backend;
  }

  /**
   * The answer.
   *
   * @throws SwfFault where SWF refuses
   * @throws StoreException when the store fails
   * @throws Problem 503 when the outcome is unknown
   */
  public <R> R call(Action<R> action) {
    try {
      return backend.call(action).get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SwfFault fault) {
        throw fault;
      }
      if (e.getCause() instanceof StoreException store) {
        throw store;
      }
      throw new IllegalStateException("The engine failed at " + action.actionName(), e.getCause());
    } catch (TimeoutException e) {
      throw Problem.of(
          503,
          "noAnswer",
          "The engine did not answer within %d seconds; look whether it was done before you try again."
              .formatted(LONGEST_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(503, "stopping", "Flowscope is stopping; try again when it runs again.");
    }
  }

  /** The problem that a fault is for a client of REST and pages. */
  static Problem problem(SwfFault fault) {
    String message = String.valueOf(fault.getMessage());
    String sentence = message.endsWith(".") ? message : message + ".";
    return switch (fault.type()) {
      case "UnknownResourceFault" -> Problem.notFound("notFound", sentence);
      case "WorkflowExecutionAlreadyStartedFault" -> Problem.of(409, "alreadyRunning", sentence);
      case "TypeDeprecatedFault", "DomainDeprecatedFault" ->
          Problem.of(409, "deprecated", sentence);
      case "LimitExceededFault" -> Problem.of(429, "limitExceeded", sentence);
      case "ThrottlingException" -> Problem.of(429, "throttled", sentence);
      default -> Problem.of(422, "invalidInput", sentence);
    };
  }
}
