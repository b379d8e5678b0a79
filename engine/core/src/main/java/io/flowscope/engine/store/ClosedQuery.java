package io.flowscope.engine.store;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeFilter;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which closed executions, in which order.
 *
 * @param byCloseTime whether times and order are those of closing; those of starting otherwise
 * @param newestFirst the order
 * @param total leaves out what was closed when the store had more events than that
 * @param after continues after this place; null from the beginning
 */
public record ClosedQuery(
    String domain,
    boolean byCloseTime,
    Instant oldest,
    @Nullable Instant latest,
    @Nullable String workflowId,
    @Nullable WorkflowTypeFilter type,
    @Nullable String tag,
    @Nullable CloseStatus status,
    boolean newestFirst,
    long total,
    @Nullable Place after) {

  /** Whether a run is one of those. */
  boolean matches(RunRow row) {
    if (row.closing() == null
        || !row.domain().equals(domain)
        || row.closing().total() > total
        || !isBeyond(millis(row), row.number())) {
      return false;
    }
    long at = millis(row);
    return at >= oldest.toEpochMilli()
        && (latest == null || at <= latest.toEpochMilli())
        && (workflowId == null || workflowId.equals(row.execution().workflowId()))
        && (tag == null || row.tags().contains(tag))
        && (status == null || status == row.closing().status())
        && (type == null || matches(type, row.type()));
  }

  private static boolean matches(WorkflowTypeFilter filter, WorkflowType type) {
    return filter.name().equals(type.name())
        && (filter.version() == null
            || filter.version().isEmpty()
            || filter.version().equals(type.version()));
  }

  private boolean isBeyond(long at, long number) {
    if (after == null) {
      return true;
    }
    int order = Long.compare(at, after.millis());
    int tie = order != 0 ? order : Long.compare(number, after.number());
    return newestFirst ? tie < 0 : tie > 0;
  }

  /** The time by which the list is ordered. */
  long millis(RunRow row) {
    return (byCloseTime ? row.closing().at() : row.startedAt()).toEpochMilli();
  }

  /** The order of the list. */
  Comparator<RunRow> order() {
    Comparator<RunRow> order =
        Comparator.comparingLong(this::millis).thenComparingLong(RunRow::number);
    return newestFirst ? order.reversed() : order;
  }

  /** The same, only what was closed when the store had at most that many events. */
  ClosedQuery upTo(long events) {
    return new ClosedQuery(
        domain,
        byCloseTime,
        oldest,
        latest,
        workflowId,
        type,
        tag,
        status,
        newestFirst,
        Math.min(total, events),
        after);
  }

  /** A place in the order. */
  public record Place(long millis, long number) {}
}
