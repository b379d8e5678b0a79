package io.flowscope.worker;

import io.flowscope.Catalogue;
import io.flowscope.Policy;
import io.flowscope.Stubs;
import io.flowscope.WorkflowJar;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.Binding.WorkflowBinding;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a jar offers, checked while it is filled. Every complaint is an {@link
 * IllegalArgumentException} that names interface, method and what was looked for; one line for each
 * method.
 */
public final class JarCatalogue implements Catalogue {
  private record Offer(Class<?> type, Method method, Function<Stubs, ?> make) {}

  private final Map<Class<?>, Map<Method, Binding>> byType = new LinkedHashMap<>();
  private final Map<TypeKey, TaskBinding> activities = new LinkedHashMap<>();
  private final Map<TypeKey, WorkflowBinding> workflows = new LinkedHashMap<>();

  /** Workflows that other jars implement. */
  private final Map<TypeKey, WorkflowBinding> elsewhere = new LinkedHashMap<>();

  private final List<Offer> offers = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  /** What stubs with a policy of their own make of tasks. */
  private final Map<TypeKey, Set<TaskBinding>> overridden = new LinkedHashMap<>();

  /** On which lists stubs with a policy of their own start workflows of this jar. */
  private final Map<TypeKey, Set<String>> startedOn = new LinkedHashMap<>();

  private record TypeKey(String name, String version) {}

  private record Changed(Class<?> type, Policy policy) {}

  private JarCatalogue() {}

  /**
   * The catalogue that these entry points fill.
   *
   * @throws IllegalArgumentException when something cannot be bound, or nothing is offered
   */
  public static JarCatalogue of(WorkflowJar... jars) {
    return of(List.of(jars));
  }

  static JarCatalogue of(Collection<? extends WorkflowJar> jars) {
    JarCatalogue catalogue = new JarCatalogue();
    for (WorkflowJar jar : jars) {
      jar.fill(catalogue);
    }
    catalogue.nameWorkflows();
    if (catalogue.byType.isEmpty()) {
      throw new IllegalArgumentException(
          "The catalogue is empty: the jar's WorkflowJar offers neither a task nor a workflow.");
    }
    return catalogue;
  }

  /** The activity of this name and version. */
  public Optional<TaskBinding> activity(String name, String version) {
    return Optional.ofNullable(activities.get(new TypeKey(name, version)));
  }

  /** The workflow of this name and version. */
  public Optional<WorkflowBinding> workflow(String name, String version) {
    return Optional.ofNullable(workflows.get(new TypeKey(name, version)));
  }

  /** All activities, in the order in which they were named; those without implementation, too. */
  public List<TaskBinding> activities() {
    return List.copyOf(activities.values());
  }

  /** All workflows of the jar, in the order in which they were named. */
  public List<WorkflowBinding> workflows() {
    return List.copyOf(workflows.values());
  }

  /** The workflows that other jars implement and this one calls. */
  public List<WorkflowBinding> workflowsElsewhere() {
    return List.copyOf(elsewhere.values());
  }

  /**
   * What stands behind the methods of an interface: for a stub of it. Methods that are not among
   * them ({@code default}, {@code static}, those of {@code Object}) run as Java.
   *
   * @return empty where the catalogue does not know the interface
   */
  public Optional<Map<Method, Binding>> bindings(Class<?> type) {
    return Optional.ofNullable(byType.get(type));
  }

  /**
   * The same for a stub with a policy of its own.
   *
   * @throws IllegalArgumentException when the policy does not fit
   */
  public Optional<Map<Method, Binding>> bindings(Class<?> type, Policy policy) {
    if (policy.parts().isEmpty()) {
      return bindings(type);
    }
    return bindings(type)
        .map(
            bindings -> {
              Map<Method, Binding> with = new LinkedHashMap<>();
              bindings.forEach((method, binding) -> with.put(method, with(binding, policy)));
              return with;
            });
  }

  /**
   * The same while a run goes on.
   *
   * @throws IllegalArgumentException also for a task list or a heartbeat of which the worker learns
   *     only now
   */
  public Optional<Map<Method, Binding>> bindingsInRun(Class<?> type, Policy policy) {
    Optional<Map<Method, Binding>> bindings = bindings(type, policy);
    if (!policy.parts().isEmpty()) {
      bindings.orElse(Map.of()).values().forEach(this::refuseUnknown);
    }
    return bindings;
  }

  private void refuseUnknown(Binding binding) {
    switch (binding) {
      case TaskBinding task -> refuseUnknown(task);
      case WorkflowBinding workflow -> {
        String list = workflow.policy().taskList();
        if (list != null && own(workflow) && !chosenLists(workflow).contains(list)) {
          throw unknownToWorker(workflow);
        }
      }
    }
  }

  private boolean own(WorkflowBinding workflow) {
    return workflows.containsKey(new TypeKey(workflow.name(), workflow.version()));
  }

  private void refuseUnknown(TaskBinding task) {
    if (task.implementation() == null) {
      return;
    }
    String list = task.policy().taskList();
    Long heartbeat = task.policy().heartbeat();
    Long known = heartbeat(task);
    if ((list != null && !chosenLists(task).contains(list))
        || (heartbeat != null && (known == null || heartbeat < known))) {
      throw unknownToWorker(task);
    }
  }

  private static IllegalArgumentException unknownToWorker(Binding binding) {
    return new IllegalArgumentException(
        "stubs.of("
            + binding.type().getSimpleName()
            + ".class, policy) names a task list or a heartbeat that the worker does not know."
            + " Ask for this stub where the workflow is made, in catalogue.workflow(…).");
  }

  private static Binding with(Binding binding, Policy policy) {
    try {
      return binding.with(policy);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "stubs.of(" + binding.type().getSimpleName() + ".class, policy): " + e.getMessage() + ".",
          e);
    }
  }

  /** What is not wrong, but should be known; each a sentence. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void tasks(Class<?> type, Supplier<?> implementation) {
    Object made;
    try {
      made = implementation.get();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + ": its implementation could not be made: " + e, e);
    }
    if (made == null) {
      throw new IllegalArgumentException(type.getSimpleName() + ": its implementation is null.");
    }
    bind(new TaskBinder(type, made));
  }

  @Override
  public void tasks(Class<?> type) {
    bind(new TaskBinder(type, null));
  }

  private void bind(TaskBinder binder) {
    refuseTwice(binder.type());
    Map<Method, Binding> bound = new LinkedHashMap<>();
    for (TaskBinding task : binder.bind()) {
      add(activities, task);
      bound.put(task.method(), task);
    }
    byType.put(binder.type(), Map.copyOf(bound));
    warnOfNames(binder.type(), bound.keySet());
  }

  @Override
  public <T> void workflow(Class<T> type, Function<Stubs, ? extends T> make) {
    refuseTwice(type);
    Method method = Signatures.workflowMethod(type);
    offers.add(new Offer(type, method, make));
    byType.put(type, Map.of());
    warnOfNames(type, Set.of(method));
  }

  @Override
  public void workflow(Class<?> type) {
    refuseTwice(type);
    Method method = Signatures.workflowMethod(type);
    WorkflowBinding workflow = WorkflowBinder.elsewhere(type, method);
    add(elsewhere, workflow);
    byType.put(type, Map.of(method, workflow));
    warnOfNames(type, Set.of(method));
  }

  /** Needs the whole catalogue: the constructors of workflows ask for stubs. */
  private void nameWorkflows() {
    List<Changed> overrides = new ArrayList<>();
    DescribingStubs stubs =
        new DescribingStubs(
            byType.keySet(), (type, policy) -> overrides.add(new Changed(type, policy)));
    for (Offer offer : offers) {
      WorkflowBinding workflow =
          WorkflowBinder.bind(offer.type(), offer.method(), offer.make(), stubs);
      add(workflows, workflow);
      byType.put(offer.type(), Map.of(offer.method(), workflow));
    }
    offers.clear();
    elsewhere.values().stream().filter(this::own).forEach(other -> add(workflows, other));
    overrides.forEach(this::override);
  }

  private void override(Changed changed) {
    bindings(changed.type(), changed.policy())
        .orElse(Map.of())
        .values()
        .forEach(
            binding -> {
              TypeKey key = new TypeKey(binding.name(), binding.version());
              switch (binding) {
                case TaskBinding task ->
                    overridden.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(task);
                case WorkflowBinding workflow -> {
                  String list = workflow.policy().taskList();
                  if (list != null && own(workflow)) {
                    startedOn.computeIfAbsent(key, k -> new TreeSet<>()).add(list);
                  }
                }
              }
            });
  }

  /** A task as declared, and as stubs with a policy of their own call it. */
  private Stream<TaskBinding> all(TaskBinding task) {
    TypeKey key = new TypeKey(task.name(), task.version());
    return Stream.concat(
        Stream.ofNullable(activities.get(key)), overridden.getOrDefault(key, Set.of()).stream());
  }

  /** The task lists that the author chose for a task of this jar. */
  public Set<String> chosenLists(TaskBinding task) {
    return all(task)
        .map(each -> each.policy().taskList())
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The lists on which a workflow of this jar is started, beside its type's own and the jar's. */
  public Set<String> chosenLists(WorkflowBinding workflow) {
    TypeKey key = new TypeKey(workflow.name(), workflow.version());
    Set<String> lists = new TreeSet<>(startedOn.getOrDefault(key, Set.of()));
    if (workflow.sharedList() != null) {
      lists.add(workflow.sharedList());
    }
    return lists;
  }

  /** The shortest heartbeat timeout that calls of a task have, in seconds; null for none. */
  @Nullable Long heartbeat(TaskBinding task) {
    return all(task)
        .map(each -> each.policy().heartbeat())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private void refuseTwice(Class<?> type) {
    if (byType.containsKey(type)) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " is in the catalogue twice. Name each interface once.");
    }
  }

  private static <B extends Binding> void add(Map<TypeKey, B> known, B added) {
    B other = known.putIfAbsent(new TypeKey(added.name(), added.version()), added);
    if (other != null) {
      throw new IllegalArgumentException(
          Signatures.text(added.type(), added.method())
              + " and "
              + Signatures.text(other.type(), other.method())
              + " have the same name '"
              + added.name()
              + "' and version '"
              + added.version()
              + "'. Give one of them another with @"
              + (added instanceof TaskBinding ? "Task" : "Workflow")
              + "(name).");
    }
  }

  private void warnOfNames(Class<?> type, Collection<Method> methods) {
    boolean unnamed =
        methods.stream()
            .anyMatch(m -> m.getParameterCount() > 0 && !m.getParameters()[0].isNamePresent());
    if (unnamed) {
      warnings.add(
          type.getSimpleName()
              + " was compiled without parameter names, so forms and messages show arg0, arg1."
              + " Compile it with the javac option -parameters.");
    }
  }
}
