package io.flowscope;

/** Gives the stubs that a workflow is built with. */
public interface Stubs {
  /**
   * A stub of a task interface, of another workflow's interface, or of {@link Flow}.
   *
   * @throws IllegalArgumentException when {@code type} is not an interface that the catalogue knows
   */
  <T> T of(Class<T> type);
}
