package io.flowscope.engine.view;

import io.flowscope.engine.view.CallRow.Try;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All calls of a run, their attempts, and the figures that are counted over them. */
final class CallTable {
  /** So many needs are kept in all; a history that claims more is shown without the rest. */
  private static final int MAX_NEEDS = 5_000_000;

  private static final int MAX_REASON = 200;

  final ChangeList<CallRow> list = new ChangeList<>();
  final Labels labels = new Labels();
  final Behind behind = new Behind();
  final Places places = new Places(list);

  private final Map<String, CallRow> byId = new HashMap<>();
  private final Map<Long, Try> byEvent = new HashMap<>();
  private int needsLeft = MAX_NEEDS;
  private int done;
  private int callsRunning;
  private int running;
  private int peakRunning;
  private long runningSince;
  private long taskMillis;

  Map<String, CallRow> byId() {
    return byId;
  }

  @Nullable CallRow get(@Nullable String id) {
    return id == null ? null : byId.get(id);
  }

  /**
   * The row of a call that our decider recorded; {@code kind} is what the history shows.
   *
   * @param place of the call in its round, or {@link Places#SCHEDULED}
   */
  CallRow recorded(CallRecord record, NodeKind kind, int place, Moment now) {
    CallRow row = byId.get(record.call());
    if (row == null) {
      row = new CallRow(list, record, kind, now.at(), false);
      add(row, now);
      places.take(row, place, now.event());
      return row;
    }
    if (place != Places.SCHEDULED) {
      places.skip(place, now.event());
    }
    if (record.needs().size() >= row.needs.size() && !record.needs().equals(row.needs)) {
      // Parts that were missing; or which of several promises it took in the end.
      row.needs = budgeted(record.needs());
      behind.used(row, row.needs, byId);
      row.touch(now.event());
    }
    return row;
  }

  /**
   * The row of a call of which only the events are known. An id that is used again stands for
   * another attempt where the last one did not succeed, and for another call otherwise.
   */
  CallRow foreign(
      NodeKind kind,
      String id,
      String task,
      List<String> probableNeeds,
      boolean again,
      Moment now) {
    CallRow row = byId.get(id);
    boolean same = row != null && row.kind == kind && row.record.task().equals(task);
    if (row != null && same && again && (row.tries.isEmpty() || failed(row))) {
      return row;
    }
    String free = row == null ? id : id + "#" + now.event();
    CallRecord record = new CallRecord(free, 1, kind, task, probableNeeds, List.of(), null, null);
    row = new CallRow(list, record, kind, now.at(), true);
    row.probable = !probableNeeds.isEmpty();
    add(row, now);
    list.add(row, now.event());
    return row;
  }

  private static boolean failed(CallRow row) {
    NodeState state = row.state();
    return state == NodeState.FAILED || state == NodeState.TIMED_OUT;
  }

  private void add(CallRow row, Moment now) {
    byId.put(row.id(), row);
    behind.isCall(row.id());
    row.needs = budgeted(row.needs);
    labels.add(row, now.event());
    behind.used(row, row.needs, byId);
    count(row, now);
  }

  private List<String> budgeted(List<String> needs) {
    List<String> kept = needs.size() <= needsLeft ? needs : needs.subList(0, needsLeft);
    needsLeft -= kept.size();
    return kept;
  }

  /** A new attempt. */
  Try schedule(CallRow row, Moment now) {
    Try attempt = new Try(row, now.event(), now.at());
    row.tries.add(attempt);
    row.resolved = null;
    row.delayed = false;
    byEvent.put(now.event(), attempt);
    count(row, now);
    return attempt;
  }

  void start(Try attempt, @Nullable String identity, Moment now) {
    if (attempt.state != NodeState.SCHEDULED) {
      return;
    }
    attempt.state = NodeState.STARTED;
    attempt.startedAt = now.at();
    attempt.identity = identity;
    if (attempt.row.kind == NodeKind.ACTIVITY) {
      running++;
      runningSince += now.at();
      peakRunning = Math.max(peakRunning, running);
    }
    count(attempt.row, now);
  }

  void close(Try attempt, NodeState state, @Nullable String reason, Moment now) {
    if (!attempt.open()) {
      return;
    }
    Long started = attempt.startedAt;
    if (attempt.state == NodeState.STARTED
        && attempt.row.kind == NodeKind.ACTIVITY
        && started != null) {
      running--;
      runningSince -= started;
      taskMillis += Math.max(0, now.at() - started);
    }
    attempt.state = state;
    attempt.closedAt = now.at();
    attempt.reason = oneLine(reason);
    count(attempt.row, now);
  }

  /** The attempt that event {@code scheduledEventId} began, if there is one. */
  @Nullable Try attempt(long scheduledEventId) {
    return byEvent.get(scheduledEventId);
  }

  /** The call ended without an event of its own. */
  void resolve(CallRow row, NodeState state, Moment now) {
    if (row.resolved == null && !CallRow.ended(row.state())) {
      row.resolved = state;
      row.delayed = false;
      count(row, now);
    }
  }

  void delay(CallRow row, boolean delayed, Moment now) {
    if (row.delayed != delayed) {
      row.delayed = delayed;
      count(row, now);
    }
  }

  /** The row changed in another way. */
  void recount(CallRow row, Moment now) {
    count(row, now);
  }

  /** Counts the row's new state and marks it as changed. */
  private void count(CallRow row, Moment now) {
    row.touch(now.event());
    NodeState state = row.state();
    boolean before = row.counted != null && CallRow.ended(row.counted);
    boolean after = CallRow.ended(state);
    done += (after ? 1 : 0) - (before ? 1 : 0);
    callsRunning += (runs(row, state) ? 1 : 0) - (runs(row, row.counted) ? 1 : 0);
    row.counted = state;
  }

  private static boolean runs(CallRow row, @Nullable NodeState state) {
    return state == NodeState.STARTED
        && (row.kind == NodeKind.ACTIVITY
            || row.kind == NodeKind.WORKFLOW
            || row.kind == NodeKind.LAMBDA);
  }

  int done() {
    return done;
  }

  /** Activities, children and functions that run now. */
  int callsRunning() {
    return callsRunning;
  }

  int peakRunning() {
    return peakRunning;
  }

  /** Time that closed attempts of activities ran. */
  long taskMillis() {
    return taskMillis;
  }

  /** The same, with those that still run counted up to {@code now}. */
  long taskMillis(long now) {
    return taskMillis + Math.max(0, running * now - runningSince);
  }

  static @Nullable String oneLine(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String line = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
  }
}
