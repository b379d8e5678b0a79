package io.flowscope.engine.sim;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityTaskStatus;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.store.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What clients make of their answers; each must be true of what lies on the disk. */
final class Answers {
  private final Machine machine;
  private final Ledger ledger;
  private final RegistryBook registry;
  private final List<Held> held;
  private final Tally tally;
  private final Trace trace;
  private final Set<String> tokens = new HashSet<>();

  Answers(
      Machine machine,
      Ledger ledger,
      RegistryBook registry,
      List<Held> held,
      Tally tally,
      Trace trace) {
    this.machine = machine;
    this.ledger = ledger;
    this.registry = registry;
    this.held = held;
    this.tally = tally;
    this.trace = trace;
  }

  /** The answer is lost, or there never was one. */
  void missed(Call<?> call) {
    trace.say("< %d nothing", call.id());
    registry.unanswered(call.action());
    tally.count("unanswered");
  }

  /** The answer arrives. */
  void arrived(Call<?> call) {
    try {
      acknowledged(call, call.future().join());
    } catch (CancellationException e) {
      failed(call, e);
    } catch (CompletionException e) {
      failed(call, e.getCause());
    }
  }

  private void failed(Call<?> call, Throwable cause) {
    if (cause instanceof CancellationException) {
      trace.say("< %d given up", call.id());
      refused(call, "given up");
    } else if (cause instanceof SwfFault fault) {
      trace.say("< %d %s", call.id(), fault);
      refused(call, fault.type());
      judge(call, fault);
    } else if (cause instanceof StoreException) {
      trace.say("< %d %s", call.id(), cause.getMessage());
      missed(call);
    } else {
      throw new AssertionError("I13: an internal error answers " + call.action(), cause);
    }
  }

  private void refused(Call<?> call, String why) {
    tally.count("refused " + why);
    if (call.mark() != null) {
      ledger.refused(call.mark());
      ledger.check(call.mark(), machine.truth());
    }
  }

  private void acknowledged(Call<?> call, @Nullable Object answer) {
    Truth truth = machine.truth();
    trace.say("< %d %s", call.id(), answer);
    trace.mix(call.action().actionName().hashCode());
    if (answer instanceof DecisionTask task) {
      decisionTask(call, (Action.PollForDecisionTask) call.action(), task);
      return;
    }
    if (answer instanceof ActivityTask task) {
      activityTask(call, (Action.PollForActivityTask) call.action(), task);
      return;
    }
    Violation.unless(call.legal(), "I13", "accepted: ", call.action());
    tally.count("acknowledged");
    tally.count("acknowledged " + call.action().actionName());
    registry.acknowledged(call.action());
    if (call.mark() != null) {
      ledger.acknowledged(call.mark(), truth.batches());
      ledger.check(call.mark(), truth);
    }
    if (answer instanceof Run run) {
      Fold fold = truth.run(run.runId());
      Violation.unless(
          fold != null && Marks.of(fold, fold.start).orElseThrow().equals(call.mark()),
          "I1",
          "run ",
          run.runId(),
          " was acknowledged but is not there");
    } else if (answer instanceof ActivityTaskStatus status) {
      heartbeat(call, (Action.RecordActivityTaskHeartbeat) call.action(), status);
    } else if (call.held() != null) {
      Violation.unless(
          !call.held().isAnswered(), "I6", "a token was accepted twice: ", call.action());
      call.held().answeredAt = truth.batches();
    }
  }

  private void heartbeat(
      Call<?> call, Action.RecordActivityTaskHeartbeat action, ActivityTaskStatus status) {
    Truth truth = machine.truth();
    truth
        .lease(action.taskToken())
        .ifPresent(
            lease -> Violation.unless(lease.heartbeatAt() != null, "I1", "not heard: ", lease));
    Held task = call.held();
    if (task != null && task.isOpen(truth)) {
      boolean asked =
          truth.run(task.run.runId()).activities.values().stream()
              .anyMatch(open -> open.started == task.started && open.cancelRequested);
      Violation.unless(
          asked || !status.cancelRequested(), "I10", "nobody asked to cancel ", action);
    }
  }

  private void decisionTask(Call<?> call, Action.PollForDecisionTask poll, DecisionTask task) {
    if (task.taskToken() == null || task.taskToken().isEmpty()) {
      emptyPoll(call);
      return;
    }
    Fold run =
        handedOut(
            call,
            new Held(
                poll.domain(),
                true,
                task.taskToken(),
                task.workflowExecution(),
                task.startedEventId(),
                poll.identity(),
                machine.truth().batches()));
    Violation.unless(
        run.event(task.startedEventId()).event() instanceof Event.DecisionTaskStarted e
            && poll.identity().equals(e.identity()),
        "I4",
        "not the start of ",
        task);
    Violation.unless(
        run.start.workflowType().equals(task.workflowType()), "I10", "another type: ", task);
    new TaskPages(machine, poll, task, run).check();
  }

  private void activityTask(Call<?> call, Action.PollForActivityTask poll, ActivityTask task) {
    if (task.taskToken() == null || task.taskToken().isEmpty()) {
      emptyPoll(call);
      return;
    }
    Fold run =
        handedOut(
            call,
            new Held(
                poll.domain(),
                false,
                task.taskToken(),
                task.workflowExecution(),
                task.startedEventId(),
                poll.identity(),
                machine.truth().batches()));
    Violation.unless(
        run.event(task.startedEventId()).event() instanceof Event.ActivityTaskStarted started
            && poll.identity().equals(started.identity())
            && run.event(started.scheduledEventId()).event()
                instanceof Event.ActivityTaskScheduled scheduled
            && scheduled.activityId().equals(task.activityId())
            && scheduled.activityType().equals(task.activityType())
            && scheduled.taskList().equals(poll.taskList())
            && java.util.Objects.equals(scheduled.input(), task.input()),
        "I4",
        "not the start of ",
        task);
  }

  /** No task; or the start of one was the event that made a history too long. */
  private void emptyPoll(Call<?> call) {
    if (machine.truth().cutShort(call.mark())) {
      tally.count("polls whose task ended with its run");
    } else if (call.isOver(machine.passed())) {
      tally.count("polls that ended");
    } else {
      refused(call, "empty poll");
    }
  }

  private Fold handedOut(Call<?> call, Held task) {
    Truth truth = machine.truth();
    tally.count("acknowledged");
    tally.count("acknowledged " + call.action().actionName());
    ledger.acknowledged(call.mark(), truth.batches());
    ledger.check(call.mark(), truth);
    Violation.unless(tokens.add(task.token), "I6", "token ", task.token, " was given out twice");
    for (Held other : held) {
      Violation.unless(
          !other.run.equals(task.run) || other.started != task.started,
          "I6",
          "the task of ",
          task.token,
          " was given out before as ",
          other.token);
    }
    Fold run = truth.run(task.run.runId());
    Violation.unless(
        run != null && run.domain.equals(task.domain) && run.lastId() >= task.started,
        "I1",
        "a task of a run that is not there: ",
        task.run);
    held.add(task);
    return run;
  }

  /** A refusal must have a reason. */
  private void judge(Call<?> call, SwfFault fault) {
    Truth truth = machine.truth();
    boolean bad =
        fault.type().equals("ValidationException") || fault.type().equals("SerializationException");
    Violation.unless(!bad || !call.legal(), "I13", "refused: ", call.action(), ": ", fault);
    if (!fault.type().equals("UnknownResourceFault")) {
      if (fault.type().equals("WorkflowExecutionAlreadyStartedFault")
          && call.action() instanceof Action.StartWorkflowExecution a) {
        Violation.unless(
            wasOpen(truth, a.domain(), a.workflowId(), call.since()),
            "I7",
            "no run of ",
            a.workflowId(),
            " was open when a second was refused");
      }
      return;
    }
    if (call.held() != null && call.legal()) {
      Violation.unless(
          !call.held().isOpen(truth), "I6", "a good token was refused: ", call.action());
    }
    if (call.action() instanceof Action.SignalWorkflowExecution a && a.runId() == null) {
      Fold open = truth.open(a.domain(), a.workflowId());
      Violation.unless(
          open == null || open.startedIn > call.since(), "I1", "refused: ", a, " of an open run");
    }
  }

  private static boolean wasOpen(Truth truth, String domain, String workflowId, int since) {
    return truth.runs().stream()
        .filter(run -> run.domain.equals(domain))
        .filter(run -> run.execution.workflowId().equals(workflowId))
        .anyMatch(run -> run.isOpen() || run.closedIn > since);
  }

  /** The pages of a decision task's history. */
  private record TaskPages(
      Machine machine, Action.PollForDecisionTask poll, DecisionTask first, Fold run) {

    void check() {
      boolean reverse = Boolean.TRUE.equals(poll.reverseOrder());
      boolean late = Boolean.TRUE.equals(poll.startAtPreviousStartedEvent());
      Event.DecisionTaskStarted started =
          (Event.DecisionTaskStarted) run.event(first.startedEventId()).event();
      long previous = 0;
      for (HistoryEvent one : run.events.subList(0, (int) started.scheduledEventId())) {
        if (one.event() instanceof Event.DecisionTaskCompleted e) {
          previous = e.startedEventId();
        }
      }
      Violation.unless(
          first.previousStartedEventId() != null && first.previousStartedEventId() == previous,
          "I4",
          "previousStartedEventId should be ",
          previous,
          ": ",
          first);
      long low = late ? Math.max(1, previous) : 1;
      List<HistoryEvent> expected =
          new java.util.ArrayList<>(
              run.events.subList((int) low - 1, (int) first.startedEventId()));
      if (reverse) {
        java.util.Collections.reverse(expected);
      }
      List<HistoryEvent> found = new java.util.ArrayList<>(first.events());
      String next = first.nextPageToken();
      while (next != null) {
        var more = machine.engine().call(page(next));
        if (more.isCompletedExceptionally()) {
          return;
        }
        DecisionTask page = more.join();
        Violation.unless(page.taskToken().equals(first.taskToken()), "I6", "another token");
        Violation.unless(!page.events().isEmpty(), "I10", "an empty page");
        found.addAll(page.events());
        next = page.nextPageToken();
      }
      Violation.unless(found.equals(expected), "I10", run.name(), ": a task shows another history");
    }

    private Action.PollForDecisionTask page(String token) {
      return new Action.PollForDecisionTask(
          poll.domain(),
          poll.taskList(),
          poll.identity(),
          token,
          poll.maximumPageSize(),
          poll.reverseOrder(),
          poll.startAtPreviousStartedEvent());
    }
  }
}
