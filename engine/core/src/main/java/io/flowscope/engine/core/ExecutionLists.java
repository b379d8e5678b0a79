package io.flowscope.engine.core;

import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ExecutionStatus;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.TagFilter;
import io.flowscope.engine.model.WorkflowExecutionCount;
import io.flowscope.engine.model.WorkflowExecutionFilter;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.model.WorkflowExecutionInfos;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeFilter;
import io.flowscope.engine.store.ClosedQuery;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.RunRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists and counts executions. */
final class ExecutionLists {
  private final EventStore store;
  private final Published published;
  private final InstantSource clock;
  private final Limits limits;

  ExecutionLists(EventStore store, Published published, InstantSource clock, Limits limits) {
    this.store = store;
    this.published = published;
    this.clock = clock;
    this.limits = limits;
  }

  static WorkflowExecutionInfo info(RunRow row, boolean cancelRequested) {
    RunRow.Closing closing = row.closing();
    return new WorkflowExecutionInfo(
        row.execution(),
        row.type(),
        row.startedAt(),
        closing == null ? null : closing.at(),
        closing == null ? ExecutionStatus.OPEN : ExecutionStatus.CLOSED,
        closing == null ? null : closing.status(),
        row.parent(),
        row.tags().isEmpty() ? null : row.tags(),
        cancelRequested);
  }

  WorkflowExecutionInfos open(Action.ListOpenWorkflowExecutions a) {
    published.registry().domain(a.domain());
    atMostOne(a.executionFilter(), a.typeFilter(), a.tagFilter());
    String arguments =
        String.join(
            "\n",
            "open",
            a.domain(),
            text(a.startTimeFilter()),
            Objects.toString(a.typeFilter()),
            Objects.toString(a.tagFilter()),
            Objects.toString(a.executionFilter()),
            Boolean.toString(Boolean.TRUE.equals(a.reverseOrder())));
    Optional<Published.StartKey> from =
        PageToken.read(arguments, clock.instant(), a.nextPageToken(), 2)
            .map(
                place ->
                    new Published.StartKey(
                        Instant.ofEpochMilli(PageToken.number(place.get(0))),
                        PageToken.number(place.get(1))));
    int size = Pages.size(a.maximumPageSize(), limits);
    Filter filter =
        new Filter(a.startTimeFilter(), a.typeFilter(), a.tagFilter(), a.executionFilter());
    Pages.Page<OpenRow> page =
        Pages.take(
            matching(a.domain(), filter, from, Boolean.TRUE.equals(a.reverseOrder())).iterator(),
            size);
    String next =
        page.more()
            ? PageToken.write(
                arguments,
                clock.instant(),
                List.of(
                    Long.toString(page.last().row().startedAt().toEpochMilli()),
                    Long.toString(page.last().row().number())))
            : null;
    List<WorkflowExecutionInfo> infos =
        page.items().stream().map(run -> info(run.row(), run.cancelRequested())).toList();
    return new WorkflowExecutionInfos(infos, next);
  }

  WorkflowExecutionCount countOpen(Action.CountOpenWorkflowExecutions a) {
    published.registry().domain(a.domain());
    atMostOne(a.executionFilter(), a.typeFilter(), a.tagFilter());
    Filter filter =
        new Filter(a.startTimeFilter(), a.typeFilter(), a.tagFilter(), a.executionFilter());
    return count(
        (int)
            matching(a.domain(), filter, Optional.empty(), false)
                .limit(limits.counted() + 1L)
                .count());
  }

  private record Filter(
      ExecutionTimeFilter started,
      @Nullable WorkflowTypeFilter type,
      @Nullable TagFilter tag,
      @Nullable WorkflowExecutionFilter execution) {

    boolean matches(RunRow run) {
      return !run.startedAt().isBefore(started.oldestDate())
          && (started.latestDate() == null || !run.startedAt().isAfter(started.latestDate()))
          && (type == null || matches(type, run.type()))
          && (tag == null || run.tags().contains(tag.tag()))
          && (execution == null || execution.workflowId().equals(run.execution().workflowId()));
    }

    private static boolean matches(WorkflowTypeFilter filter, WorkflowType type) {
      return filter.name().equals(type.name())
          && (filter.version() == null
              || filter.version().isEmpty()
              || filter.version().equals(type.version()));
    }
  }

  private Stream<OpenRow> matching(
      String domain, Filter filter, Optional<Published.StartKey> from, boolean ascending) {
    ConcurrentNavigableMap<Published.StartKey, String> all = published.byStart(domain);
    ConcurrentNavigableMap<Published.StartKey, String> ordered =
        ascending ? all : all.descendingMap();
    if (from.isPresent()) {
      ordered = ordered.tailMap(from.get(), false);
    }
    return ordered.values().stream()
        .map(runId -> published.run(domain, runId))
        .flatMap(Optional::stream)
        .filter(run -> filter.matches(run.row()));
  }

  WorkflowExecutionInfos closed(Action.ListClosedWorkflowExecutions a) {
    published.registry().domain(a.domain());
    atMostOne(a.executionFilter(), a.typeFilter(), a.tagFilter(), a.closeStatusFilter());
    boolean newestFirst = !Boolean.TRUE.equals(a.reverseOrder());
    String arguments =
        String.join(
            "\n",
            "closed",
            a.domain(),
            text(a.startTimeFilter()),
            text(a.closeTimeFilter()),
            Objects.toString(a.typeFilter()),
            Objects.toString(a.tagFilter()),
            Objects.toString(a.executionFilter()),
            Objects.toString(a.closeStatusFilter()),
            Boolean.toString(newestFirst));
    ClosedQuery.Place after =
        PageToken.read(arguments, clock.instant(), a.nextPageToken(), 2)
            .map(
                place ->
                    new ClosedQuery.Place(
                        PageToken.number(place.get(0)), PageToken.number(place.get(1))))
            .orElse(null);
    ClosedQuery query =
        query(
            new Action.CountClosedWorkflowExecutions(
                a.domain(),
                a.startTimeFilter(),
                a.closeTimeFilter(),
                a.executionFilter(),
                a.typeFilter(),
                a.tagFilter(),
                a.closeStatusFilter()),
            newestFirst,
            after);
    int size = Pages.size(a.maximumPageSize(), limits);
    Pages.Page<RunRow> page = Pages.take(store.closed(query, size + 1).iterator(), size);
    List<WorkflowExecutionInfo> infos = new ArrayList<>();
    page.items().forEach(row -> infos.add(info(row, row.closing().cancelRequested())));
    String next = page.more() ? token(arguments, query, page.last()) : null;
    return new WorkflowExecutionInfos(infos, next);
  }

  private String token(String arguments, ClosedQuery query, RunRow last) {
    Instant at = query.byCloseTime() ? last.closing().at() : last.startedAt();
    return PageToken.write(
        arguments,
        clock.instant(),
        List.of(Long.toString(at.toEpochMilli()), Long.toString(last.number())));
  }

  WorkflowExecutionCount countClosed(Action.CountClosedWorkflowExecutions a) {
    published.registry().domain(a.domain());
    atMostOne(a.executionFilter(), a.typeFilter(), a.tagFilter(), a.closeStatusFilter());
    return count(store.countClosed(query(a, true, null), limits.counted() + 1));
  }

  private ClosedQuery query(
      Action.CountClosedWorkflowExecutions a,
      boolean newestFirst,
      ClosedQuery.@Nullable Place after) {
    boolean byCloseTime = a.closeTimeFilter() != null;
    if (byCloseTime == (a.startTimeFilter() != null)) {
      throw Faults.invalid(
          byCloseTime
              ? "Cannot specify both a startTimeFilter and a closeTimeFilter"
              : "Must specify time filter: startTimeFilter or closeTimeFilter");
    }
    ExecutionTimeFilter times = byCloseTime ? a.closeTimeFilter() : a.startTimeFilter();
    return new ClosedQuery(
        a.domain(),
        byCloseTime,
        times.oldestDate(),
        times.latestDate(),
        a.executionFilter() == null ? null : a.executionFilter().workflowId(),
        a.typeFilter(),
        a.tagFilter() == null ? null : a.tagFilter().tag(),
        a.closeStatusFilter() == null ? null : a.closeStatusFilter().status(),
        newestFirst,
        published.totalEvents(),
        after);
  }

  private WorkflowExecutionCount count(int found) {
    return new WorkflowExecutionCount(Math.min(found, limits.counted()), found > limits.counted());
  }

  /** SWF's words, with the names of the filters' shapes. */
  private static void atMostOne(@Nullable Object... filters) {
    List<String> names =
        Stream.of(filters)
            .filter(Objects::nonNull)
            .map(filter -> filter.getClass().getSimpleName())
            .toList();
    if (names.size() > 1) {
      throw Faults.invalid(
          "Cannot specify more than one exclusive filters in the same query: " + names);
    }
  }

  private static String text(@Nullable ExecutionTimeFilter filter) {
    return Objects.toString(filter);
  }
}
