package io.flowscope.engine.sim;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.CloseStatusFilter;
import io.flowscope.engine.model.ExecutionStatus;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TagFilter;
import io.flowscope.engine.model.WorkflowExecutionDetail;
import io.flowscope.engine.model.WorkflowExecutionFilter;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.model.WorkflowExecutionInfos;
import io.flowscope.engine.model.WorkflowExecutionOpenCounts;
import io.flowscope.engine.model.WorkflowTypeFilter;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.queue.TaskListStatus;
import io.flowscope.engine.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Compares what the engine shows with what lies on the disk. */
final class Views {
  private static final int SAMPLE = 12;

  private final Machine machine;
  private final Dice dice;
  private final Tally tally;
  private final List<Call<?>> calls;

  /**
   * @param calls what clients wait for
   */
  Views(Machine machine, List<Call<?>> calls, Dice dice, Tally tally) {
    this.machine = machine;
    this.calls = calls;
    this.dice = dice;
    this.tally = tally;
  }

  private Truth truth() {
    return machine.truth();
  }

  /** Looks at one thing. */
  void glance() {
    List<Fold> runs = truth().kept();
    if (runs.isEmpty() || machine.isBroken()) {
      return;
    }
    List<Fold> deleted = truth().runs().stream().filter(run -> run.deleted).toList();
    if (!deleted.isEmpty() && dice.chance(0.1)) {
      gone(dice.of(deleted));
    }
    switch (dice.below(6)) {
      case 0, 1 -> history(dice.of(runs));
      case 2 -> describe(dice.of(runs));
      case 3 -> open(dice.of(Cast.DOMAINS));
      case 4 -> closed(dice.of(Cast.DOMAINS));
      default -> lists();
    }
  }

  /** Looks at everything, but at a part of the runs only. */
  void look() {
    List<Fold> runs = truth().kept();
    inspect(runs.size() > SAMPLE ? runs.subList(runs.size() - SAMPLE, runs.size()) : runs);
    for (int i = SAMPLE; i < runs.size(); i += SAMPLE) {
      history(dice.of(runs));
    }
  }

  /** Looks at everything. */
  void inspect() {
    inspect(truth().kept());
    truth().runs().stream().filter(run -> run.deleted).forEach(this::gone);
  }

  private void inspect(Collection<Fold> runs) {
    for (Fold run : runs) {
      history(run);
      describe(run);
    }
    for (String domain : Cast.DOMAINS) {
      for (int i = 0; i < 3; i++) {
        open(domain);
        closed(domain);
      }
    }
    lists();
    truth().checkLeases();
  }

  /** The answer; empty when a read failed, as it may while there are faults. */
  private <R> Optional<R> ask(Action<R> action) {
    CompletableFuture<R> future = machine.engine().call(action);
    try {
      R answer = future.join();
      tally.count("read " + action.actionName());
      return Optional.of(answer);
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException) {
        return Optional.empty();
      }
      throw new AssertionError("I10: a read was refused: " + action, e.getCause());
    }
  }

  /** Nothing is left of a run that was deleted. */
  private void gone(Fold run) {
    for (Action<?> action :
        List.of(
            new Action.DescribeWorkflowExecution(run.domain, run.execution),
            new Action.GetWorkflowExecutionHistory(run.domain, run.execution, null, null, null))) {
      Throwable refusal =
          machine
              .engine()
              .call(action)
              .handle((answer, cause) -> cause)
              .toCompletableFuture()
              .join();
      Violation.unless(
          refusal instanceof StoreException
              || (refusal instanceof SwfFault fault && fault.type().equals("UnknownResourceFault")),
          "I1",
          run.name(),
          " was deleted, but ",
          action.actionName(),
          " is answered: ",
          refusal);
    }
    tally.count("read deleted");
  }

  private void history(Fold run) {
    Integer size = dice.any(3, 9, null);
    boolean reverse = dice.chance(0.3);
    List<HistoryEvent> found = new ArrayList<>();
    String next = null;
    do {
      Optional<History> page =
          ask(
              new Action.GetWorkflowExecutionHistory(
                  run.domain, run.execution, next, size, reverse));
      if (page.isEmpty()) {
        return;
      }
      found.addAll(page.get().events());
      next = page.get().nextPageToken();
    } while (next != null);
    List<HistoryEvent> expected = new ArrayList<>(run.events);
    if (reverse) {
      Collections.reverse(expected);
    }
    if (!found.equals(expected)) {
      throw new Violation("I1", run.name() + ": the history is " + found + ", not " + expected);
    }
  }

  private void describe(Fold run) {
    Optional<WorkflowExecutionDetail> detail =
        ask(new Action.DescribeWorkflowExecution(run.domain, run.execution));
    if (detail.isEmpty()) {
      return;
    }
    WorkflowExecutionOpenCounts counts = detail.get().openCounts();
    boolean open = run.isOpen();
    boolean same =
        counts.openActivityTasks() == run.activities.size()
            && counts.openDecisionTasks() == (run.decision == null ? 0 : 1)
            && counts.openTimers() == run.timers.size()
            && counts.openChildWorkflowExecutions() == (open ? run.children.size() : 0)
            && java.util.Objects.equals(detail.get().latestExecutionContext(), run.context);
    Violation.unless(same, "I10", run.name(), " is described as ", detail.get());
    info(run, detail.get().executionInfo());
  }

  private void info(Fold run, WorkflowExecutionInfo info) {
    boolean same =
        info.execution().equals(run.execution)
            && info.workflowType().equals(run.start.workflowType())
            && info.startTimestamp().equals(run.startedAt())
            && (info.executionStatus() == ExecutionStatus.OPEN) == run.isOpen()
            && info.closeStatus() == status(run)
            && java.util.Objects.equals(info.closeTimestamp(), closedAt(run))
            && Boolean.TRUE.equals(info.cancelRequested()) == run.cancelRequested
            && java.util.Objects.equals(info.tagList(), run.start.tagList())
            && java.util.Objects.equals(info.parent(), run.start.parentWorkflowExecution());
    Violation.unless(same, "I10", run.name(), " is shown as ", info);
  }

  private static @Nullable Instant closedAt(Fold run) {
    return run.closing == null ? null : run.closing.eventTimestamp();
  }

  private static @Nullable CloseStatus status(Fold run) {
    if (run.closing == null) {
      return null;
    }
    return switch (run.closing.event().eventType()) {
      case "WorkflowExecutionCompleted" -> CloseStatus.COMPLETED;
      case "WorkflowExecutionFailed" -> CloseStatus.FAILED;
      case "WorkflowExecutionCanceled" -> CloseStatus.CANCELED;
      case "WorkflowExecutionTerminated" -> CloseStatus.TERMINATED;
      case "WorkflowExecutionTimedOut" -> CloseStatus.TIMED_OUT;
      default -> CloseStatus.CONTINUED_AS_NEW;
    };
  }

  /** One of the filters, or none. */
  private record Filter(
      @Nullable WorkflowTypeFilter type,
      @Nullable TagFilter tag,
      @Nullable WorkflowExecutionFilter id,
      @Nullable CloseStatusFilter status) {

    static Filter any(Dice dice, boolean closed) {
      return switch (dice.below(closed ? 5 : 4)) {
        case 0 -> new Filter(null, null, null, null);
        case 1 ->
            new Filter(
                new WorkflowTypeFilter(dice.of(Cast.WORKFLOWS).name(), dice.any(null, "1")),
                null,
                null,
                null);
        case 2 -> new Filter(null, new TagFilter("tag" + dice.below(3)), null, null);
        case 3 -> new Filter(null, null, new WorkflowExecutionFilter(Cast.workflowId(dice)), null);
        default ->
            new Filter(null, null, null, new CloseStatusFilter(dice.any(CloseStatus.values())));
      };
    }

    boolean matches(Fold run) {
      return (type == null || type.name().equals(run.start.workflowType().name()))
          && (tag == null
              || (run.start.tagList() != null && run.start.tagList().contains(tag.tag())))
          && (id == null || id.workflowId().equals(run.execution.workflowId()))
          && (status == null || status.status() == Views.status(run));
    }
  }

  private ExecutionTimeFilter times(List<Instant> known) {
    if (known.isEmpty() || dice.chance(0.5)) {
      return new ExecutionTimeFilter(Instant.EPOCH, null);
    }
    Instant one = dice.of(known);
    Instant other = dice.of(known);
    return new ExecutionTimeFilter(
        one.isBefore(other) ? one : other, one.isBefore(other) ? other : one);
  }

  private static boolean within(ExecutionTimeFilter filter, Instant at) {
    return !at.isBefore(filter.oldestDate())
        && (filter.latestDate() == null || !at.isAfter(filter.latestDate()));
  }

  private void open(String domain) {
    List<Fold> all = truth().open().stream().filter(run -> run.domain.equals(domain)).toList();
    ExecutionTimeFilter times = times(all.stream().map(Fold::startedAt).toList());
    Filter filter = Filter.any(dice, false);
    boolean reverse = dice.chance(0.4);
    List<Fold> expected =
        sorted(
            all.stream().filter(filter::matches).filter(run -> within(times, run.startedAt())),
            Comparator.comparing(Fold::startedAt),
            reverse);
    Integer size = dice.any(2, 5, null);
    pages(
        expected,
        next ->
            ask(
                new Action.ListOpenWorkflowExecutions(
                    domain, times, filter.type, filter.tag, next, size, reverse, filter.id)));
    ask(new Action.CountOpenWorkflowExecutions(domain, times, filter.type, filter.tag, filter.id))
        .ifPresent(
            count -> Violation.unless(count.count() == expected.size(), "I10", "counted ", count));
  }

  private void closed(String domain) {
    List<Fold> all =
        truth().kept().stream().filter(run -> run.domain.equals(domain) && !run.isOpen()).toList();
    boolean byClose = dice.chance(0.5);
    Comparator<Fold> order = Comparator.comparing(run -> byClose ? closedAt(run) : run.startedAt());
    ExecutionTimeFilter times =
        times(all.stream().map(run -> byClose ? closedAt(run) : run.startedAt()).toList());
    Filter filter = Filter.any(dice, true);
    boolean reverse = dice.chance(0.4);
    List<Fold> expected =
        sorted(
            all.stream()
                .filter(filter::matches)
                .filter(run -> within(times, byClose ? closedAt(run) : run.startedAt())),
            order,
            reverse);
    Integer size = dice.any(2, 5, null);
    ExecutionTimeFilter started = byClose ? null : times;
    ExecutionTimeFilter ended = byClose ? times : null;
    pages(
        expected,
        next ->
            ask(
                new Action.ListClosedWorkflowExecutions(
                    domain,
                    started,
                    ended,
                    filter.id,
                    filter.status,
                    filter.type,
                    filter.tag,
                    next,
                    size,
                    reverse)));
    ask(new Action.CountClosedWorkflowExecutions(
            domain, started, ended, filter.id, filter.type, filter.tag, filter.status))
        .ifPresent(
            count -> Violation.unless(count.count() == expected.size(), "I10", "counted ", count));
  }

  private static List<Fold> sorted(
      java.util.stream.Stream<Fold> runs, Comparator<Fold> time, boolean ascending) {
    Comparator<Fold> order = time.thenComparingLong(run -> run.number);
    return runs.sorted(ascending ? order : order.reversed()).toList();
  }

  /** Reads the pages of a list. */
  private interface Pages {
    Optional<WorkflowExecutionInfos> after(@Nullable String token);
  }

  private void pages(List<Fold> expected, Pages pages) {
    List<WorkflowExecutionInfo> found = new ArrayList<>();
    String next = null;
    do {
      Optional<WorkflowExecutionInfos> page = pages.after(next);
      if (page.isEmpty()) {
        return;
      }
      found.addAll(page.get().executionInfos());
      next = page.get().nextPageToken();
    } while (next != null);
    List<String> shown = found.stream().map(info -> info.execution().runId()).toList();
    List<String> there = expected.stream().map(run -> run.execution.runId()).toList();
    Violation.unless(shown.equals(there), "I10", "listed ", shown, " instead of ", there);
    for (int i = 0; i < found.size(); i++) {
      info(expected.get(i), found.get(i));
    }
  }

  /** The task lists hold what nobody works at, each task once. */
  private void lists() {
    Map<String, Integer> expected = new TreeMap<>();
    for (Fold run : truth().open()) {
      for (Fold.Task task : Truth.tasks(run)) {
        if (!task.isStarted()) {
          TaskKind kind = task == run.decision ? TaskKind.DECISION : TaskKind.ACTIVITY;
          expected.merge(run.domain + ' ' + kind + ' ' + task.list, 1, Integer::sum);
        }
      }
    }
    Map<String, Integer> found = new TreeMap<>();
    for (TaskListStatus list : machine.engine().taskLists()) {
      Violation.unless(
          list.backlog() == 0 || list.pollers() == 0, "I4", "tasks and polls wait at ", list);
      if (list.backlog() > 0) {
        found.put(list.domain() + ' ' + list.kind() + ' ' + list.list(), list.backlog());
      }
    }
    Violation.unless(found.equals(expected), "I4", "waiting are ", found, ", not ", expected);
    int pollers = machine.engine().taskLists().stream().mapToInt(TaskListStatus::pollers).sum();
    long polls = calls.stream().filter(Call::isPoll).count();
    Violation.unless(pollers == polls, "I13", polls, " polls wait, but the engine knows ", pollers);
    tally.count("read taskLists");
  }
}
