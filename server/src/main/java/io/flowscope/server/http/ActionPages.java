package io.flowscope.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.server.access.Audit;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.web.page.ActionPage;
import io.flowscope.web.page.ActionPage.Kind;
import io.flowscope.web.page.ActionPage.Typed;
import io.flowscope.web.page.Shell.Place;
import io.flowscope.web.page.Shell.Tone;
import io.flowscope.web.page.StartPage.FieldError;
import io.javalin.http.Context;
import java.util.List;

/** Signal, cancel, move, terminate and delete: the form, and doing it. */
final class ActionPages {
  private final Frame frame;
  private final ExecutionPages executions;
  private final Commands commands;
  private final Moves moves;

  ActionPages(Frame frame, ExecutionPages executions, Commands commands, Moves moves) {
    this.frame = frame;
    this.executions = executions;
    this.commands = commands;
    this.moves = moves;
  }

  void form(Context ctx, Kind kind) {
    show(ctx, kind, Typed.NONE, List.of());
  }

  void act(Context ctx, Kind kind) {
    RunId run = Params.run(ctx);
    Typed typed =
        new Typed(
            field(ctx, "name"),
            field(ctx, "input"),
            field(ctx, "reason"),
            field(ctx, "childPolicy"),
            field(ctx, "jar"));
    try {
      String done = act(Guard.by(ctx), run, kind, typed);
      frame.flash(ctx, Tone.DONE, done, null, null);
    } catch (Problem problem) {
      if (problem.field() != null) {
        ctx.status(problem.status());
        String message = String.valueOf(problem.getMessage());
        show(ctx, kind, typed, List.of(new FieldError(problem.field(), message)));
        return;
      }
      if (!problem.error().equals("closed")) {
        throw problem;
      }
      frame.flash(ctx, Tone.WARNING, String.valueOf(problem.getMessage()), null, null);
    }
    Frame.seeOther(ctx, kind == Kind.DELETE ? "/executions" : executions.facts(run).ref().path());
  }

  private String act(Audit.By by, RunId run, Kind kind, Typed typed) {
    return switch (kind) {
      case SIGNAL -> {
        JsonNode input = typed.input().isBlank() ? null : Json.read(typed.input(), "input");
        commands.signal(by, run, typed.name().strip(), input);
        yield "The signal %s was sent.".formatted(typed.name().strip());
      }
      case CANCEL -> {
        commands.cancel(by, run, typed.reason());
        yield "Cancellation was requested; the workflow's code decides how it ends.";
      }
      case MOVE -> {
        StoredJar jar = moves.move(by, run, executions.facts(run).summary(), typed.jar().strip());
        yield "This run goes on with %s %s from its next decision."
            .formatted(jar.fileName(), jar.hash12());
      }
      case TERMINATE -> {
        commands.terminate(
            by, run, typed.reason().strip(), ExecutionApi.childPolicy(typed.childPolicy()));
        yield "The execution was terminated.";
      }
      case DELETE -> {
        if (!typed.name().strip().equals(run.workflowId())) {
          throw Problem.field("name", "Type the workflow id of this execution to delete it.");
        }
        commands.delete(by, run);
        yield "The execution of %s was deleted.".formatted(run.workflowId());
      }
    };
  }

  private static String field(Context ctx, String name) {
    String value = ctx.formParam(name);
    return value == null ? "" : value;
  }

  private void show(Context ctx, Kind kind, Typed typed, List<FieldError> errors) {
    frame.show(
        ctx,
        new ActionPage(
            frame.shell(ctx, Place.EXECUTIONS, "", Params.where(ctx)),
            kind,
            executions.facts(Params.run(ctx)).actions(),
            typed,
            errors));
  }
}
