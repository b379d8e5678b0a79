package io.flowscope.server.http;

import io.flowscope.server.catalogue.Check;
import io.flowscope.server.catalogue.JarDescription.ActivityEntry;
import io.flowscope.server.catalogue.JarDescription.Parameter;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.WorkerState;
import io.flowscope.web.page.WorkerInfo;
import io.flowscope.web.page.WorkflowsPage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jars and workers in the words of the pages. */
final class JarViews {
  private JarViews() {}

  static WorkerInfo worker(WorkerState state) {
    return new WorkerInfo(
        state.id(),
        state.connection(),
        state.fileName(),
        state.jarHash(),
        WorkerInfo.State.valueOf(state.phase().name()),
        state.identity(),
        state.pid(),
        state.startedAt(),
        state.starts(),
        state.message(),
        state.nextStartAt(),
        state.isolation(),
        state.lastLines());
  }

  static List<WorkflowsPage.Check> checks(List<Check> checks) {
    return checks.stream()
        .map(
            check ->
                new WorkflowsPage.Check(
                    check.name(),
                    switch (check.state()) {
                      case OK -> WorkflowsPage.CheckState.PASSED;
                      case WARNING -> WorkflowsPage.CheckState.WARNING;
                      case FAILED -> WorkflowsPage.CheckState.FAILED;
                    },
                    check.detail(),
                    check.hint()))
        .toList();
  }

  /**
   * @param newer the jar that runs new executions of it, where that is another one
   */
  static WorkflowsPage.WorkflowType workflow(
      WorkflowEntry entry, boolean polled, Optional<StoredJar> newer) {
    return new WorkflowsPage.WorkflowType(
        entry.name(),
        entry.version(),
        signature(entry),
        entry.description(),
        polled,
        newer.map(jar -> new WorkflowsPage.Newer(jar.fileName(), jar.hash())).orElse(null));
  }

  static WorkflowsPage.TaskType task(ActivityEntry entry, String taskList) {
    int dot = entry.name().lastIndexOf('.');
    return new WorkflowsPage.TaskType(
        entry.name(),
        entry.version(),
        signature(entry.name().substring(dot + 1), entry.parameters(), entry.resultType()),
        entry.taskList() == null ? taskList : entry.taskList(),
        entry.implemented());
  }

  /** A workflow of another jar that this one calls. */
  static WorkflowsPage.TaskType elsewhere(WorkflowEntry entry) {
    return new WorkflowsPage.TaskType(
        entry.name(), entry.version(), signature(entry), String.valueOf(entry.taskList()), false);
  }

  static String signature(WorkflowEntry entry) {
    return signature(entry.method(), entry.parameters(), entry.resultType());
  }

  private static String signature(
      String method, List<Parameter> parameters, @Nullable String resultType) {
    String list =
        parameters.stream()
            .map(parameter -> simple(parameter.type()) + " " + parameter.name())
            .collect(Collectors.joining(", "));
    boolean nothing = resultType == null || resultType.isEmpty() || resultType.equals("void");
    return method + "(" + list + ")" + (nothing ? "" : ": " + simple(resultType));
  }

  /** Class names without their packages, also within type arguments. */
  private static String simple(String type) {
    return type.replaceAll("\\b(?:[a-z_][A-Za-z0-9_]*\\.)+([A-Z])", "$1");
  }
}
