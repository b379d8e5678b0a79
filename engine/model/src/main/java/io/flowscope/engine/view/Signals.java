package io.flowscope.engine.view;

import io.flowscope.engine.view.CallRow.Try;
import io.flowscope.engine.view.RoundRow.Said;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings signals that arrived together with the calls that took them. */
final class Signals {
  /** What the tasks of signals are called: {@code Flow.signal.found}. */
  static final String TASK = "Flow.signal.";

  private final CallTable calls;
  private final Map<String, Deque<Moment>> arrived = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, CallRow> rows = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();

  Signals(CallTable calls) {
    this.calls = calls;
  }

  void arrives(String name, Moment now) {
    names.put(now.event(), name);
    arrived.computeIfAbsent(safe(name), n -> new ArrayDeque<>()).add(now);
  }

  /** A call for a signal took the first one that waits under its name. */
  void taken(CallRow row, NodeState state, RoundRow round, Moment now) {
    if (!awaited(row)
        || state != NodeState.COMPLETED
        || !row.tries.isEmpty()
        || row.resolved != null) {
      return;
    }
    Deque<Moment> waiting = arrived.get(nameOf(row.record.task()));
    Moment signal = waiting == null ? null : waiting.poll();
    Long started = round.startedAt;
    long at = signal != null ? signal.at() : started != null ? started : now.at();
    Try attempt = new Try(row, signal == null ? 0 : signal.event(), row.calledAt);
    attempt.state = NodeState.COMPLETED;
    attempt.closedAt = Math.max(at, row.calledAt);
    row.tries.add(attempt);
  }

  /** A foreign decider learnt of signals: each is a call that ended when it arrived. */
  void foreign(List<Said> news, RoundRow round, Moment now) {
    for (Said said : news) {
      String name = names.get(said.eventId());
      if (name == null || rows.containsKey(said.eventId())) {
        continue;
      }
      String id = name + "-" + counters.merge(name, 1, Integer::sum);
      Deque<Moment> waiting = arrived.get(safe(name));
      Moment signal = waiting == null ? null : waiting.poll();
      Moment at = new Moment(now.event(), signal == null ? now.at() : signal.at());
      CallRow row = calls.foreign(NodeKind.SIGNAL, id, name, List.of(), false, at);
      Try attempt = new Try(row, said.eventId(), at.at());
      attempt.state = NodeState.COMPLETED;
      attempt.closedAt = at.at();
      row.tries.add(attempt);
      calls.recount(row, now);
      rows.put(said.eventId(), row);
    }
  }

  /** The row of the signal that came with an event of a foreign history. */
  @Nullable CallRow row(long eventId) {
    return rows.get(eventId);
  }

  /** Whether {@code row} waits for a signal; the other calls of signals send one. */
  static boolean awaited(CallRow row) {
    return row.kind == NodeKind.SIGNAL && row.record.task().startsWith(TASK);
  }

  /** The name of the signal that a task stands for; other tasks are their own name. */
  static String nameOf(String task) {
    return task.startsWith(TASK) ? task.substring(TASK.length()) : task;
  }

  private static String safe(String name) {
    StringBuilder safe = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      safe.append(plain ? c : '_');
    }
    return safe.toString();
  }
}
