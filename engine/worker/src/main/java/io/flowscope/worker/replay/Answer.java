package io.flowscope.worker.replay;

import io.flowscope.engine.model.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes from the outbox what fits into one answer and within the limits. */
final class Answer {
  /** What a decision takes beside its input and control, in characters. */
  private static final int FRAME_CHARS = 700;

  private final Run run;
  private final DeciderConfig config;
  private final Map<Intent.Kind, Iterator<Outbox.Queued>> queues = new EnumMap<>(Intent.Kind.class);
  private final Map<Intent.Kind, Outbox.Queued> heads = new EnumMap<>(Intent.Kind.class);
  private final Map<Intent.Kind, Integer> room = new EnumMap<>(Intent.Kind.class);
  private final List<Decision> decisions = new ArrayList<>();
  private long chars;
  private boolean more;

  Answer(Run run) {
    this.run = run;
    this.config = run.config;
    limit(Intent.Kind.ACTIVITY, config.maxOpenActivities());
    limit(Intent.Kind.TIMER, config.maxOpenTimers());
    limit(Intent.Kind.CHILD, config.maxOpenChildren());
    room.put(Intent.Kind.OTHER, Integer.MAX_VALUE);
    for (Intent.Kind kind : Intent.Kind.values()) {
      queues.put(kind, run.outbox.waiting(kind));
      next(kind);
    }
  }

  private void limit(Intent.Kind kind, int max) {
    room.put(kind, Math.max(0, max - run.outbox.open(kind)));
  }

  private void next(Intent.Kind kind) {
    Iterator<Outbox.Queued> queue = queues.get(kind);
    boolean some = queue.hasNext() && room.get(kind) > 0;
    if (some) {
      heads.put(kind, queue.next());
    } else {
      heads.remove(kind);
    }
  }

  /** The decisions in order, without the one that closes the run. */
  List<Decision> take() {
    while (!heads.isEmpty()) {
      Outbox.Queued first =
          heads.values().stream().min(Comparator.comparingLong(Outbox.Queued::place)).orElseThrow();
      Intent intent = first.intent();
      if (intent.kind() != Intent.Kind.OTHER && full()) {
        more = true;
        heads.remove(intent.kind());
        continue;
      }
      take(intent);
      room.merge(intent.kind(), -1, Integer::sum);
      next(intent.kind());
    }
    if (!run.ending.closing() && !run.outbox.moreOpen() && (more || run.outbox.hasRefused())) {
      decisions.add(new Decision.StartTimer(Outbox.MORE, null, more ? "0" : "1"));
    }
    return decisions;
  }

  private boolean full() {
    return decisions.size() >= config.maxDecisions() || chars >= config.maxAnswerChars();
  }

  private void take(Intent intent) {
    Decision decision = intent.decision().get();
    queues.get(intent.kind()).remove();
    run.outbox.taken(intent);
    decisions.add(decision);
    chars += FRAME_CHARS + chars(decision);
  }

  private static long chars(Decision decision) {
    return switch (decision) {
      case Decision.ScheduleActivityTask d -> length(d.input()) + length(d.control());
      case Decision.StartChildWorkflowExecution d -> length(d.input()) + length(d.control());
      case Decision.StartTimer d -> length(d.control());
      case Decision.SignalExternalWorkflowExecution d -> length(d.input()) + length(d.control());
      case Decision.RecordMarker d -> length(d.details());
      case Decision d -> 0;
    };
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
