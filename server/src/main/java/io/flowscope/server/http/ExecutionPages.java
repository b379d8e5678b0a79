package io.flowscope.server.http;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Rounds;
import io.flowscope.engine.view.RunFold;
import io.flowscope.engine.view.Timeline;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.process.WorkerState;
import io.flowscope.web.GraphSoFar;
import io.flowscope.web.page.ExecutionActions;
import io.flowscope.web.page.ExecutionPage;
import io.flowscope.web.page.ExecutionPage.Notice;
import io.flowscope.web.page.ExecutionRef;
import io.flowscope.web.page.GraphView;
import io.flowscope.web.page.HistoryView;
import io.flowscope.web.page.ReplaysView;
import io.flowscope.web.page.Shell.Place;
import io.flowscope.web.page.TimelineView;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The page of one execution, with its views. */
final class ExecutionPages {
  /** Beside the source, more of a graph than this is no help. */
  private static final int MOST_NODES = 400;

  private final Commands commands;
  private final Frame frame;
  private final Runs runs;
  private final Histories histories;
  private final Diagrams diagrams;
  private final Deployment deployment;

  ExecutionPages(
      Commands commands,
      Frame frame,
      Runs runs,
      Histories histories,
      Diagrams diagrams,
      Deployment deployment) {
    this.commands = commands;
    this.frame = frame;
    this.runs = runs;
    this.histories = histories;
    this.diagrams = diagrams;
    this.deployment = deployment;
  }

  /** Everything that the header of the page and its actions show. */
  record Facts(ExecutionRef ref, ExecutionSummary summary, ExecutionActions actions) {}

  Facts facts(RunId run) {
    long now = frame.clock().millis();
    return runs.run(run)
        .read(
            fold -> {
              ExecutionSummary summary =
                  histories
                      .values()
                      .shown(run.where(), fold.summary(run.workflowId(), run.runId(), now));
              ExecutionRef ref = run.ref();
              return new Facts(ref, summary, actions(ref, summary, fold));
            });
  }

  private ExecutionActions actions(ExecutionRef ref, ExecutionSummary summary, RunFold fold) {
    Timeline timeline = fold.timeline();
    int openChildren = 0;
    for (int i = 0; i < timeline.calls().id().size(); i++) {
      if (timeline.calls().kind().get(i) == NodeKind.WORKFLOW
          && timeline.calls().state().get(i) == NodeState.STARTED) {
        openChildren++;
      }
    }
    List<String> others =
        timeline.marks().kind().isEmpty()
            ? List.of()
            : signalNames(timeline.marks(), summary.waitingForSignals());
    return new ExecutionActions(
        ref,
        summary.status() == ExecutionStatus.RUNNING,
        summary.cancelRequested(),
        summary.waitingForSignals(),
        others,
        openChildren,
        summary.childPolicy(),
        Moves.choices(deployment, summary));
  }

  private static List<String> signalNames(Timeline.Marks marks, List<String> known) {
    return IntStream.range(0, marks.kind().size())
        .filter(i -> marks.kind().get(i).equals("signal"))
        .mapToObj(i -> marks.name().get(i))
        .filter(name -> !known.contains(name) && !name.startsWith("flowscope."))
        .distinct()
        .toList();
  }

  void execution(Context ctx) {
    RunId run = Params.run(ctx);
    Facts facts = facts(run);
    StoredJar jar = ExecutionApi.jarOf(deployment.catalogue(), facts.summary().taskList());
    frame.show(
        ctx,
        new ExecutionPage(
            frame.shell(ctx, Place.EXECUTIONS, "", run.where()),
            facts.actions(),
            facts.summary(),
            jar == null ? null : jar.fileName(),
            jar == null ? null : jar.hash(),
            notice(run, facts.summary(), jar),
            emptyToNull(Params.text(ctx, "select")),
            view(ctx, run, jar)));
  }

  private ExecutionPage.View view(Context ctx, RunId run, @Nullable StoredJar jar) {
    LiveRun live = runs.run(run);
    return switch (Params.text(ctx, "view")) {
      case "graph" -> graph(ctx, live);
      case "replays" -> replays(ctx, live, jar);
      case "history" -> history(ctx, run, live);
      default -> new TimelineView(live.read(RunFold::timeline));
    };
  }

  private GraphView graph(Context ctx, LiveRun live) {
    Graph graph = live.read(RunFold::graph);
    return new GraphView(
        graph,
        live.read(RunFold::timeline),
        diagrams.drawing(graph, emptyToNull(Params.text(ctx, "select"))));
  }

  private ReplaysView replays(Context ctx, LiveRun live, @Nullable StoredJar jar) {
    Rounds rounds = live.read(RunFold::rounds);
    int last = Math.max(1, rounds.rounds().size());
    int round = Params.number(ctx, "round", last, 1, 999_999_999);
    ReplaysView view =
        new ReplaysView(
            rounds,
            live.read(RunFold::timeline),
            Math.min(round, last),
            source(rounds, round, jar).orElse(null));
    Graph soFar = GraphSoFar.of(live.read(RunFold::graph), view);
    return soFar.nodes().isEmpty() || soFar.nodes().size() > MOST_NODES
        ? view
        : view.with(diagrams.drawing(soFar, null));
  }

  private Optional<ReplaysView.Source> source(Rounds rounds, int round, @Nullable StoredJar jar) {
    if (jar == null) {
      return Optional.empty();
    }
    return ReplaysView.sourceFile(rounds, round)
        .flatMap(
            file ->
                deployment
                    .catalogue()
                    .source(jar.hash12(), file)
                    .map(text -> new ReplaysView.Source(file, 1, text.lines().toList())));
  }

  private HistoryView history(Context ctx, RunId run, LiveRun live) {
    HistoryView.Mode mode =
        switch (Params.text(ctx, "show")) {
          case "calls" -> HistoryView.Mode.CALLS;
          case "json" -> HistoryView.Mode.JSON;
          default -> HistoryView.Mode.EVENTS;
        };
    HistoryView.Query query =
        new HistoryView.Query(
            Params.text(ctx, "order").equals("newest"),
            Params.text(ctx, "type"),
            Params.text(ctx, "q"),
            mode);
    int from = Params.number(ctx, "from", 0, 1, 999_999_999);
    int event = Params.number(ctx, "event", 0, 1, 999_999_999);
    return histories.view(
        run,
        live.read(RunFold::rounds),
        query,
        from == 0 ? null : (long) from,
        event == 0 ? null : (long) event);
  }

  /** One event, whole, as a file. */
  void event(Context ctx) {
    RunId run = Params.run(ctx);
    String name = ctx.pathParam("event");
    HistoryEvent event =
        histories.events(run).stream()
            .filter(one -> name.equals(one.eventId() + ".json"))
            .findFirst()
            .orElseThrow(
                () -> Problem.notFound("notFound", "There is no such event in this history."));
    ctx.header(
        "Content-Disposition", "attachment; filename=\"event-" + event.eventId() + ".json\"");
    ctx.contentType("application/json").result(histories.values().whole(run.where(), event));
  }

  private @Nullable Notice notice(RunId run, ExecutionSummary summary, @Nullable StoredJar jar) {
    String damage = commands.damage(run);
    if (damage != null) {
      return new Notice(true, "This execution takes no commands; all others go on. " + damage);
    }
    Notice trouble = trouble(run, summary, jar);
    String reason = trouble == null ? commands.cancelReason(run) : null;
    return reason == null
        ? trouble
        : new Notice(false, "Cancellation was requested: " + Json.shorten(reason));
  }

  private @Nullable Notice trouble(RunId run, ExecutionSummary summary, @Nullable StoredJar jar) {
    if (summary.status() != ExecutionStatus.RUNNING) {
      return null;
    }
    if (summary.movesTo() != null) {
      return new Notice(false, moving(summary, jar));
    }
    if (jar == null) {
      return null;
    }
    WorkerState worker = deployment.worker(run.connection(), jar).orElse(null);
    if (worker == null || worker.phase() == WorkerState.Phase.RUNNING) {
      return null;
    }
    return new Notice(
        true, "The worker of %s does not run: %s".formatted(jar.fileName(), worker.message()));
  }

  private String moving(ExecutionSummary summary, @Nullable StoredJar jar) {
    StoredJar next = ExecutionApi.jarOf(deployment.catalogue(), String.valueOf(summary.movesTo()));
    String to = next == null ? summary.movesTo() : next.fileName() + " " + next.hash12();
    return jar == null || jar.equals(next)
        ? "It was sent to the jar %s, whose worker makes its next decision.".formatted(to)
        : "It was sent to the jar %s; the worker of %s %s hands it over with its next decision."
            .formatted(to, jar.fileName(), jar.hash12());
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
