package io.flowscope.server.process;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionDetail;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.server.catalogue.StoredJar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the open executions that stopped for want of a fitting jar, when there is one: its worker
 * looks at them again. A run that belongs to another jar is left alone until it is moved.
 */
final class Waking {
  private static final Logger LOG = LoggerFactory.getLogger(Waking.class);
  private static final String WAKE = "flowscope.wake";

  private final Backend backend;
  private final String domain;

  Waking(Backend backend, String domain) {
    this.backend = backend;
    this.domain = domain;
  }

  /**
   * Sends the signal to those of {@code open} that have stopped on a list of this jar.
   *
   * @param defaultLists the default lists that the jar serves beside its own
   * @return done when all were asked; how many were woken
   */
  CompletableFuture<Integer> wake(
      List<WorkflowExecutionInfo> open, StoredJar jar, List<String> defaultLists) {
    Set<String> lists = new HashSet<>(defaultLists);
    lists.add(jar.taskList());
    CompletableFuture<Integer> woken = CompletableFuture.completedFuture(0);
    for (WorkflowExecutionInfo info : open) {
      woken = woken.thenCombine(wake(info.execution(), lists), Integer::sum);
    }
    return woken;
  }

  private CompletableFuture<Integer> wake(WorkflowExecution execution, Set<String> lists) {
    return backend
        .call(new Action.DescribeWorkflowExecution(domain, execution))
        .thenCompose(
            detail ->
                stoppedOn(detail, lists)
                    ? backend.call(signal(execution)).thenApply(done -> 1)
                    : CompletableFuture.completedFuture(0))
        .exceptionally(
            failure -> {
              LOG.warn("{} was not woken: {}", execution.workflowId(), failure.toString());
              return 0;
            });
  }

  private static boolean stoppedOn(WorkflowExecutionDetail detail, Set<String> lists) {
    String context = detail.latestExecutionContext();
    return context != null
        && context.contains("\"stopped\"")
        && lists.contains(detail.executionConfiguration().taskList().name());
  }

  private Action.SignalWorkflowExecution signal(WorkflowExecution execution) {
    return new Action.SignalWorkflowExecution(
        domain, execution.workflowId(), execution.runId(), WAKE, null);
  }
}
