package io.flowscope.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.view.RunFold;
import io.flowscope.server.catalogue.Catalogue;
import io.flowscope.server.catalogue.StoredJar;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code …/executions/{workflowId}/{runId}} of the REST API. */
final class ExecutionApi {
  private static final int LARGEST_PAGE = 1_000;

  private final Runs runs;
  private final Calls calls;
  private final Commands commands;
  private final Moves moves;
  private final Catalogue catalogue;
  private final InstantSource clock;

  ExecutionApi(
      Runs runs,
      Calls calls,
      Commands commands,
      Moves moves,
      Catalogue catalogue,
      InstantSource clock) {
    this.runs = runs;
    this.calls = calls;
    this.commands = commands;
    this.moves = moves;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /** The jar whose worker runs an execution. */
  record JarOf(String hash, String fileName) {}

  void summary(Context ctx) {
    RunId run = Params.run(ctx);
    ExecutionSummary summary =
        runs.run(run).read(fold -> fold.summary(run.workflowId(), run.runId(), clock.millis()));
    ObjectNode body = Json.MAPPER.valueToTree(summary);
    body.set("type", Json.MAPPER.valueToTree(new Type(summary.workflow(), summary.version())));
    body.set("input", Json.lenient(calls.values().whole(run.where(), summary.input())));
    body.set("result", Json.lenient(calls.values().whole(run.where(), summary.result())));
    body.put("cancelReason", commands.cancelReason(run));
    body.put("damage", commands.damage(run));
    StoredJar jar = jarOf(catalogue, summary.taskList());
    body.set(
        "jar", Json.MAPPER.valueToTree(jar == null ? null : new JarOf(jar.hash(), jar.fileName())));
    ctx.json(body);
  }

  /** A workflow type. */
  record Type(String name, String version) {}

  /** The jar that a task list belongs to, or null. */
  static @Nullable StoredJar jarOf(Catalogue catalogue, String taskList) {
    return taskList.matches("fs\\.[0-9a-f]{12}")
        ? catalogue.jar(taskList.substring(3)).orElse(null)
        : null;
  }

  void history(Context ctx) {
    RunId run = Params.run(ctx);
    Params.only(ctx, Set.of("cursor", "limit", "reverse", "whole"));
    if (Params.text(ctx, "whole").equals("true")) {
      ctx.contentType("application/json")
          .result(
              calls
                  .values()
                  .export(
                      run.where(),
                      run.workflowId(),
                      run.runId(),
                      new Histories(calls).events(run)));
      return;
    }
    History page =
        calls.call(
            run,
            new GetWorkflowExecutionHistory(
                run.domain(),
                new WorkflowExecution(run.workflowId(), run.runId()),
                token(ctx.queryParam("cursor")),
                Params.number(ctx, "limit", LARGEST_PAGE, 1, LARGEST_PAGE),
                Params.text(ctx, "reverse").equals("true")));
    StringBuilder body =
        new StringBuilder("{\"events\":").append(calls.values().whole(run.where(), page.events()));
    if (page.nextPageToken() != null) {
      String cursor =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(page.nextPageToken().getBytes(StandardCharsets.UTF_8));
      body.append(",\"cursor\":").append(Json.write(cursor));
    }
    ctx.contentType("application/json").result(body.append('}').toString());
  }

  private static @Nullable String token(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.field(
          "cursor",
          "'%s' is no cursor of this history; leave it out to begin at the first event."
              .formatted(Json.shorten(cursor)));
    }
  }

  void graph(Context ctx) {
    ctx.json(read(ctx, RunFold::graph));
  }

  void timeline(Context ctx) {
    ctx.json(read(ctx, RunFold::timeline));
  }

  void rounds(Context ctx) {
    ctx.json(read(ctx, RunFold::rounds));
  }

  private <T> T read(Context ctx, Function<RunFold, T> view) {
    return runs.run(Params.run(ctx)).read(view);
  }

  void signal(Context ctx) {
    RunId run = Params.run(ctx);
    Body body = Body.read(ctx, Set.of("name", "input"));
    commands.signal(Guard.by(ctx), run, body.required("name"), body.value("input"));
    ctx.json(new Accepted(true));
  }

  /** Lets the run go on with another jar: {@code {"jar": "<12 or more digits of its hash>"}}. */
  void move(Context ctx) {
    RunId run = Params.run(ctx);
    String digits = Body.read(ctx, Set.of("jar")).required("jar");
    ExecutionSummary summary =
        runs.run(run).read(fold -> fold.summary(run.workflowId(), run.runId(), clock.millis()));
    StoredJar unused = moves.move(Guard.by(ctx), run, summary, digits);
    ctx.json(new Accepted(true));
  }

  void cancel(Context ctx) {
    RunId run = Params.run(ctx);
    String reason = Body.read(ctx, Set.of("reason")).optional("reason");
    commands.cancel(Guard.by(ctx), run, reason == null ? "" : reason);
    ctx.json(new Accepted(true));
  }

  void terminate(Context ctx) {
    RunId run = Params.run(ctx);
    Body body = Body.read(ctx, Set.of("reason", "childPolicy"));
    commands.terminate(
        Guard.by(ctx), run, body.required("reason"), childPolicy(body.optional("childPolicy")));
    ctx.json(new Accepted(true));
  }

  void delete(Context ctx) {
    commands.delete(Guard.by(ctx), Params.run(ctx));
    ctx.json(new Accepted(true));
  }

  /** The answer to a command that was carried out. */
  record Accepted(boolean accepted) {}

  /** A child policy by SWF's name or ours; null where it is absent. */
  static @Nullable ChildPolicy childPolicy(@Nullable String word) {
    if (word == null || word.isEmpty()) {
      return null;
    }
    return Arrays.stream(ChildPolicy.values())
        .filter(policy -> policy.name().equals(word) || Json.word(policy).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.field(
                    "childPolicy",
                    "'childPolicy' is '%s'; known are %s."
                        .formatted(
                            Json.shorten(word),
                            Arrays.stream(ChildPolicy.values())
                                .map(Json::word)
                                .collect(Collectors.joining(", ")))));
  }
}
