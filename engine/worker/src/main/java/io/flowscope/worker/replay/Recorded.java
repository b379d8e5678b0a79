package io.flowscope.worker.replay;

import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.Event.ActivityTaskCancelRequested;
import io.flowscope.engine.model.Event.ActivityTaskScheduled;
import io.flowscope.engine.model.Event.CancelTimerFailed;
import io.flowscope.engine.model.Event.MarkerRecorded;
import io.flowscope.engine.model.Event.RecordMarkerFailed;
import io.flowscope.engine.model.Event.RequestCancelActivityTaskFailed;
import io.flowscope.engine.model.Event.RequestCancelExternalWorkflowExecutionInitiated;
import io.flowscope.engine.model.Event.ScheduleActivityTaskFailed;
import io.flowscope.engine.model.Event.SignalExternalWorkflowExecutionInitiated;
import io.flowscope.engine.model.Event.StartChildWorkflowExecutionFailed;
import io.flowscope.engine.model.Event.StartChildWorkflowExecutionInitiated;
import io.flowscope.engine.model.Event.StartTimerFailed;
import io.flowscope.engine.model.Event.TimerCanceled;
import io.flowscope.engine.model.Event.TimerStarted;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.view.RoundRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the history says that earlier rounds decided. Which ready call was scheduled in which round
 * is read from here, never computed anew.
 */
final class Recorded {
  /** What a recorded decision was about. */
  private record Decided(
      String key, String name, @Nullable String type, @Nullable HistoryEvent event) {
    Decided in(HistoryEvent where) {
      return new Decided(key, name, type, where);
    }
  }

  /** Of each side of a diff, beside the first. */
  private static final int MOST_LINES = 4;

  private final Run run;
  private final MarkerKeys markers = new MarkerKeys();

  Recorded(Run run) {
    this.run = run;
  }

  /**
   * Takes the decisions of one round from the outbox.
   *
   * @throws Diverged when the code has not asked for one of them
   */
  void adopt(List<HistoryEvent> decisions) {
    List<Decided> all = new ArrayList<>();
    for (HistoryEvent event : decisions) {
      Decided decided = decided(event.event());
      if (decided != null) {
        all.add(decided.in(event));
      }
    }
    Set<String> keys = new HashSet<>();
    all.forEach(decided -> keys.add(decided.key()));
    for (Decided decided : all) {
      Intent intent = run.outbox.take(decided.key(), run.now());
      if (intent == null) {
        throw unknown(decided, keys, diff(all, decided, keys));
      }
      if (decided.type() != null && !decided.type().equals(intent.type())) {
        throw new Diverged(
            "history has "
                + decided.name()
                + " of type "
                + decided.type()
                + ", the code now calls "
                + intent.type(),
            at(intent.call()),
            List.of(line(decided), line(intent)));
      }
    }
  }

  /** What of a round does not fit, from the first on that does not. */
  private List<String> diff(List<Decided> all, Decided first, Set<String> keys) {
    List<String> lines = new ArrayList<>();
    lines.add(line(first));
    all.subList(all.indexOf(first) + 1, all.size()).stream()
        .filter(decided -> !run.outbox.waits(decided.key()))
        .limit(MOST_LINES)
        .map(Recorded::line)
        .forEach(lines::add);
    run.outbox.notIn(keys).stream().limit(MOST_LINES).map(Recorded::line).forEach(lines::add);
    return lines;
  }

  private static String line(Decided decided) {
    HistoryEvent event = decided.event();
    return "- "
        + (event == null ? "" : "event " + event.eventId() + ": " + event.event().eventType() + " ")
        + decided.name()
        + (decided.type() == null ? "" : " (" + decided.type() + ")");
  }

  private static String line(Intent intent) {
    CallCell<?> call = intent.call();
    return "+ "
        + (call == null ? intent.key() : call.id + place(call))
        + (intent.type() == null ? "" : " (" + intent.type() + ")");
  }

  private Diverged unknown(Decided decided, Set<String> keys, List<String> diff) {
    Intent other = run.outbox.firstNotIn(keys);
    for (CallCell<?> call : run.open) {
      if (call.id.equals(decided.name()) && !call.scheduled()) {
        return new Diverged(
            "history has "
                + shortly(decided.name())
                + ", which the code now calls with arguments that are not there yet"
                + place(call),
            at(call),
            diff);
      }
    }
    if (other == null || other.call() == null) {
      return new Diverged(
          "history has " + shortly(decided.name()) + ", which the code no longer calls",
          null,
          diff);
    }
    String now = other.call().id;
    boolean tellApart = !shortly(now).equals(shortly(decided.name()));
    return new Diverged(
        "history has "
            + (tellApart ? shortly(decided.name()) : decided.name())
            + ", the code now calls "
            + (tellApart ? shortly(now) : now)
            + place(other.call()),
        at(other.call()),
        diff);
  }

  private static String place(CallCell<?> call) {
    return call.site == null ? "" : " at " + call.site.at();
  }

  private static @Nullable String at(@Nullable CallCell<?> call) {
    return call == null || call.site == null ? null : call.site.at();
  }

  /** {@code 1.encode-2} for {@code 1.VideoTasks.encode-2}. */
  static String shortly(String id) {
    int last = id.lastIndexOf('.');
    if (last < 0) {
      return id;
    }
    int before = id.lastIndexOf('.', last - 1) + 1;
    return id.substring(0, before) + id.substring(last + 1);
  }

  private @Nullable Decided decided(Event event) {
    return switch (event) {
      case ActivityTaskScheduled e -> activity(e.activityId(), e.activityType());
      case ScheduleActivityTaskFailed e -> activity(e.activityId(), e.activityType());
      case TimerStarted e -> timer(e.timerId());
      case StartTimerFailed e -> timer(e.timerId());
      case TimerCanceled e -> named(Intent.cancelTimer(e.timerId()), e.timerId());
      case CancelTimerFailed e -> named(Intent.cancelTimer(e.timerId()), e.timerId());
      case StartChildWorkflowExecutionInitiated e -> child(e.workflowId(), e.workflowType());
      case StartChildWorkflowExecutionFailed e when e.initiatedEventId() == 0 ->
          child(e.workflowId(), e.workflowType());
      case ActivityTaskCancelRequested e ->
          named(Intent.cancelActivity(e.activityId()), e.activityId());
      case RequestCancelActivityTaskFailed e ->
          named(Intent.cancelActivity(e.activityId()), e.activityId());
      case MarkerRecorded e -> marker(e.markerName());
      case RecordMarkerFailed e -> marker(e.markerName());
      case SignalExternalWorkflowExecutionInitiated e ->
          named(Feeder.signalKey(e.control()), "the signal " + e.signalName());
      case RequestCancelExternalWorkflowExecutionInitiated e ->
          named(Intent.cancelChild(e.workflowId()), e.workflowId());
      case Event.LambdaFunctionScheduled e -> named("lambda " + e.id(), e.id());
      case Event.ScheduleLambdaFunctionFailed e -> named("lambda " + e.id(), e.id());
      // All others are no decisions, or close the run.
      case Event e -> null;
    };
  }

  private static Decided named(String key, String name) {
    return new Decided(key, name, null, null);
  }

  private static Decided activity(String id, ActivityType type) {
    return new Decided(Intent.activity(id), id, type.name() + " " + type.version(), null);
  }

  private static Decided child(String workflowId, WorkflowType type) {
    int dot = workflowId.indexOf('.');
    return new Decided(
        Intent.child(workflowId),
        workflowId.substring(dot + 1),
        type.name() + " " + type.version(),
        null);
  }

  private static @Nullable Decided timer(String id) {
    return Outbox.isMore(id) ? null : named(Intent.timer(id), id);
  }

  private @Nullable Decided marker(String name) {
    return name.equals(RoundRecord.MARKER) ? null : named(markers.next(name), "the marker " + name);
  }
}
