package io.flowscope.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Action.DescribeWorkflowExecution;
import io.flowscope.engine.model.Action.RequestCancelWorkflowExecution;
import io.flowscope.engine.model.Action.SignalWorkflowExecution;
import io.flowscope.engine.model.Action.TerminateWorkflowExecution;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.server.access.Audit;
import io.flowscope.server.catalogue.StoredJar;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What is done to an execution: signal, cancel, terminate, delete. */
public final class Commands {
  private static final int LONGEST_REASON = 256;
  private static final int LONGEST_NAME = 256;

  /** Signals of our own, which no author's code sees. */
  private static final String WAKE_PREFIX = "flowscope.";

  private static final String MOVE = "flowscope.move";

  private final Calls calls;
  private final Engine engine;
  private final Runs runs;
  private final Audit audit;

  Commands(Calls calls, Engine engine, Runs runs, Audit audit) {
    this.calls = calls;
    this.runs = runs;
    this.engine = engine;
    this.audit = audit;
  }

  private void done(Audit.By by, String action, RunId run, String reason) {
    audit.done(by, action, Audit.run(audited(run.where()), run.workflowId(), run.runId()), reason);
  }

  /** How the audit names a domain. */
  static String audited(Where where) {
    return where.isLocal() ? where.domain() : where.connection() + "/" + where.domain();
  }

  /** Why the run was asked to stop, where somebody said it. */
  @Nullable String cancelReason(RunId run) {
    return audit.cancelReason(audited(run.where()), run.workflowId(), run.runId()).orElse(null);
  }

  /**
   * Sends a signal.
   *
   * @param input the value that the signal carries, or null for none
   */
  public void signal(Audit.By by, RunId run, String name, @Nullable JsonNode input) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw Problem.field(
          "name",
          "'name' has %d characters; 1 to %d are expected.".formatted(name.length(), LONGEST_NAME));
    }
    if (name.startsWith(WAKE_PREFIX)) {
      throw Problem.field(
          "name",
          "'name' is '%s'; names with 'flowscope.' are ours.".formatted(Json.shorten(name)));
    }
    String text = input == null ? null : Json.write(input);
    if (text != null && text.length() > Starter.LONGEST_INPUT) {
      long most = isOurs(run) ? calls.values().cap() : Starter.LONGEST_INPUT;
      if (text.length() > most) {
        throw Problem.field(
            "input",
            "'input' has %d characters; at most %d are taken.".formatted(text.length(), most));
      }
      text = calls.values().of(run.where()).shorten(text);
    }
    send(run, new SignalWorkflowExecution(run.domain(), run.workflowId(), run.runId(), name, text));
    done(by, "signal", run, name);
  }

  /**
   * Lets a run go on with another jar, for good: it stays with the one that started it until this.
   * The worker of that one hands it over with its next decision, which the signal brings.
   */
  public void move(Audit.By by, RunId run, StoredJar jar) {
    send(
        run,
        new SignalWorkflowExecution(
            run.domain(), run.workflowId(), run.runId(), MOVE, Json.write(jar.taskList())));
    done(by, "move", run, jar.hash12());
  }

  /**
   * Asks it to stop; its code decides how. SWF's events have no place for the reason, so it is kept
   * beside them.
   *
   * @param reason may be empty
   */
  public void cancel(Audit.By by, RunId run, String reason) {
    checkReason(reason, false);
    send(run, new RequestCancelWorkflowExecution(run.domain(), run.workflowId(), run.runId()));
    audit.canceled(by, audited(run.where()), run.workflowId(), run.runId(), reason.strip());
  }

  /**
   * Ends it at once.
   *
   * @param childPolicy what becomes of its children, null for its own policy
   */
  public void terminate(Audit.By by, RunId run, String reason, @Nullable ChildPolicy childPolicy) {
    checkReason(reason, true);
    send(
        run,
        new TerminateWorkflowExecution(
            run.domain(), run.workflowId(), run.runId(), reason, null, childPolicy));
    done(by, "terminate", run, reason);
  }

  /** Whether its decider is one of our workers: others do not know how large values travel. */
  private boolean isOurs(RunId run) {
    return calls
        .call(
            run,
            new DescribeWorkflowExecution(
                run.domain(), new WorkflowExecution(run.workflowId(), run.runId())))
        .executionConfiguration()
        .taskList()
        .name()
        .startsWith("fs.");
  }

  /** Why it takes no commands at all; null where it does. */
  @Nullable String damage(RunId run) {
    return run.where().isLocal() ? engine.damage(run.domain(), run.runId()).orElse(null) : null;
  }

  /** Deletes it with its history, for good; it has to be closed. */
  public void delete(Audit.By by, RunId run) {
    if (!run.where().isLocal()) {
      throw Problem.of(
          409,
          "notPossible",
          "Connection %s: SWF has no call that deletes an execution; it goes by itself when the retention period of its domain is over."
              .formatted(Json.shorten(run.connection())));
    }
    try {
      engine.delete(run.domain(), new WorkflowExecution(run.workflowId(), run.runId())).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SwfFault fault) {
        throw fault.type().equals("OperationNotPermittedFault")
            ? Problem.of(409, "open", "This run is open; terminate it before you delete it.")
            : Calls.problem(fault);
      }
      throw e;
    }
    runs.forget(run);
    done(by, "delete", run, "");
  }

  /** Refuses a reason that is too long, or missing where one is required. */
  static void checkReason(String reason, boolean required) {
    if (required && reason.isBlank()) {
      throw Problem.field("reason", "'reason' is missing; say why, for whoever reads the history.");
    }
    if (reason.length() > LONGEST_REASON) {
      throw Problem.field(
          "reason",
          "'reason' has %d characters; at most %d are taken."
              .formatted(reason.length(), LONGEST_REASON));
    }
  }

  private void send(RunId run, Action<Done> action) {
    try {
      calls.call(run, action);
    } catch (SwfFault fault) {
      if (fault.type().equals("UnknownResourceFault")) {
        throw closed(run);
      }
      throw Calls.problem(fault);
    }
  }

  /** SWF says the same of a closed run and of one that never was; people want to know which. */
  private Problem closed(RunId run) {
    WorkflowExecutionInfo info =
        calls
            .call(
                run,
                new DescribeWorkflowExecution(
                    run.domain(), new WorkflowExecution(run.workflowId(), run.runId())))
            .executionInfo();
    if (info.closeTimestamp() == null) {
      return Problem.of(409, "notOpen", "This run cannot take it now; reload the page.");
    }
    return Problem.of(
        409,
        "closed",
        "This run closed at %s (%s); nothing was sent."
            .formatted(info.closeTimestamp(), Json.word(Executions.statusOf(info))));
  }
}
