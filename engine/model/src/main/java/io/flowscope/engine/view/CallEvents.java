package io.flowscope.engine.view;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.Event.ActivityTaskCancelRequested;
import io.flowscope.engine.model.Event.ActivityTaskScheduled;
import io.flowscope.engine.model.Event.ActivityTaskTimedOut;
import io.flowscope.engine.model.Event.ChildWorkflowExecutionStarted;
import io.flowscope.engine.model.Event.LambdaFunctionScheduled;
import io.flowscope.engine.model.Event.ScheduleActivityTaskFailed;
import io.flowscope.engine.model.Event.ScheduleLambdaFunctionFailed;
import io.flowscope.engine.model.Event.SignalExternalWorkflowExecutionInitiated;
import io.flowscope.engine.model.Event.StartChildWorkflowExecutionFailed;
import io.flowscope.engine.model.Event.StartChildWorkflowExecutionInitiated;
import io.flowscope.engine.model.Event.StartTimerFailed;
import io.flowscope.engine.model.Event.TimerCanceled;
import io.flowscope.engine.model.Event.TimerFired;
import io.flowscope.engine.model.Event.TimerStarted;
import io.flowscope.engine.view.CallRow.Try;
import io.flowscope.engine.view.RoundRow.Said;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of calls: what is scheduled, starts and ends. */
final class CallEvents {
  private static final String MORE = "flowscope.more";

  private final RunState run;
  private final Map<Long, CallRow> delays = new HashMap<>();
  private final Map<String, Integer> markers = new HashMap<>();

  CallEvents(RunState run) {
    this.run = run;
  }

  void scheduled(ActivityTaskScheduled e, Moment now) {
    String id = EventFold.text(e.activityId());
    String task = e.activityType() == null ? "" : EventFold.text(e.activityType().name());
    Try attempt =
        begins(NodeKind.ACTIVITY, id, task, e.control(), e.decisionTaskCompletedEventId(), now);
    int number = attempt.row.tries.size();
    String again = number > 1 ? ", attempt " + number : "";
    decides(e, e.decisionTaskCompletedEventId(), now, "scheduled ", attempt.row, again);
  }

  void child(StartChildWorkflowExecutionInitiated e, Moment now) {
    String id = EventFold.text(e.workflowId());
    String task = EventFold.name(e.workflowType());
    long decision = e.decisionTaskCompletedEventId();
    Try attempt = begins(NodeKind.WORKFLOW, id, task, e.control(), decision, now);
    attempt.row.child = new Timeline.Child(id, null);
    decides(e, decision, now, "started workflow ", attempt.row, "");
  }

  void lambda(LambdaFunctionScheduled e, Moment now) {
    long decision = e.decisionTaskCompletedEventId();
    String id = EventFold.text(e.id());
    String task = EventFold.text(e.name());
    Try attempt = begins(NodeKind.LAMBDA, id, task, e.control(), decision, now);
    decides(e, decision, now, "scheduled ", attempt.row, "");
  }

  void signals(SignalExternalWorkflowExecutionInitiated e, Moment now) {
    long decision = e.decisionTaskCompletedEventId();
    String name = EventFold.text(e.signalName());
    String id = name + "." + now.event();
    Try attempt = begins(NodeKind.SIGNAL, id, name, e.control(), decision, now);
    String to = " to workflow " + EventFold.text(e.workflowId());
    decides(e, decision, now, "sent signal ", attempt.row, to);
  }

  void marker(String name, long decision, Moment now) {
    String id = name + "-" + markers.merge(name, 1, Integer::sum);
    RoundRow round = run.rounds.of(decision);
    CallRow known = run.calls.get(id);
    boolean ours = known != null && known.kind == NodeKind.MARKER && known.tries.isEmpty();
    CallRow row = ours ? known : run.rounds.foreign(NodeKind.MARKER, id, name, false, round, now);
    Try attempt = run.calls.schedule(row, now);
    run.calls.start(attempt, null, now);
    run.calls.close(attempt, NodeState.COMPLETED, null, now);
  }

  void timer(TimerStarted e, Moment now) {
    String id = EventFold.text(e.timerId());
    long decision = e.decisionTaskCompletedEventId();
    String seconds = " (" + EventFold.text(e.startToFireTimeout()) + " s)";
    if (isMore(id)) {
      String said = id.equals(MORE) ? "goes on in another round" : "waits for the rate of calls";
      decides(e, decision, now, said, null, id.equals(MORE) ? "" : seconds);
      return;
    }
    Optional<CallRecord> record = RecordCodec.readCall(e.control());
    if (record.isPresent() && record.get().kind() == NodeKind.DELAY) {
      CallRow row = run.calls.get(record.get().call());
      if (row != null) {
        delays.put(now.event(), row);
        run.calls.delay(row, true, now);
      }
      decides(e, decision, now, "waits before the next attempt of ", row, seconds);
      return;
    }
    Try attempt = begins(NodeKind.TIMER, id, "timer", e.control(), decision, now);
    run.calls.start(attempt, null, now);
    decides(e, decision, now, "started timer ", attempt.row, seconds);
  }

  /** With a time behind it, it waits until a rate lets calls go. */
  private static boolean isMore(String timerId) {
    return timerId.equals(MORE) || timerId.startsWith(MORE + ".");
  }

  void fired(TimerFired e, Moment now) {
    CallRow delayed = delays.remove(e.startedEventId());
    if (delayed != null) {
      learns(e, now, "pause of ", delayed, " is over", false);
    } else if (isMore(EventFold.text(e.timerId()))) {
      learns(e, now, "goes on with the rest", null, "", false);
    } else {
      closes(e, e.startedEventId(), NodeState.COMPLETED, null, " fired", now);
    }
  }

  void timerCanceled(TimerCanceled e, Moment now) {
    CallRow delayed = delays.remove(e.startedEventId());
    Try attempt = run.calls.attempt(e.startedEventId());
    if (delayed != null) {
      run.calls.delay(delayed, false, now);
    } else if (attempt != null) {
      run.calls.close(attempt, NodeState.CANCELED, null, now);
    }
    CallRow row = delayed != null ? delayed : attempt == null ? null : attempt.row;
    String what = row == null ? "canceled timer " + EventFold.text(e.timerId()) : "canceled timer ";
    decides(e, e.decisionTaskCompletedEventId(), now, what, row, "");
  }

  void starts(long scheduledEventId, @Nullable String identity, Moment now) {
    Try attempt = run.calls.attempt(scheduledEventId);
    if (attempt != null) {
      run.calls.start(attempt, identity, now);
    }
  }

  void childStarted(ChildWorkflowExecutionStarted e, Moment now) {
    Try attempt = run.calls.attempt(e.initiatedEventId());
    if (attempt != null) {
      if (e.workflowExecution() != null) {
        attempt.row.child =
            new Timeline.Child(EventFold.id(e.workflowExecution()), e.workflowExecution().runId());
      }
      run.calls.start(attempt, null, now);
      learns(e, now, "", attempt.row, " started", false);
    }
  }

  void completed(Event e, long scheduledEventId, Moment now) {
    closes(e, scheduledEventId, NodeState.COMPLETED, null, " completed", now);
  }

  void failed(
      Event e,
      long scheduledEventId,
      @Nullable String reason,
      @Nullable String details,
      Moment now) {
    String why = EventFold.some(reason, EventFold.text(details));
    String said = " failed" + EventFold.because(why);
    closes(e, scheduledEventId, NodeState.FAILED, why, said, now);
  }

  void timedOut(ActivityTaskTimedOut e, Moment now) {
    boolean lost = "worker lost".equals(e.details());
    String why = lost ? "worker lost" : words(e.timeoutType());
    String said = " timed out: " + why;
    closes(e, e.scheduledEventId(), NodeState.TIMED_OUT, why, said, now);
  }

  void childTimedOut(Event e, long scheduledEventId, @Nullable Enum<?> type, Moment now) {
    String why = words(type);
    closes(e, scheduledEventId, NodeState.TIMED_OUT, why, " timed out: " + why, now);
  }

  void canceled(Event e, long scheduledEventId, Moment now) {
    closes(e, scheduledEventId, NodeState.CANCELED, null, " canceled", now);
  }

  void terminated(Event e, long scheduledEventId, Moment now) {
    closes(e, scheduledEventId, NodeState.CANCELED, "terminated", " terminated", now);
  }

  void cancelRequested(ActivityTaskCancelRequested e, Moment now) {
    String id = EventFold.text(e.activityId());
    run.mark("cancelRequest", id, now);
    long decision = e.decisionTaskCompletedEventId();
    decides(e, decision, now, "requested cancel of " + id, null, "");
  }

  void refused(ScheduleActivityTaskFailed e, Moment now) {
    String task = e.activityType() == null ? "" : EventFold.text(e.activityType().name());
    String id = EventFold.text(e.activityId());
    refused(e, NodeKind.ACTIVITY, id, task, null, e.cause(), e.decisionTaskCompletedEventId(), now);
  }

  void refused(ScheduleLambdaFunctionFailed e, Moment now) {
    String id = EventFold.text(e.id());
    String task = EventFold.text(e.name());
    refused(e, NodeKind.LAMBDA, id, task, null, e.cause(), e.decisionTaskCompletedEventId(), now);
  }

  void refused(StartTimerFailed e, Moment now) {
    String id = EventFold.text(e.timerId());
    refused(e, NodeKind.TIMER, id, "timer", null, e.cause(), e.decisionTaskCompletedEventId(), now);
  }

  void refused(StartChildWorkflowExecutionFailed e, Moment now) {
    if (run.calls.attempt(e.initiatedEventId()) != null) {
      String why = String.valueOf(e.cause());
      String said = EventFold.failed(e.cause());
      closes(e, e.initiatedEventId(), NodeState.FAILED, why, said, now);
      return;
    }
    String id = EventFold.text(e.workflowId());
    String task = EventFold.name(e.workflowType());
    long decision = e.decisionTaskCompletedEventId();
    refused(e, NodeKind.WORKFLOW, id, task, e.control(), e.cause(), decision, now);
  }

  /** A decision was refused. One that hit a limit is tried again; any other ends its call. */
  private void refused(
      Event e,
      NodeKind kind,
      String id,
      String task,
      @Nullable String control,
      @Nullable Enum<?> cause,
      long decision,
      Moment now) {
    String said = EventFold.failed(cause);
    String name = String.valueOf(cause);
    String call = RecordCodec.readCall(control).map(CallRecord::call).orElse(id);
    CallRow row = known(call);
    RoundRow round = run.rounds.of(decision);
    boolean limit = name.endsWith("LIMIT_EXCEEDED") || name.endsWith("RATE_EXCEEDED");
    if (!limit && !id.startsWith("flowscope.")) {
      row = row == null ? run.rounds.foreign(kind, id, task, true, round, now) : row;
      Try attempt = run.calls.schedule(row, now);
      run.calls.close(attempt, NodeState.FAILED, name, now);
    }
    String before = row == null ? id : "";
    decides(e, decision, now, before, row, said);
    learns(e, now, before, row, said, true);
  }

  /** The call with this activity id or timer id: the identity, with the attempt or without. */
  private @Nullable CallRow known(String id) {
    CallRow row = run.calls.get(id);
    int dot = id.lastIndexOf('.');
    return row != null || dot < 0 ? row : run.calls.get(id.substring(0, dot));
  }

  private Try begins(
      NodeKind kind, String id, String task, @Nullable String control, long decision, Moment now) {
    Optional<CallRecord> record = RecordCodec.readCall(control);
    RoundRow round = run.rounds.of(decision);
    CallRow row =
        record.isPresent()
            ? run.rounds.recorded(record.get(), kind, round, now)
            : run.rounds.foreign(kind, id, task, true, round, now);
    return run.calls.schedule(row, now);
  }

  private void closes(
      Event e,
      long scheduledEventId,
      NodeState state,
      @Nullable String reason,
      String said,
      Moment now) {
    Try attempt = run.calls.attempt(scheduledEventId);
    if (attempt != null) {
      run.calls.close(attempt, state, reason, now);
      learns(e, now, "", attempt.row, said, true);
    }
  }

  private void learns(
      Event e, Moment now, String before, @Nullable CallRow row, String after, boolean ends) {
    run.rounds.learns(new Said(now.event(), e.eventType(), before, row, after, ends));
  }

  private void decides(
      Event e, long decision, Moment now, String before, @Nullable CallRow row, String after) {
    RoundRow round = run.rounds.of(decision);
    if (round != null) {
      round.decisions.add(new Said(now.event(), e.eventType(), before, row, after, false));
    }
  }

  private static String words(@Nullable Enum<?> type) {
    return type == null
        ? "no reason given"
        : type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
