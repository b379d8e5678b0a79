package io.flowscope;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a jar offers; filled by {@link WorkflowJar#fill}. */
public interface Catalogue {

  /**
   * Offers the tasks of {@code type}. The implementation need not implement the interface: its
   * methods are bound by name and unwrapped parameter types.
   *
   * @throws IllegalArgumentException when a method cannot be bound; the message names interface,
   *     method and what was looked for
   */
  void tasks(Class<?> type, Supplier<?> implementation);

  /** Names tasks that workers elsewhere implement; each needs {@code @Task(taskList)}. */
  void tasks(Class<?> type);

  /**
   * Offers the workflow of {@code type}: an interface with one method.
   *
   * @throws IllegalArgumentException as with {@link #tasks(Class, Supplier)}
   */
  <T> void workflow(Class<T> type, Function<Stubs, ? extends T> make);

  /**
   * Names a workflow that another jar implements, to be called as a child; needs
   * {@code @Workflow(name, taskList)}.
   *
   * @throws IllegalArgumentException as with {@link #tasks(Class, Supplier)}
   */
  void workflow(Class<?> type);
}
