package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.Workflow.OnClose;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.spi.Failures;
import io.flowscope.worker.Template;
import io.flowscope.worker.ValueException;
import io.flowscope.worker.Values;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the run ends: its first branch, its result, its undos and the decision that closes it. */
final class Ending {
  static final String WARNING = "flowscope.warning";

  private final Run run;
  private final Deque<Runnable> undos = new ArrayDeque<>();
  private @Nullable Filling result;
  private @Nullable Filling restart;
  private @Nullable Branch undoing;
  private @Nullable Decision close;
  private boolean returned;
  private boolean returnedNow;
  private boolean undosWanted;
  private boolean tidied;
  private boolean warnedOfLength;

  Ending(Run run) {
    this.run = run;
  }

  // --- the first branch

  /** Makes the workflow object and runs its method; the body of the first branch. */
  void runRoot(@Nullable String input) {
    try {
      Object workflow = run.workflow.make().apply(new RunStubs(run));
      run.classes(workflow.getClass().getClassLoader());
      String whole = input == null ? null : run.expand(input);
      Object[] arguments =
          Values.readArguments(Restart.arguments(whole, run.signals), run.workflow.parameters());
      Method method = run.workflow.method();
      method.setAccessible(true);
      returned(method.invoke(workflow, arguments));
    } catch (InvocationTargetException e) {
      threw(e.getCause());
    } catch (Throwable e) {
      threw(e);
    }
  }

  private void returned(@Nullable Object value) {
    returned = true;
    returnedNow = true;
    if (run.canceling()) {
      close(new Decision.CancelWorkflowExecution(null));
      return;
    }
    if (restart != null) {
      result = restart;
    } else {
      try {
        Template template = Values.template(value, "result");
        result = new Filling(template);
        result.cells().forEach(run.recorder::need);
      } catch (ValueException e) {
        failed(e);
        return;
      }
    }
    result.watch(this::resultOver);
  }

  private void resultOver() {
    Filling over = result;
    if (over == null || close != null) {
      return;
    }
    TaskFailed failure = over.failure();
    if (failure != null && run.canceling()) {
      // The calls behind the result were canceled with the run: that is no failure of its own.
      close(new Decision.CancelWorkflowExecution(null));
    } else if (failure != null) {
      failed(failure);
    } else if (over == restart) {
      restartWith(over.text());
    } else {
      String complaint = run.payloads.complaint(over.text(), "result");
      if (complaint != null) {
        failed(new IllegalStateException(complaint));
      } else {
        close = new Decision.CompleteWorkflowExecution(over.text());
      }
    }
  }

  /** Signals may have come since the code asked for the restart: the next run gets them, too. */
  void refreshRestart() {
    Filling arguments = restart;
    if (arguments != null && close instanceof Decision.ContinueAsNewWorkflowExecution) {
      close = null;
      restartWith(arguments.text());
    }
  }

  private void restartWith(String arguments) {
    Event.WorkflowExecutionStarted started = run.started();
    String input = Restart.input(arguments, run.signals.unconsumed());
    String complaint = run.payloads.complaint(input, input.startsWith("[") ? "" : "restart");
    if (complaint != null) {
      failed(new IllegalStateException(complaint));
      return;
    }
    close =
        new Decision.ContinueAsNewWorkflowExecution(
            input,
            started.executionStartToCloseTimeout(),
            new TaskList(run.config.jarList()),
            started.taskPriority(),
            started.taskStartToCloseTimeout(),
            started.childPolicy(),
            started.tagList(),
            run.workflow.version(),
            started.lambdaRole());
  }

  private void threw(Throwable thrown) {
    returned = true;
    failed(thrown);
  }

  private void failed(Throwable thrown) {
    if (run.canceling()) {
      close(new Decision.CancelWorkflowExecution(cut(thrown.getMessage())));
      return;
    }
    boolean task = thrown instanceof TaskFailed;
    String reason = task ? thrown.getMessage() : Failures.reason(thrown);
    String details = task ? ((TaskFailed) thrown).details() : null;
    close(
        new Decision.FailWorkflowExecution(
            reason.length() <= Failures.REASON_MAX
                ? reason
                : reason.substring(0, Failures.REASON_MAX - 1) + "…",
            cut(task ? details : Failures.details(thrown))));
  }

  private @Nullable String cut(@Nullable String details) {
    int max = run.config.maxValueChars();
    return details == null || details.length() <= max ? details : details.substring(0, max);
  }

  private void close(Decision decision) {
    if (close == null || decision instanceof Decision.CancelWorkflowExecution) {
      close = decision;
      undosWanted |= !undos.isEmpty();
    }
  }

  /** The run was asked to cancel and its code does not care for itself. */
  void canceled() {
    if (returned && close == null) {
      close(new Decision.CancelWorkflowExecution(null));
    }
  }

  // --- undo and restart

  void undo(Runnable undo) {
    undos.push(undo);
  }

  void restart(Filling arguments) {
    if (restart != null) {
      throw new IllegalStateException("restart was called before; a run is restarted once");
    }
    restart = arguments;
    arguments.cells().forEach(run.recorder::need);
  }

  /** Starts the undos, once, when the run is about to fail or to be canceled. */
  boolean undoAll() {
    if (!undosWanted || undoing != null) {
      return false;
    }
    undoing = run.undoBranch(this::runUndos);
    run.go(undoing);
    run.settle();
    return true;
  }

  private void runUndos() {
    while (!undos.isEmpty()) {
      Runnable undo = undos.pop();
      try {
        undo.run();
      } catch (Throwable thrown) {
        run.sources.marker(
            WARNING, Values.write("An undo failed: " + Failures.reason(thrown), "warning"));
      }
    }
  }

  private boolean undone() {
    if (!undosWanted) {
      return true;
    }
    Branch branch = undoing;
    return branch != null
        && branch.ended()
        && run.open.stream().noneMatch(call -> branch.owns(call.id));
  }

  // --- the last decision

  /** The calls that the returned value still needs, in the round in which the code returned. */
  @Nullable List<String> recordResult() {
    return returnedNow && result != null ? result.needs() : null;
  }

  void beginRound() {
    returnedNow = false;
  }

  /** Prepares the end of a round; what it adds belongs to this round. */
  void endRound() {
    if (!closing() || tidied) {
      return;
    }
    tidied = true;
    List<String> abandoned = new ArrayList<>();
    for (CallCell<?> call : run.open.stream().sorted(CallCell.BY_AGE).toList()) {
      if (call.kind == NodeKind.ACTIVITY || call.kind == NodeKind.WORKFLOW) {
        abandoned.add(call.id);
      }
    }
    Map<String, List<String>> warning = new LinkedHashMap<>();
    if (run.workflow.policy().onClose() == OnClose.CANCEL) {
      List.copyOf(run.open).forEach(CallCell::cancel);
    } else if (!abandoned.isEmpty()) {
      warning.put("abandoned", abandoned);
    }
    List<String> unobserved = unobserved();
    if (!unobserved.isEmpty()) {
      warning.put("unobserved", unobserved);
    }
    if (!warning.isEmpty()) {
      run.sources.marker(WARNING, shortened(Values.write(warning, "warning")));
    }
  }

  private List<String> unobserved() {
    List<String> unobserved = new ArrayList<>();
    for (Cell<?> cell : run.failed) {
      if (!cell.observed() && !(cell.failure() instanceof TaskCanceled)) {
        unobserved.add(cell.id + ": " + cell.failure().reason());
      }
    }
    return unobserved;
  }

  private static String shortened(String json) {
    return json.length() <= 16_000
        ? json
        : Values.write(json.substring(0, 15_000) + "…", "warning");
  }

  /** Whether the run closes with this round's answer. */
  boolean closing() {
    if (close == null || !undone()) {
      return false;
    }
    return !(close instanceof Decision.CompleteWorkflowExecution)
        || run.workflow.policy().onClose() != OnClose.WAIT
        || run.open.stream()
            .noneMatch(c -> c.kind == NodeKind.ACTIVITY || c.kind == NodeKind.WORKFLOW);
  }

  /** How it closes the run, if it does. */
  HistoryReplay.Closing closingNow() {
    return switch (closing() ? close : null) {
      case Decision.CompleteWorkflowExecution d -> HistoryReplay.Closing.COMPLETED;
      case Decision.FailWorkflowExecution d -> HistoryReplay.Closing.FAILED;
      case Decision.CancelWorkflowExecution d -> HistoryReplay.Closing.CANCELED;
      case Decision.ContinueAsNewWorkflowExecution d -> HistoryReplay.Closing.CONTINUED;
      case null -> HistoryReplay.Closing.NONE;
      case Decision d -> throw new IllegalStateException("closes nothing: " + d);
    };
  }

  @Nullable Decision decision() {
    return closing() ? shortened(close) : null;
  }

  /** What is large is stored now, when it is decided, and not before. */
  private @Nullable Decision shortened(@Nullable Decision decision) {
    return switch (decision) {
      case Decision.CompleteWorkflowExecution d ->
          new Decision.CompleteWorkflowExecution(run.payloads.shorten(d.result()));
      case Decision.ContinueAsNewWorkflowExecution d ->
          new Decision.ContinueAsNewWorkflowExecution(
              run.payloads.shortenArguments(d.input()),
              d.executionStartToCloseTimeout(),
              d.taskList(),
              d.taskPriority(),
              d.taskStartToCloseTimeout(),
              d.childPolicy(),
              d.tagList(),
              d.workflowTypeVersion(),
              d.lambdaRole());
      case null -> null;
      case Decision d -> d;
    };
  }

  void warnOfLength(long events) {
    if (!warnedOfLength) {
      warnedOfLength = true;
      run.sources.marker(
          WARNING,
          Values.write(
              "The history has "
                  + events
                  + " events, and SWF ends a run at 25,000. Put parts of the work into child"
                  + " workflows, for instance with Chunks.map, or begin anew with Flow.restart.",
              "warning"));
    }
  }
}
