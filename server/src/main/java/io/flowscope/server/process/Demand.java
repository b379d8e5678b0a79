package io.flowscope.server.process;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionDetail;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which jars open executions need: those whose task list an open execution was started with, or
 * moved to, and those on whose list tasks wait. Elsewhere each is asked about only now and then,
 * for calls there are counted.
 */
final class Demand {
  private static final int PAGE = 1_000;

  /** So many open executions are looked at; with more, every jar counts as needed. */
  private static final int MOST = 2_000;

  private static final Pattern JAR_LIST = Pattern.compile("\\bfs\\.[0-9a-f]{12}\\b");

  /** How long an answer holds. */
  private static final Duration KEPT = Duration.ofSeconds(15);

  private static final Duration KEPT_OF_REMOTE = Duration.ofSeconds(60);

  /** How long is believed what is known of one execution. */
  private static final Duration BELIEVED = Duration.ofMinutes(15);

  /** What is known of one execution. */
  private record Known(Set<String> lists, Instant until) {}

  private final Connection backend;
  private final String domain;
  private final Duration kept;
  private final InstantSource clock;
  private Instant askedAt = Instant.MIN;
  private Set<StoredJar> askedFor = Set.of();

  /** The lists of open executions, by run id. */
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private CompletableFuture<Set<String>> answer = CompletableFuture.completedFuture(Set.of());

  Demand(Connection connection, InstantSource clock) {
    this.backend = connection;
    this.domain = connection.domain();
    this.kept = connection.isLocal() ? KEPT : KEPT_OF_REMOTE;
    this.clock = clock;
  }

  /** The task lists among those of {@code jars} that open executions need. */
  synchronized CompletableFuture<Set<String>> taskLists(List<StoredJar> jars) {
    Set<StoredJar> asked = Set.copyOf(jars);
    boolean old = askedAt.equals(Instant.MIN) || askedAt.plus(kept).isBefore(clock.instant());
    if (answer.isDone() && (old || !asked.equals(askedFor))) {
      askedAt = clock.instant();
      askedFor = asked;
      answer =
          open().thenCompose(open -> lists(open, jars)).thenCompose(lists -> waiting(lists, jars));
    }
    return answer;
  }

  /** The open executions, up to some thousands. */
  CompletableFuture<List<WorkflowExecutionInfo>> open() {
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
    known.keySet().retainAll(open.stream().map(info -> info.execution().runId()).toList());
    for (WorkflowExecutionInfo info : open) {
      all =
          all.thenCombine(
              listsOf(info.execution()),
              (lists, more) -> {
                lists.addAll(more);
                return lists;
              });
    }
    return all;
  }

  /** With the lists of jars that no execution is with any more, but on which tasks of some wait. */
  private CompletableFuture<Set<String>> waiting(Set<String> found, List<StoredJar> jars) {
    CompletableFuture<Set<String>> all = CompletableFuture.completedFuture(found);
    for (StoredJar jar : jars) {
      if (!found.contains(jar.taskList())) {
        all =
            all.thenCombine(
                backend
                    .call(
                        new Action.CountPendingActivityTasks(domain, new TaskList(jar.taskList())))
                    // Whoever may not ask goes on without.
                    .handle((waiting, failure) -> waiting != null && waiting.count() > 0),
                (lists, waiting) -> {
                  if (waiting) {
                    lists.add(jar.taskList());
                  }
                  return lists;
                });
      }
    }
    return all;
  }

  /** Empty where it is not known, for instance since the execution has closed meanwhile. */
  private CompletableFuture<Set<String>> listsOf(WorkflowExecution execution) {
    Known before = known.get(execution.runId());
    if (before != null && clock.instant().isBefore(before.until())) {
      return CompletableFuture.completedFuture(before.lists());
    }
    return backend
        .call(new Action.DescribeWorkflowExecution(domain, execution))
        .handle(
            (detail, closed) -> {
              if (detail == null) {
                return Set.of();
              }
              Set<String> lists = named(detail);
              // Before its first decision nobody knows whose an execution will be.
              if (!backend.isLocal()
                  && lists.stream().anyMatch(list -> JAR_LIST.matcher(list).matches())) {
                known.put(execution.runId(), known(lists));
              }
              return lists;
            });
  }

  private Known known(Set<String> lists) {
    return new Known(Set.copyOf(lists), clock.instant().plus(BELIEVED));
  }

  /** Somebody sends the execution to the jar of this list; its old jar may not know it yet. */
  synchronized CompletableFuture<Void> moves(WorkflowExecution execution, String taskList) {
    known.remove(execution.runId());
    return listsOf(execution)
        .thenAccept(
            lists -> {
              Set<String> both = new HashSet<>(lists);
              both.add(taskList);
              known.put(execution.runId(), known(both));
              askAgain();
            });
  }

  private synchronized void askAgain() {
    askedAt = Instant.MIN;
  }

  /**
   * Those in the record of its last decision: the worker that answered is named after its jar's
   * list, and may have handed the run to another jar. Before, the list that it was started with.
   */
  private static Set<String> named(WorkflowExecutionDetail detail) {
    Set<String> lists = new HashSet<>();
    String context = detail.latestExecutionContext();
    Matcher list = JAR_LIST.matcher(context == null ? "" : context);
    while (list.find()) {
      lists.add(list.group());
    }
    return lists.isEmpty()
        ? Set.of(detail.executionConfiguration().taskList().name())
        : Set.copyOf(lists);
  }
}
