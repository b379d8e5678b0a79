package io.flowscope.server.http;

import io.flowscope.engine.model.WorkflowExecutionCount;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.server.connect.Connection;
import io.flowscope.web.page.ExecutionsPage;
import io.flowscope.web.page.Shell.Place;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of executions. */
final class ExecutionsPages {
  private static final int ROWS = 50;

  /** An SWF elsewhere is asked no more often, however many look at the same list. */
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final Frame frame;
  private final Calls calls;
  private final Executions executions;
  private final Rows rows;
  private final Remembered<Shown> remembered;

  ExecutionsPages(Frame frame, Calls calls, Executions executions, Rows rows) {
    this.frame = frame;
    this.calls = calls;
    this.remembered = new Remembered<>(REMEMBERED, frame.clock());
    this.executions = executions;
    this.rows = rows;
  }

  void list(Context ctx) {
    Connection connection = calls.connection(Params.connection(ctx.queryParam("connection")));
    Where where = Frame.jarsOn(connection);
    ExecutionsPage.Filter asked =
        new ExecutionsPage.Filter(
            ExecutionsApi.status(Params.text(ctx, "status")),
            Params.text(ctx, "workflow").strip(),
            Params.text(ctx, "tag").strip(),
            Params.text(ctx, "workflowId").strip(),
            Params.text(ctx, "from").strip(),
            Params.text(ctx, "to").strip(),
            connection.name());
    Instant now = frame.clock().instant();
    Executions.Filter filter =
        new Executions.Filter(
            asked.status(),
            asked.workflow(),
            asked.tag(),
            asked.workflowId(),
            Params.moment("from", asked.from(), now),
            Params.moment("to", asked.to(), now));
    String cursor = ctx.queryParam("cursor");
    Shown shown =
        connection.isLocal()
            ? look(where, filter, cursor)
            : remembered.get(asked + " " + cursor, () -> look(where, filter, cursor));
    frame.show(
        ctx,
        new ExecutionsPage(
            frame.shell(ctx, Place.EXECUTIONS, asked.workflowId(), where),
            frame.connections(),
            asked,
            shown.counts(),
            shown.page().rows().stream().map(info -> rows.row(where, info)).toList(),
            cursor == null || cursor.isEmpty() ? null : cursor,
            shown.page().cursor(),
            shown.anyAtAll(),
            null));
  }

  /** What the list shows. */
  private record Shown(Executions.Page page, List<ExecutionsPage.Count> counts, boolean anyAtAll) {}

  private Shown look(Where where, Executions.Filter filter, @Nullable String cursor) {
    Executions.Page page = executions.list(where, filter, cursor == null ? "" : cursor, ROWS);
    return new Shown(
        page,
        counts(where, filter),
        !page.rows().isEmpty()
            || !executions.list(where, Executions.Filter.NONE, "", 1).rows().isEmpty());
  }

  /**
   * SWF counts by one filter at a time, so that a filter besides the times is not counted; and an
   * SWF elsewhere is spared seven calls for a list.
   */
  private List<ExecutionsPage.Count> counts(Where where, Executions.Filter filter) {
    if (!filter.onlyTimes() || !where.isLocal()) {
      return List.of();
    }
    return Arrays.stream(ExecutionStatus.values())
        .map(
            status -> {
              WorkflowExecutionCount count = executions.count(where, filter, status);
              return new ExecutionsPage.Count(
                  status, count.count(), Boolean.TRUE.equals(count.truncated()));
            })
        .toList();
  }
}
