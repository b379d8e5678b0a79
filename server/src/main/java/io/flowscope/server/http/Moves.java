package io.flowscope.server.http;

import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.server.access.Audit;
import io.flowscope.server.catalogue.Offer;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.Deployment;
import io.flowscope.web.page.ExecutionActions.JarChoice;
import java.util.List;

/** Lets runs go on with another version of their jar; they stay with theirs until this. */
final class Moves {
  private final Commands commands;
  private final Deployment deployment;

  Moves(Commands commands, Deployment deployment) {
    this.commands = commands;
    this.deployment = deployment;
  }

  /**
   * The jars that have the workflow in its version; none where another decider than one of our
   * workers has the run, for only they hand it over.
   */
  static List<JarChoice> choices(Deployment deployment, ExecutionSummary summary) {
    if (!isOurs(summary)) {
      return List.of();
    }
    String newest =
        deployment
            .catalogue()
            .workflow(summary.workflow(), summary.version())
            .map(Offer::jar)
            .map(StoredJar::hash)
            .orElse("");
    return deployment.catalogue().jars().stream()
        .filter(jar -> has(jar, summary))
        .map(
            jar ->
                new JarChoice(
                    jar.hash(),
                    jar.fileName(),
                    jar.uploadedAt(),
                    jar.hash().equals(newest),
                    jar.taskList().equals(summary.taskList())))
        .toList();
  }

  /**
   * Sends the run to the jar.
   *
   * @param digits 12 or more digits of the jar's hash
   */
  StoredJar move(Audit.By by, RunId run, ExecutionSummary summary, String digits) {
    StoredJar jar =
        deployment
            .catalogue()
            .jar(digits)
            .orElseThrow(
                () ->
                    Problem.field(
                        "jar",
                        "'jar' is '%s', which is no stored jar; give 12 or more digits of its hash."
                            .formatted(Json.shorten(digits))));
    if (!has(jar, summary)) {
      throw Problem.field(
          "jar",
          "%s has no workflow %s of version %s, so it cannot go on with this run."
              .formatted(jar.fileName(), summary.workflow(), summary.version()));
    }
    if (!isOurs(summary)) {
      throw Problem.field(
          "jar",
          "The decider of this run polls the task list '%s', which is no jar's; only a worker of a jar hands a run over."
              .formatted(Json.shorten(summary.taskList())));
    }
    if (jar.taskList().equals(summary.taskList()) && summary.movesTo() == null) {
      throw Problem.field(
          "jar", "This run is with %s %s already.".formatted(jar.fileName(), jar.hash12()));
    }
    commands.move(by, run, jar);
    deployment.moves(run.connection(), new WorkflowExecution(run.workflowId(), run.runId()), jar);
    return jar;
  }

  private static boolean has(StoredJar jar, ExecutionSummary summary) {
    return jar.description().workflows().stream()
        .anyMatch(
            workflow ->
                workflow.name().equals(summary.workflow())
                    && workflow.version().equals(summary.version()));
  }

  private static boolean isOurs(ExecutionSummary summary) {
    return summary.taskList().startsWith("fs.");
  }
}
