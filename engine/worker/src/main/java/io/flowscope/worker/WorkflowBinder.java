package io.flowscope.worker;

import io.flowscope.Stubs;
import io.flowscope.Workflow;
import io.flowscope.worker.Binding.WorkflowBinding;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names a workflow and reads its policy. */
final class WorkflowBinder {
  private WorkflowBinder() {}

  static WorkflowBinding bind(
      Class<?> type, Method method, Function<Stubs, ?> make, DescribingStubs stubs) {
    Workflow onInterface = type.getAnnotation(Workflow.class);
    Class<?> made = implementation(type, make, stubs, named(onInterface));
    Workflow onClass = made == null ? null : made.getAnnotation(Workflow.class);
    Workflow policy =
        onClass != null ? onClass : onInterface != null ? onInterface : WorkflowPolicy.defaults();
    String name = name(type, made, onClass, onInterface);
    List<String> complaints = new ArrayList<>();
    Signatures.checkName(type.getSimpleName(), name, policy.version()).ifPresent(complaints::add);
    WorkflowPolicy read = policy(type.getSimpleName(), policy, complaints);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", complaints));
    }
    return binding(type, method, name, policy, read, make, made);
  }

  /** One that another jar implements. */
  static WorkflowBinding elsewhere(Class<?> type, Method method) {
    String where = type.getSimpleName();
    Workflow given = type.getAnnotation(Workflow.class);
    if (given == null || given.name().isEmpty() || given.taskList().isEmpty()) {
      throw new IllegalArgumentException(
          where
              + " has no implementation in this jar, so it needs its name and the task list of the"
              + " workers that have one: @Workflow(name = \"…\", taskList = \"…\") on "
              + where
              + ".");
    }
    List<String> complaints = new ArrayList<>();
    Signatures.checkName(where, given.name(), given.version()).ifPresent(complaints::add);
    WorkflowPolicy policy = policy(where, given, complaints);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", complaints));
    }
    return binding(
        type,
        method,
        given.name(),
        given,
        policy.on(given.taskList()),
        stubs -> {
          throw new IllegalArgumentException(
              where
                  + " has no implementation in this jar, so a workflow that calls it cannot run as"
                  + " plain Java.");
        },
        null);
  }

  private static WorkflowBinding binding(
      Class<?> type,
      Method method,
      String name,
      Workflow given,
      WorkflowPolicy policy,
      Function<Stubs, ?> make,
      @Nullable Class<?> made) {
    Type result = method.getGenericReturnType();
    Type once = Types.unwrappedOnce(result);
    return new WorkflowBinding(
        type,
        method,
        name,
        given.version(),
        Signatures.parameters(method),
        once,
        !once.equals(result),
        policy,
        given.taskList().isEmpty() ? null : given.taskList(),
        make,
        made);
  }

  private static boolean named(@Nullable Workflow annotation) {
    return annotation != null && !annotation.name().isEmpty();
  }

  private static String name(
      Class<?> type,
      @Nullable Class<?> made,
      @Nullable Workflow onClass,
      @Nullable Workflow onInterface) {
    if (named(onClass)) {
      return onClass.name();
    }
    if (named(onInterface)) {
      return onInterface.name();
    }
    if (made == null || made.getSimpleName().isEmpty() || made.isHidden()) {
      throw new IllegalArgumentException(
          type.getSimpleName()
              + ": the workflow is made by a lambda or an anonymous class, so it has no name. Give"
              + " it one with @Workflow(name = \"…\") on "
              + type.getSimpleName()
              + ".");
    }
    return made.getSimpleName();
  }

  private static @Nullable Class<?> implementation(
      Class<?> type, Function<Stubs, ?> make, DescribingStubs stubs, boolean named) {
    try {
      Object made = make.apply(stubs);
      if (made == null) {
        throw new IllegalArgumentException(type.getSimpleName() + ": its workflow is null.");
      }
      return made.getClass();
    } catch (DescribingStubs.Barrier e) {
      if (named) {
        return null;
      }
      throw new IllegalArgumentException(
          type.getSimpleName()
              + ": the workflow waits for a value in its constructor, so its class is not known"
              + " before it runs. Name it with @Workflow(name = \"…\") on "
              + type.getSimpleName()
              + ".",
          e);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + ": its workflow could not be made: " + e, e);
    }
  }

  private static WorkflowPolicy policy(String where, Workflow policy, List<String> complaints) {
    try {
      return WorkflowPolicy.of(policy);
    } catch (IllegalArgumentException e) {
      e.getMessage().lines().forEach(line -> complaints.add(where + ": @Workflow: " + line + "."));
      return WorkflowPolicy.of(WorkflowPolicy.defaults());
    }
  }
}
