package io.flowscope.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.payload.PayloadRef;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.server.access.Audit;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.catalogue.Check;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import io.flowscope.server.catalogue.Offer;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.WorkerState;
import io.flowscope.web.Links;
import io.flowscope.web.page.Shell.Place;
import io.flowscope.web.page.Shell.Tone;
import io.flowscope.web.page.StartPage;
import io.flowscope.web.page.StartPage.FieldError;
import io.flowscope.web.page.WorkflowsPage;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue of jars, and the form that starts an execution. */
final class WorkflowPages {
  private final Frame frame;
  private final Deployment deployment;
  private final Starter starter;
  private final Calls calls;
  private final Executions executions;
  private final Runs runs;
  private final long largestUpload;
  private final String tokenFile;
  private final Audit audit;

  WorkflowPages(
      Frame frame,
      Deployment deployment,
      Starter starter,
      Calls calls,
      Executions executions,
      Runs runs,
      long largestUpload,
      String tokenFile,
      Audit audit) {
    this.frame = frame;
    this.deployment = deployment;
    this.starter = starter;
    this.calls = calls;
    this.executions = executions;
    this.runs = runs;
    this.largestUpload = largestUpload;
    this.tokenFile = tokenFile;
    this.audit = audit;
  }

  void workflows(Context ctx) {
    show(ctx, null);
  }

  /** The upload without scripts. */
  void upload(Context ctx) throws IOException {
    switch (JarsApi.add(deployment, audit, ctx)) {
      case AddResult.Added(StoredJar jar) -> {
        frame.flash(
            ctx, Tone.DONE, jar.fileName() + " is stored and its worker starts.", null, null);
        Frame.seeOther(ctx, WorkflowsPage.UPLOAD_PATH);
      }
      case AddResult.UsedAgain(StoredJar jar) -> {
        frame.flash(ctx, Tone.DONE, usedAgain(jar), null, null);
        Frame.seeOther(ctx, WorkflowsPage.UPLOAD_PATH);
      }
      case AddResult.AlreadyThere(StoredJar jar) -> {
        frame.flash(
            ctx, Tone.DONE, jar.fileName() + " was stored before; nothing changed.", null, null);
        Frame.seeOther(ctx, WorkflowsPage.UPLOAD_PATH);
      }
      case AddResult.Rejected(String fileName, List<Check> checks) -> {
        ctx.status(422);
        show(
            ctx,
            new WorkflowsPage.Upload(
                fileName, false, JarsApi.refusal(fileName, checks), null, JarViews.checks(checks)));
      }
      case AddResult.TooLarge(String fileName, long maximum) -> {
        ctx.status(413);
        show(
            ctx,
            new WorkflowsPage.Upload(
                fileName,
                false,
                String.valueOf(JarsApi.tooLarge(maximum).getMessage()),
                null,
                List.of()));
      }
    }
  }

  /** The button of a replaced jar. */
  void use(Context ctx) throws IOException {
    StoredJar jar = JarsApi.use(deployment, audit, ctx);
    frame.flash(ctx, Tone.DONE, usedAgain(jar), null, null);
    Frame.seeOther(ctx, Links.jar(jar.hash()));
  }

  private static String usedAgain(StoredJar jar) {
    return "New runs use %s %s again; open runs stay with the jar that they are with."
        .formatted(jar.fileName(), jar.hash12());
  }

  private void show(Context ctx, WorkflowsPage.@Nullable Upload upload) {
    List<WorkflowsPage.Jar> jars = deployment.catalogue().jars().stream().map(this::jar).toList();
    frame.show(
        ctx, new WorkflowsPage(frame.shell(ctx, Place.WORKFLOWS), largestUpload, jars, upload));
  }

  private WorkflowsPage.Jar jar(StoredJar jar) {
    Optional<WorkerState> worker = deployment.worker(Connection.LOCAL, jar);
    boolean polled = isRunning(worker);
    return new WorkflowsPage.Jar(
        jar.hash(),
        jar.fileName(),
        jar.size(),
        jar.uploadedAt(),
        null,
        deployment.catalogue().isCurrent(jar),
        worker.map(JarViews::worker).orElse(null),
        JarViews.checks(jar.checks()),
        jar.description().workflows().stream()
            .map(entry -> JarViews.workflow(entry, polled, newer(jar, entry)))
            .toList(),
        Stream.concat(
                jar.description().activities().stream()
                    .map(entry -> JarViews.task(entry, jar.taskList())),
                jar.description().elsewhere().stream().map(JarViews::elsewhere))
            .toList(),
        null);
  }

  /** New executions are run by the newest jar that offers the same version. */
  private Optional<StoredJar> newer(StoredJar jar, WorkflowEntry entry) {
    return deployment
        .catalogue()
        .workflow(entry.name(), entry.version())
        .map(Offer::jar)
        .filter(other -> !other.hash().equals(jar.hash()));
  }

  private static boolean isRunning(Optional<WorkerState> worker) {
    return worker.filter(state -> state.phase() == WorkerState.Phase.RUNNING).isPresent();
  }

  void startForm(Context ctx) {
    String input = ctx.queryParam("input");
    Where where = where(ctx.queryParam("connection"));
    Offer offer = offer(ctx);
    show(
        ctx,
        where,
        offer,
        input == null ? "" : input,
        starter.newId(offer.workflow().name()),
        "",
        List.of());
  }

  void start(Context ctx) {
    Offer offer = offer(ctx);
    String input = field(ctx, "input");
    String workflowId = field(ctx, "workflowId").strip();
    String tags = field(ctx, "tags");
    Where where = where(field(ctx, "connection"));
    try {
      JsonNode arguments = Json.read(input.isBlank() ? "[]" : input, "input");
      if (!arguments.isArray()) {
        throw Problem.field("input", "The input must be an array, one element for each argument.");
      }
      Starter.Started started =
          starter.start(
              where,
              new Starter.Order(
                  offer.workflow().name(),
                  offer.workflow().version(),
                  workflowId.isEmpty() ? null : workflowId,
                  arguments,
                  Arrays.stream(tags.split(","))
                      .map(String::strip)
                      .filter(t -> !t.isEmpty())
                      .toList()));
      audit.done(
          Guard.by(ctx),
          "start",
          Audit.run(Commands.audited(where), started.workflowId(), started.runId()),
          offer.workflow().name());
      Frame.seeOther(ctx, RunId.at(where, started.workflowId(), started.runId()).ref().path());
    } catch (Problem problem) {
      if (problem.field() == null) {
        throw problem;
      }
      ctx.status(problem.status());
      show(ctx, where, offer, input, workflowId, tags, List.of(error(problem)));
    }
  }

  private Where where(@Nullable String connection) {
    return Frame.jarsOn(calls.connection(Params.connection(connection)));
  }

  private static FieldError error(Problem problem) {
    String field = String.valueOf(problem.field());
    String pointer = field.startsWith("input/") ? field.substring("input".length()) : field;
    String message = String.valueOf(problem.getMessage());
    // The message stands at its field, which need not be named once more.
    return new FieldError(
        pointer.startsWith("tags") ? "tags" : pointer,
        message.startsWith(field + ": ") ? message.substring(field.length() + 2) : message);
  }

  private static String field(Context ctx, String name) {
    String value = ctx.formParam(name);
    return value == null ? "" : value;
  }

  private Offer offer(Context ctx) {
    String name = ctx.pathParam("name");
    String version = ctx.pathParam("version");
    return deployment
        .catalogue()
        .workflow(name, version)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "unknownWorkflow",
                    "There is no workflow '%s' of version '%s'. %s"
                        .formatted(
                            Json.shorten(name),
                            Json.shorten(version),
                            Nearest.hint(
                                name,
                                deployment.catalogue().workflows().stream()
                                    .map(offer -> offer.workflow().name())
                                    .toList()))));
  }

  private void show(
      Context ctx,
      Where where,
      Offer offer,
      String input,
      String workflowId,
      String tags,
      List<FieldError> errors) {
    WorkflowEntry workflow = offer.workflow();
    frame.show(
        ctx,
        new StartPage(
            frame.shell(ctx, Place.WORKFLOWS, "", where),
            frame.connections(),
            workflow.name(),
            workflow.version(),
            JarViews.signature(workflow),
            workflow.description(),
            Json.write(workflow.inputSchema()),
            offer.jar().fileName(),
            offer.jar().hash(),
            offer.jar().taskList(),
            isRunning(deployment.worker(where.connection(), offer.jar())),
            input,
            workflowId,
            tags,
            errors,
            lastInput(where, workflow.name()),
            (int) Math.min(Integer.MAX_VALUE, starter.longestInput()),
            ctx.scheme() + "://" + ctx.header("Host"),
            tokenFile));
  }

  private StartPage.@Nullable LastInput lastInput(Where where, String workflow) {
    if (!where.isLocal()) {
      return null;
    }
    Executions.Filter filter = new Executions.Filter(null, workflow, "", "", null, null);
    List<WorkflowExecutionInfo> last = executions.list(where, filter, "", 1).rows();
    if (last.isEmpty()) {
      return null;
    }
    String id = last.getFirst().execution().workflowId();
    String runId = last.getFirst().execution().runId();
    ExecutionSummary summary =
        runs.run(RunId.at(where, id, runId))
            .read(fold -> fold.summary(id, runId, frame.clock().millis()));
    // What is large is not typed again.
    return summary.input() == null || PayloadRef.maybeIn(summary.input())
        ? null
        : new StartPage.LastInput(id, summary.input());
  }
}
