package io.flowscope.server.http;

import io.flowscope.engine.model.WorkflowExecutionCount;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.web.page.ExecutionsPage;
import io.flowscope.web.page.Shell.Place;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The list of executions. */
final class ExecutionsPages {
  private static final int ROWS = 50;

  private final Frame frame;
  private final Executions executions;
  private final Rows rows;

  ExecutionsPages(Frame frame, Executions executions, Rows rows) {
    this.frame = frame;
    this.executions = executions;
    this.rows = rows;
  }

  void list(Context ctx) {
    String domain = frame.domain();
    ExecutionsPage.Filter asked =
        new ExecutionsPage.Filter(
            ExecutionsApi.status(Params.text(ctx, "status")),
            Params.text(ctx, "workflow").strip(),
            Params.text(ctx, "tag").strip(),
            Params.text(ctx, "workflowId").strip(),
            Params.text(ctx, "from").strip(),
            Params.text(ctx, "to").strip());
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
    Executions.Page page = executions.list(domain, filter, cursor == null ? "" : cursor, ROWS);
    boolean anyAtAll =
        !page.rows().isEmpty()
            || !executions.list(domain, Executions.Filter.NONE, "", 1).rows().isEmpty();
    frame.show(
        ctx,
        new ExecutionsPage(
            frame.shell(ctx, Place.EXECUTIONS, asked.workflowId()),
            asked,
            counts(domain, filter),
            page.rows().stream().map(info -> rows.row(domain, info)).toList(),
            cursor == null || cursor.isEmpty() ? null : cursor,
            page.cursor(),
            anyAtAll,
            null));
  }

  /** SWF counts by one filter at a time, so that a filter besides the times is not counted. */
  private List<ExecutionsPage.Count> counts(String domain, Executions.Filter filter) {
    if (!filter.onlyTimes()) {
      return List.of();
    }
    return Arrays.stream(ExecutionStatus.values())
        .map(
            status -> {
              WorkflowExecutionCount count = executions.count(domain, filter, status);
              return new ExecutionsPage.Count(
                  status, count.count(), Boolean.TRUE.equals(count.truncated()));
            })
        .toList();
  }
}
