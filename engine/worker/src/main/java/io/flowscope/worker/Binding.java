package io.flowscope.worker;

import io.flowscope.Policy;
import io.flowscope.Stubs;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A method of an author's interface and what stands behind it: a task or a workflow. */
public sealed interface Binding {
  /** The interface. */
  Class<?> type();

  /** The method of the interface; a call of it makes an activity or a child workflow. */
  Method method();

  /** SWF's name of the type. */
  String name();

  /** SWF's version of the type. */
  String version();

  /** The parameters as declared. */
  List<Parameter> parameters();

  /**
   * What the call gives: {@code X} where the method returns {@code Promise<X>}, else its return
   * type. Promises deeper inside are kept.
   */
  Type resultType();

  /** Whether the method returns a promise; where not, a call is a barrier. */
  boolean promised();

  /**
   * The same for calls through a stub with a policy of its own.
   *
   * @throws IllegalArgumentException when the policy does not fit
   */
  Binding with(Policy override);

  /**
   * A task.
   *
   * @param implementation null where workers elsewhere implement it
   */
  record TaskBinding(
      Class<?> type,
      Method method,
      String name,
      String version,
      List<Parameter> parameters,
      Type resultType,
      boolean promised,
      TaskPolicy policy,
      @Nullable Implementation implementation)
      implements Binding {
    @Override
    public TaskBinding with(Policy override) {
      return new TaskBinding(
          type,
          method,
          name,
          version,
          parameters,
          resultType,
          promised,
          policy.with(override),
          implementation);
    }
  }

  /**
   * A workflow.
   *
   * @param sharedList where other jars start it, by {@code @Workflow(taskList)}; null for none
   * @param make makes the workflow object with the stubs of a run; throws where another jar
   *     implements it
   * @param implementation the class of that object; null where it is known only in a run
   */
  record WorkflowBinding(
      Class<?> type,
      Method method,
      String name,
      String version,
      List<Parameter> parameters,
      Type resultType,
      boolean promised,
      WorkflowPolicy policy,
      @Nullable String sharedList,
      Function<Stubs, ?> make,
      @Nullable Class<?> implementation)
      implements Binding {
    @Override
    public WorkflowBinding with(Policy override) {
      return new WorkflowBinding(
          type,
          method,
          name,
          version,
          parameters,
          resultType,
          promised,
          policy.with(override),
          sharedList,
          make,
          implementation);
    }
  }

  /**
   * The author's code behind a task.
   *
   * @param target gives the object; made once, at the first call
   * @param method what is run, for messages
   * @param handle calls {@code method} on an object of the target with an array of arguments
   * @param parameters the parameters of {@code method}, by which arguments are read
   */
  record Implementation(
      Supplier<?> target, Method method, MethodHandle handle, List<Parameter> parameters) {}
}
