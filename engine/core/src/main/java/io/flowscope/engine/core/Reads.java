package io.flowscope.engine.core;

import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.ListTagsForResourceOutput;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionDetail;
import io.flowscope.engine.model.WorkflowExecutionOpenCounts;
import io.flowscope.engine.model.WorkflowTypeDetail;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.RunRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at single things; sees what is durable and nothing else. */
final class Reads {
  private final EventStore store;
  private final Published published;
  private final Histories histories;
  private final InstantSource clock;
  private final Limits limits;

  Reads(
      EventStore store,
      Published published,
      Histories histories,
      InstantSource clock,
      Limits limits) {
    this.store = store;
    this.published = published;
    this.histories = histories;
    this.clock = clock;
    this.limits = limits;
  }

  WorkflowTypeDetail workflowType(Action.DescribeWorkflowType a) {
    return published
        .registry()
        .domain(a.domain())
        .find(a.workflowType())
        .orElseThrow(() -> Faults.unknownType(a.workflowType()));
  }

  ActivityTypeDetail activityType(Action.DescribeActivityType a) {
    return published
        .registry()
        .domain(a.domain())
        .find(a.activityType())
        .orElseThrow(() -> Faults.unknownType(a.activityType()));
  }

  ListTagsForResourceOutput tags(Action.ListTagsForResource a) {
    return new ListTagsForResourceOutput(
        Domains.byArn(published.registry(), a.resourceArn()).tags());
  }

  History history(Action.GetWorkflowExecutionHistory a) {
    Whole run = find(a.domain(), a.execution());
    boolean descending = Boolean.TRUE.equals(a.reverseOrder());
    String arguments = "history " + a.domain() + ' ' + a.execution().runId() + ' ' + descending;
    Optional<Long> place =
        PageToken.read(arguments, clock.instant(), a.nextPageToken(), 1)
            .map(parts -> PageToken.number(parts.get(0)));
    int size = Pages.size(a.maximumPageSize(), limits);
    long low = descending ? 1 : place.orElse(1L);
    long high = descending ? place.orElse(run.lastEventId) : run.lastEventId;
    List<HistoryEvent> events = histories.read(run.number, low, high, size, descending);
    long last = events.isEmpty() ? high : events.get(events.size() - 1).eventId();
    boolean more = descending ? last > 1 : last < high;
    String next =
        more && !events.isEmpty()
            ? PageToken.write(
                arguments,
                clock.instant(),
                List.of(Long.toString(descending ? last - 1 : last + 1)))
            : null;
    return new History(events, next);
  }

  WorkflowExecutionDetail execution(Action.DescribeWorkflowExecution a) {
    Whole run = find(a.domain(), a.execution());
    RunRow row = run.row;
    return new WorkflowExecutionDetail(
        ExecutionLists.info(row, run.cancelRequested),
        row.configuration(),
        run.counts,
        run.latestActivityTaskAt,
        context(run));
  }

  private @Nullable String context(Whole run) {
    if (run.contextEventId == 0) {
      return null;
    }
    return histories.read(run.number, run.contextEventId, run.contextEventId, 1, false).stream()
        .map(HistoryEvent::event)
        .filter(Event.DecisionTaskCompleted.class::isInstance)
        .map(event -> ((Event.DecisionTaskCompleted) event).executionContext())
        .findFirst()
        .orElse(null);
  }

  /** An execution, open or closed. */
  private record Whole(
      long number,
      RunRow row,
      long lastEventId,
      long contextEventId,
      boolean cancelRequested,
      @Nullable Instant latestActivityTaskAt,
      WorkflowExecutionOpenCounts counts) {}

  private Whole find(String domain, WorkflowExecution execution) {
    published.registry().domain(domain);
    Optional<OpenRow> open = published.run(domain, execution.runId());
    if (open.isPresent() && open.get().row().execution().equals(execution)) {
      return whole(open.get());
    }
    return store
        .run(domain, execution.runId())
        .filter(row -> row.closing() != null)
        .filter(row -> row.execution().equals(execution))
        .map(Reads::whole)
        .orElseThrow(() -> Faults.unknownExecution(execution.workflowId(), execution.runId()));
  }

  private static Whole whole(OpenRow run) {
    return new Whole(
        run.row().number(),
        run.row(),
        run.lastEventId(),
        run.contextEventId(),
        run.cancelRequested(),
        run.latestActivityTaskAt(),
        run.counts());
  }

  private static Whole whole(RunRow row) {
    RunRow.Closing closing = row.closing();
    return new Whole(
        row.number(),
        row,
        closing.lastEventId(),
        closing.contextEventId(),
        closing.cancelRequested(),
        closing.latestActivityTaskAt(),
        new WorkflowExecutionOpenCounts(0, 0, 0, 0, 0));
  }
}
