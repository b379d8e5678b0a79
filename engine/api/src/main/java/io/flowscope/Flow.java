package io.flowscope;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What workflow code may ask of the world around it; injected like any stub with {@code
 * stubs.of(Flow.class)}. Everything here gives the same answer in every replay.
 */
public interface Flow {

  /** The time at which the current decision began; it does not move within one decision. */
  Instant now();

  /** Done after {@code duration}, rounded up to whole seconds, for SWF knows no others. */
  Promise<Void> sleep(Duration duration);

  /**
   * The head of the queue of signals named {@code name}. While it is pending every call gives the
   * same promise; it is consumed when observed.
   */
  <T> Promise<T> signal(String name, Class<T> type);

  /** Sends a signal to the open execution with this workflow id. */
  Promise<Void> signal(String workflowId, String name, Object value);

  /**
   * Runs {@code body} at once up to its first barrier, then the caller goes on: a barrier inside
   * stops only this branch.
   */
  <T> Promise<T> branch(Supplier<? extends T> body);

  /** Registers an undo; when the run fails or is canceled, undos run in reverse order. */
  void onFailure(Runnable undo);

  /** Records a marker in the history. {@code details} is written as JSON. */
  void marker(String name, Object details);

  /** Shows that {@code done} of {@code of} parts of the run are finished. */
  void progress(long done, long of);

  /** A source of chance that gives the same numbers in every replay. */
  RandomGenerator random();

  /** A fresh id, the same in every replay. */
  UUID uuid();

  /** Runs {@code supplier} once and records its value in the history. */
  <T> T sideEffect(Class<T> type, Supplier<T> supplier);

  /** Whether somebody asked this run to cancel. Asking switches the automatic cancellation off. */
  boolean cancelRequested();

  /** How many events the history has up to the current decision. */
  long historyLength();

  /**
   * Ends this run and starts the same workflow anew with {@code args} (continue as new), as soon as
   * they hold no pending promise. Return the result from the workflow: {@code return
   * flow.restart(next);}
   */
  <T> Promise<T> restart(Object... args);

  /**
   * The version of the change {@code changeId} that this run was begun with: {@code max} for a run
   * that meets it for the first time.
   *
   * @throws IllegalStateException when the recorded version is below {@code min} or above {@code
   *     max}
   */
  int version(String changeId, int min, int max);

  /** A logger that is silent while old rounds are replayed. */
  System.Logger log();

  /** The flow of plain Java: everything happens at once, on this thread. */
  static Flow inline() {
    return Inline.flow();
  }
}
