package io.flowscope;

/** Gives the stubs that a workflow is built with. */
public interface Stubs {
  /**
   * A stub of a task interface, of another workflow's interface, or of {@link Flow}.
   *
   * @throws IllegalArgumentException when {@code type} is not an interface that the catalogue knows
   */
  <T> T of(Class<T> type);

  /**
   * The same with another policy for the calls of this stub: what {@code policy} says goes before
   * what {@link Task} or {@link Workflow} say. To be asked for where the workflow is made, so that
   * the worker knows of other task lists and heartbeats. Plain Java keeps to retries, rates and
   * idempotence; the rest means nothing there.
   *
   * @throws IllegalArgumentException also when the policy does not fit the interface
   */
  <T> T of(Class<T> type, Policy policy);
}
