package io.flowscope.worker.replay;

import io.flowscope.engine.model.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Takes from the outbox what fits into one answer and within the limits. */
final class Answer {
  /** What a decision takes beside its input and control, in bytes. */
  private static final int FRAME_BYTES = 700;

  private final Run run;
  private final DeciderConfig config;
  private final PriorityQueue<NavigableMap<Long, Intent>> lanes =
      new PriorityQueue<>(Comparator.comparingLong(NavigableMap::firstKey));
  private final List<Decision> decisions = new ArrayList<>();
  private long bytes;
  private boolean more;

  /** When the first rate that holds something back lets it go. */
  private @Nullable Instant next;

  Answer(Run run) {
    this.run = run;
    this.config = run.config;
    run.outbox.lanes().stream().filter(lane -> !lane.isEmpty()).forEach(lanes::add);
  }

  /** The decisions in order, without the one that closes the run. */
  List<Decision> take() {
    for (var lane = lanes.poll(); lane != null; lane = lanes.poll()) {
      Intent intent = lane.get(lane.firstKey());
      if (passes(intent)) {
        take(intent);
        if (!lane.isEmpty()) {
          lanes.add(lane);
        }
      }
    }
    if (!run.ending.closing()) {
      comeBack();
    }
    return decisions;
  }

  /** Whether it goes now; where not, neither does what waits behind it in its lane. */
  private boolean passes(Intent intent) {
    if (intent.gates().isEmpty()) {
      return true;
    }
    Instant now = run.now();
    Instant soonest = now;
    for (Gate gate : intent.gates()) {
      if (!gate.hasRoom()) {
        // Whatever ends inside brings the next decision.
        return false;
      }
      Instant at = gate.next(now);
      soonest = at.isAfter(soonest) ? at : soonest;
    }
    if (soonest.isAfter(now)) {
      next = next == null || soonest.isBefore(next) ? soonest : next;
      return false;
    }
    boolean full = decisions.size() >= config.maxDecisions() || bytes >= config.maxAnswerBytes();
    more |= full;
    return !full;
  }

  private void take(Intent intent) {
    Decision decision = intent.decision().get();
    run.outbox.take(intent.key(), run.now());
    decisions.add(decision);
    bytes += FRAME_BYTES + bytes(decision);
  }

  private void comeBack() {
    if ((more || run.outbox.hasRefused()) && !run.outbox.moreOpen()) {
      decisions.add(new Decision.StartTimer(Outbox.MORE, null, more ? "0" : "1"));
    }
    if (next != null) {
      long seconds = Math.max(1, TimerCell.wholeSeconds(Duration.between(run.now(), next)));
      long second = run.now().plusSeconds(seconds).getEpochSecond();
      if (!run.outbox.moreBy(second)) {
        decisions.add(
            new Decision.StartTimer(Outbox.MORE + "." + second, null, Long.toString(seconds)));
      }
    }
  }

  private static long bytes(Decision decision) {
    return switch (decision) {
      case Decision.ScheduleActivityTask d -> bytes(d.input()) + bytes(d.control());
      case Decision.StartChildWorkflowExecution d -> bytes(d.input()) + bytes(d.control());
      case Decision.StartTimer d -> bytes(d.control());
      case Decision.SignalExternalWorkflowExecution d -> bytes(d.input()) + bytes(d.control());
      case Decision.RecordMarker d -> bytes(d.details());
      case Decision d -> 0;
    };
  }

  /** What a text takes in the request: as a JSON string in UTF-8. */
  private static long bytes(@Nullable String text) {
    long bytes = 0;
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        bytes += 2;
      } else if (c < 0x20) {
        bytes += 6;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }
}
