package io.flowscope.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.server.access.Audit;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code …/executions} of the REST API: start one, list them. */
final class ExecutionsApi {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 1_000;

  private final Starter starter;
  private final Executions executions;
  private final Audit audit;
  private final InstantSource clock;

  ExecutionsApi(Starter starter, Executions executions, Audit audit, InstantSource clock) {
    this.audit = audit;
    this.starter = starter;
    this.executions = executions;
    this.clock = clock;
  }

  /** One row of the list. Times are epoch milliseconds. */
  record Row(
      String workflowId,
      String runId,
      String workflow,
      String version,
      ExecutionStatus status,
      long startedAt,
      @Nullable Long closedAt,
      List<String> tags,
      boolean cancelRequested,
      @Nullable Parent parent) {
    static Row of(WorkflowExecutionInfo info) {
      return new Row(
          info.execution().workflowId(),
          info.execution().runId(),
          info.workflowType().name(),
          info.workflowType().version(),
          Executions.statusOf(info),
          info.startTimestamp().toEpochMilli(),
          info.closeTimestamp() == null ? null : info.closeTimestamp().toEpochMilli(),
          info.tagList() == null ? List.of() : info.tagList(),
          Boolean.TRUE.equals(info.cancelRequested()),
          info.parent() == null
              ? null
              : new Parent(info.parent().workflowId(), info.parent().runId()));
    }
  }

  /** The execution that started one. */
  record Parent(String workflowId, String runId) {}

  /** The answer to the list. */
  record Listing(
      List<Row> executions, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cursor) {}

  void start(Context ctx) {
    Where where = Params.where(ctx);
    Body body = Body.read(ctx, Set.of("workflow", "version", "workflowId", "input", "tags"));
    JsonNode input = body.value("input");
    if (input == null) {
      input = Json.MAPPER.createArrayNode();
    }
    if (!input.isArray()) {
      throw Problem.field(
          "input", "'input' must be an array with one element for each argument of the workflow.");
    }
    Starter.Started started =
        starter.start(
            where,
            new Starter.Order(
                body.required("workflow"),
                body.optional("version"),
                body.optional("workflowId"),
                input,
                body.texts("tags")));
    audit.done(
        Guard.by(ctx),
        "start",
        Audit.run(Commands.audited(where), started.workflowId(), started.runId()),
        body.required("workflow"));
    ctx.status(201);
    ctx.header("Location", RunId.at(where, started.workflowId(), started.runId()).ref().api());
    ctx.json(started);
  }

  void list(Context ctx) {
    Where where = Params.where(ctx);
    Params.only(
        ctx, Set.of("status", "workflow", "tag", "workflowId", "from", "to", "cursor", "limit"));
    Instant now = clock.instant();
    String cursor = ctx.queryParam("cursor");
    Executions.Page page =
        executions.list(
            where,
            new Executions.Filter(
                status(Params.text(ctx, "status")),
                Params.text(ctx, "workflow"),
                Params.text(ctx, "tag"),
                Params.text(ctx, "workflowId"),
                Params.moment("from", Params.text(ctx, "from"), now),
                Params.moment("to", Params.text(ctx, "to"), now)),
            cursor == null ? "" : cursor,
            Params.number(ctx, "limit", USUAL_PAGE, 1, LARGEST_PAGE));
    ctx.json(new Listing(page.rows().stream().map(Row::of).toList(), page.cursor()));
  }

  /** The status that a word names; null where it is empty. */
  static @Nullable ExecutionStatus status(String word) {
    if (word.isEmpty()) {
      return null;
    }
    return Arrays.stream(ExecutionStatus.values())
        .filter(status -> Json.word(status).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.field(
                    "status",
                    "'status' is '%s'; known are %s."
                        .formatted(
                            Json.shorten(word),
                            Arrays.stream(ExecutionStatus.values())
                                .map(Json::word)
                                .collect(Collectors.joining(", ")))));
  }
}
