package io.flowscope.server.process;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.server.catalogue.StoredJar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Which jars open executions need: those whose task list an open execution was started with. The
 * list of an execution never changes but by a decision, so each is asked about once.
 */
final class Demand {
  private static final int PAGE = 1_000;

  /** So many open executions are looked at; with more, every jar counts as needed. */
  private static final int MOST = 2_000;

  private static final Duration KEPT = Duration.ofSeconds(15);

  private final Backend backend;
  private final String domain;
  private final InstantSource clock;
  private Instant askedAt = Instant.MIN;
  private Set<StoredJar> askedFor = Set.of();
  private CompletableFuture<Set<String>> answer = CompletableFuture.completedFuture(Set.of());

  Demand(Backend backend, String domain, InstantSource clock) {
    this.backend = backend;
    this.domain = domain;
    this.clock = clock;
  }

  /** The task lists among those of {@code jars} that open executions need. */
  synchronized CompletableFuture<Set<String>> taskLists(List<StoredJar> jars) {
    Set<StoredJar> asked = Set.copyOf(jars);
    boolean old = askedAt.equals(Instant.MIN) || askedAt.plus(KEPT).isBefore(clock.instant());
    if (answer.isDone() && (old || !asked.equals(askedFor))) {
      askedAt = clock.instant();
      askedFor = asked;
      answer = open().thenCompose(open -> lists(open, jars));
    }
    return answer;
  }

  private CompletableFuture<List<WorkflowExecutionInfo>> open() {
    return backend
        .call(
            new Action.ListOpenWorkflowExecutions(
                domain,
                new ExecutionTimeFilter(Instant.EPOCH, null),
                null,
                null,
                null,
                PAGE,
                null,
                null))
        .thenCompose(
            page ->
                page.nextPageToken() == null
                    ? CompletableFuture.completedFuture(page.executionInfos())
                    : more(new ArrayList<>(page.executionInfos()), page.nextPageToken()));
  }

  private CompletableFuture<List<WorkflowExecutionInfo>> more(
      List<WorkflowExecutionInfo> sofar, String token) {
    return backend
        .call(
            new Action.ListOpenWorkflowExecutions(
                domain,
                new ExecutionTimeFilter(Instant.EPOCH, null),
                null,
                null,
                token,
                PAGE,
                null,
                null))
        .thenCompose(
            page -> {
              sofar.addAll(page.executionInfos());
              return page.nextPageToken() == null || sofar.size() > MOST
                  ? CompletableFuture.completedFuture(sofar)
                  : more(sofar, page.nextPageToken());
            });
  }

  private CompletableFuture<Set<String>> lists(
      List<WorkflowExecutionInfo> open, List<StoredJar> jars) {
    Set<String> found = new HashSet<>();
    if (open.size() > MOST) {
      jars.forEach(jar -> found.add(jar.taskList()));
      return CompletableFuture.completedFuture(found);
    }
    CompletableFuture<Set<String>> all = CompletableFuture.completedFuture(found);
    for (WorkflowExecutionInfo info : open) {
      all =
          all.thenCombine(
              backend
                  .call(new Action.DescribeWorkflowExecution(domain, info.execution()))
                  .handle(
                      (detail, closed) ->
                          detail == null ? "" : detail.executionConfiguration().taskList().name()),
              (lists, list) -> {
                lists.add(list);
                return lists;
              });
    }
    return all;
  }
}
