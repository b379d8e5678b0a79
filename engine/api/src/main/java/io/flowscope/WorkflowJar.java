package io.flowscope;

/**
 * The entry point of a workflow jar, found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/io.flowscope.WorkflowJar}.
 */
public interface WorkflowJar {
  /** Names the tasks and workflows of this jar. */
  void fill(Catalogue catalogue);
}
