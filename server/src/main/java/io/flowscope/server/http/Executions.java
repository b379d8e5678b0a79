package io.flowscope.server.http;

import io.flowscope.engine.model.Action.CountClosedWorkflowExecutions;
import io.flowscope.engine.model.Action.CountOpenWorkflowExecutions;
import io.flowscope.engine.model.Action.ListClosedWorkflowExecutions;
import io.flowscope.engine.model.Action.ListOpenWorkflowExecutions;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.CloseStatusFilter;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.TagFilter;
import io.flowscope.engine.model.WorkflowExecutionCount;
import io.flowscope.engine.model.WorkflowExecutionFilter;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.model.WorkflowExecutionInfos;
import io.flowscope.engine.model.WorkflowTypeFilter;
import io.flowscope.engine.view.ExecutionStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists executions, open and closed in one order: the newest first. SWF lists them apart and takes
 * one filter at a time; what it does not filter is filtered here.
 */
public final class Executions {
  private static final int MOST_LOOKED_AT = 20_000;
  private static final Comparator<WorkflowExecutionInfo> NEWEST_FIRST =
      Comparator.comparing(WorkflowExecutionInfo::startTimestamp)
          .thenComparing(info -> info.execution().runId())
          .reversed();

  private final Calls calls;

  public Executions(Calls calls) {
    this.calls = calls;
  }

  /**
   * What is asked for; null and empty members do not filter.
   *
   * @param from started at or after
   * @param to started before
   */
  public record Filter(
      @Nullable ExecutionStatus status,
      String workflow,
      String tag,
      String workflowId,
      @Nullable Instant from,
      @Nullable Instant to) {
    /** No filter. */
    public static final Filter NONE = new Filter(null, "", "", "", null, null);

    boolean takes(WorkflowExecutionInfo info) {
      return (status == null || status == statusOf(info))
          && (workflow.isEmpty() || info.workflowType().name().equals(workflow))
          && (tag.isEmpty() || (info.tagList() != null && info.tagList().contains(tag)))
          && (workflowId.isEmpty() || info.execution().workflowId().equals(workflowId))
          && (to == null || info.startTimestamp().isBefore(to));
    }

    boolean onlyTimes() {
      return workflow.isEmpty() && tag.isEmpty() && workflowId.isEmpty();
    }
  }

  /** Some rows, and where to go on; the cursor is null at the end. */
  public record Page(List<WorkflowExecutionInfo> rows, @Nullable String cursor) {}

  /** A place between two executions: right after this one. */
  record Position(Instant start, String runId) {
    static Position of(WorkflowExecutionInfo info) {
      return new Position(info.startTimestamp(), info.execution().runId());
    }

    boolean isBefore(WorkflowExecutionInfo info) {
      int order = info.startTimestamp().compareTo(start);
      return order < 0 || (order == 0 && info.execution().runId().compareTo(runId) < 0);
    }

    String cursor() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((start.toEpochMilli() + " " + runId).getBytes(StandardCharsets.UTF_8));
    }

    static Position read(String cursor) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        return new Position(
            Instant.ofEpochMilli(Long.parseLong(text.substring(0, space))),
            text.substring(space + 1));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw Problem.field(
            "cursor",
            "'%s' is no cursor of this list; leave it out to begin at the newest execution."
                .formatted(Json.shorten(cursor)));
      }
    }
  }

  /**
   * A page of executions.
   *
   * @param cursor where to begin; empty for the newest
   * @throws Problem when the cursor is none, or {@code from} is not before {@code to}
   */
  public Page list(Where where, Filter filter, String cursor, int limit) {
    if (filter.from() != null && filter.to() != null && !filter.from().isBefore(filter.to())) {
      throw Problem.field(
          "from", "'from' (%s) must be before 'to' (%s).".formatted(filter.from(), filter.to()));
    }
    Position after = cursor.isEmpty() ? null : Position.read(cursor);
    Map<String, WorkflowExecutionInfo> found = new HashMap<>();
    Instant reach = Instant.MIN;
    if (filter.status() == null || filter.status() == ExecutionStatus.RUNNING) {
      reach =
          later(
              reach,
              collect(token -> open(where, filter, after, token), filter, after, limit, found));
    }
    if (filter.status() != ExecutionStatus.RUNNING) {
      reach =
          later(
              reach,
              collect(token -> closed(where, filter, after, token), filter, after, limit, found));
    }
    Instant complete = reach;
    List<WorkflowExecutionInfo> rows =
        found.values().stream()
            .filter(info -> info.startTimestamp().compareTo(complete) >= 0)
            .sorted(NEWEST_FIRST)
            .toList();
    if (rows.size() > limit) {
      return new Page(rows.subList(0, limit), Position.of(rows.get(limit - 1)).cursor());
    }
    return new Page(
        rows, complete.equals(Instant.MIN) ? null : new Position(complete, "").cursor());
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /**
   * Reads until there is more than one page, and everything that started together with its last
   * row.
   *
   * @return the start time down to which all was read
   */
  private static Instant collect(
      Function<@Nullable String, WorkflowExecutionInfos> source,
      Filter filter,
      @Nullable Position after,
      int limit,
      Map<String, WorkflowExecutionInfo> found) {
    String token = null;
    int looked = 0;
    int mine = 0;
    Instant enough = Instant.MIN;
    Instant last = Instant.MAX;
    do {
      WorkflowExecutionInfos page = source.apply(token);
      for (WorkflowExecutionInfo info : page.executionInfos()) {
        looked++;
        last = info.startTimestamp();
        if (mine > limit && last.isBefore(enough)) {
          return enough;
        }
        if (looked > MOST_LOOKED_AT && last.isBefore(enough)) {
          return enough;
        }
        if (filter.takes(info) && (after == null || after.isBefore(info))) {
          found.put(info.execution().runId(), info);
          mine++;
        }
        if (mine <= limit && looked <= MOST_LOOKED_AT) {
          enough = last;
        }
      }
      token = page.nextPageToken();
    } while (token != null);
    return Instant.MIN;
  }

  private static ExecutionTimeFilter started(Filter filter, @Nullable Position after) {
    Instant latest = after == null ? filter.to() : after.start();
    return new ExecutionTimeFilter(filter.from() == null ? Instant.EPOCH : filter.from(), latest);
  }

  private WorkflowExecutionInfos open(
      Where where, Filter filter, @Nullable Position after, @Nullable String token) {
    boolean byId = !filter.workflowId().isEmpty();
    boolean byType = !byId && !filter.workflow().isEmpty();
    boolean byTag = !byId && !byType && !filter.tag().isEmpty();
    return calls.call(
        where,
        new ListOpenWorkflowExecutions(
            where.domain(),
            started(filter, after),
            byType ? new WorkflowTypeFilter(filter.workflow(), null) : null,
            byTag ? new TagFilter(filter.tag()) : null,
            token,
            null,
            null,
            byId ? new WorkflowExecutionFilter(filter.workflowId()) : null));
  }

  private WorkflowExecutionInfos closed(
      Where where, Filter filter, @Nullable Position after, @Nullable String token) {
    boolean byId = !filter.workflowId().isEmpty();
    boolean byStatus = !byId && filter.status() != null;
    boolean byType = !byId && !byStatus && !filter.workflow().isEmpty();
    boolean byTag = !byId && !byStatus && !byType && !filter.tag().isEmpty();
    return calls.call(
        where,
        new ListClosedWorkflowExecutions(
            where.domain(),
            started(filter, after),
            null,
            byId ? new WorkflowExecutionFilter(filter.workflowId()) : null,
            byStatus ? new CloseStatusFilter(CloseStatus.valueOf(filter.status().name())) : null,
            byType ? new WorkflowTypeFilter(filter.workflow(), null) : null,
            byTag ? new TagFilter(filter.tag()) : null,
            token,
            null,
            null));
  }

  /** How many executions of one status started within the times of the filter. */
  public WorkflowExecutionCount count(Where where, Filter filter, ExecutionStatus status) {
    ExecutionTimeFilter times = started(filter, null);
    return status == ExecutionStatus.RUNNING
        ? calls.call(
            where, new CountOpenWorkflowExecutions(where.domain(), times, null, null, null))
        : calls.call(
            where,
            new CountClosedWorkflowExecutions(
                where.domain(),
                times,
                null,
                null,
                null,
                null,
                new CloseStatusFilter(CloseStatus.valueOf(status.name()))));
  }

  /** The status as REST and pages name it. */
  public static ExecutionStatus statusOf(WorkflowExecutionInfo info) {
    return info.closeStatus() == null
        ? ExecutionStatus.RUNNING
        : ExecutionStatus.valueOf(info.closeStatus().name());
  }
}
