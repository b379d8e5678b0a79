package io.flowscope.server.http;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.store.StoreException;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.connect.Connections;
import io.flowscope.swf.Trouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a connection from a request: waits for the answer, and turns faults, and what is wrong with
 * the connection, into problems.
 */
public final class Calls {
  private static final long LONGEST_SECONDS = 30;

  private final Connections connections;
  private final LargeValues values;

  public Calls(Connections connections, LargeValues values) {
    this.connections = connections;
    this.values = values;
  }

  /** What travels as a reference. */
  LargeValues values() {
    return values;
  }

  /**
   * The connection of that name.
   *
   * @throws Problem when there is none
   */
  Connection connection(String name) {
    return connections
        .find(name)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "unknownConnection",
                    "There is no connection '%s'; there is %s. Others are made by --set connections.NAME.endpoint or .region when the server is started."
                        .formatted(
                            Json.shorten(name),
                            String.join(
                                ", ", connections.all().stream().map(Connection::name).toList()))));
  }

  /** All of them, the embedded engine's first. */
  Connections all() {
    return connections;
  }

  /** {@link #call(String, Action)} on the connection of that place. */
  public <R> R call(Where where, Action<R> action) {
    return call(where.connection(), action);
  }

  /** {@link #call(String, Action)} on the connection of that run. */
  public <R> R call(RunId run, Action<R> action) {
    return call(run.connection(), action);
  }

  /**
   * The answer.
   *
   * @throws SwfFault where SWF refuses the call itself
   * @throws StoreException when the store fails
   * @throws Problem when something is wrong with the connection, or the outcome is unknown
   */
  public <R> R call(String connection, Action<R> action) {
    return answer(connection(connection), connection(connection).call(action));
  }

  /** The same for what was asked of a connection before. */
  static <R> R answer(Connection connection, CompletableFuture<R> call) {
    try {
      return call.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!connection.isLocal()) {
        elsewhere(connection, e.getCause());
      }
      if (e.getCause() instanceof SwfFault fault) {
        throw fault;
      }
      if (e.getCause() instanceof StoreException store) {
        throw store;
      }
      throw new IllegalStateException("The engine failed", e.getCause());
    } catch (TimeoutException e) {
      throw Problem.of(
          503,
          "noAnswer",
          "%s did not answer within %d seconds; look whether it was done before you try again."
              .formatted(
                  connection.isLocal() ? "The engine" : connection.label(), LONGEST_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(503, "stopping", "Flowscope is stopping; try again when it runs again.");
    }
  }

  /** What is wrong with the connection, where it is the connection and not the call. */
  private static void elsewhere(Connection connection, Throwable failure) {
    Trouble trouble = connection.explain(failure);
    String sentence = "Connection " + connection.name() + ": " + trouble.sentence();
    switch (trouble.kind()) {
      case UNREACHABLE -> throw Problem.of(503, "unreachable", sentence);
      case FAILED_THERE -> throw Problem.of(502, "failedThere", sentence);
      case NO_CREDENTIALS -> throw Problem.of(502, "noCredentials", sentence);
      case CREDENTIALS_REFUSED -> throw Problem.of(502, "credentialsRefused", sentence);
      case DENIED -> throw Problem.of(502, "accessDenied", sentence);
      case UNKNOWN_DOMAIN -> throw Problem.notFound("unknownDomain", sentence);
      case DEPRECATED_DOMAIN -> throw Problem.of(409, "deprecated", sentence);
      case THROTTLED -> throw Problem.of(429, "throttled", sentence);
      case OTHER -> {}
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
