package io.flowscope.engine.view;

import io.flowscope.engine.view.RoundRow.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The decision tasks of a run, and what their decider said. */
final class RoundTable {
  /** More completions than these are not taken as probable needs of one decision. */
  private static final int MAX_LEARNT = 32;

  final ChangeList<RoundRow> list = new ChangeList<>();
  private final Map<Long, RoundRow> byScheduled = new HashMap<>();
  private final Map<Long, RoundRow> byClosed = new HashMap<>();
  private final List<Said> news = new ArrayList<>();
  private final CallTable calls;
  private final BarrierTable barriers;
  private final Signals signals;
  private int unread;
  private RoundRecord.@Nullable Stopped stopped;

  RoundTable(CallTable calls, BarrierTable barriers, Signals signals) {
    this.calls = calls;
    this.barriers = barriers;
    this.signals = signals;
  }

  void scheduled(Moment now) {
    RoundRow round = new RoundRow(list, list.all().size() + 1, now);
    list.add(round, now.event());
    byScheduled.put(now.event(), round);
  }

  void started(long scheduledEventId, @Nullable String identity, Moment now) {
    RoundRow round = byScheduled.get(scheduledEventId);
    if (round == null || round.state != NodeState.SCHEDULED) {
      return;
    }
    round.state = NodeState.STARTED;
    round.startedEventId = now.event();
    round.startedAt = now.at();
    round.worker = identity;
    round.newsFrom = unread;
    round.newsTo = news.size();
    round.touch(now.event());
  }

  void timedOut(long scheduledEventId, Moment now) {
    RoundRow round = byScheduled.get(scheduledEventId);
    if (round != null && round.closedEventId == null) {
      close(round, NodeState.TIMED_OUT, now);
    }
  }

  private static void close(RoundRow round, NodeState state, Moment now) {
    round.state = state;
    round.closedEventId = now.event();
    round.closedAt = now.at();
    round.touch(now.event());
  }

  void completed(long scheduledEventId, @Nullable String context, Moment now) {
    RoundRow round = byScheduled.get(scheduledEventId);
    if (round == null || round.closedEventId != null) {
      return;
    }
    close(round, NodeState.COMPLETED, now);
    byClosed.put(now.event(), round);
    round.context = context;
    calls.places.begin(now.event());
    read(round, now);
    RoundRecord record = round.record;
    stopped = record == null ? null : record.stopped();
    if (stopped == null) {
      unread = round.newsTo;
    }
    if (record == null) {
      signals.foreign(news.subList(round.newsFrom, round.newsTo), round, now);
      round.learnt = learnt(round);
    }
  }

  private List<String> learnt(RoundRow round) {
    List<String> ids = new ArrayList<>();
    for (int i = round.newsTo - 1; i >= round.newsFrom && ids.size() < MAX_LEARNT; i--) {
      Said said = news.get(i);
      CallRow row = said.row() == null ? signals.row(said.eventId()) : said.row();
      if (row != null && (said.ends() || said.row() == null) && !ids.contains(row.id())) {
        ids.add(row.id());
      }
    }
    return List.copyOf(ids.reversed());
  }

  /** More of the record of a round came in a marker. */
  void marker(long completedEventId, @Nullable String details, Moment now) {
    RoundRow round = byClosed.get(completedEventId);
    if (round != null
        && details != null
        && round.record != null
        && round.markers.size() < RecordCodec.MAX_MARKERS) {
      round.markers.add(details);
      read(round, now);
    }
  }

  /** Takes what the record of the round says; taking it again with more in it adds the rest. */
  private void read(RoundRow round, Moment now) {
    round.record = RecordCodec.readRound(round.context, round.markers).orElse(null);
    RoundRecord record = round.record;
    if (record == null || record.stopped() != null) {
      return;
    }
    for (int i = 0; i < record.calls().size(); i++) {
      CallRecord call = record.calls().get(i);
      if (call.kind() == NodeKind.DERIVED) {
        calls.behind.define(call, round.number, now.event());
        calls.places.skip(record.places().get(i), now.event());
      } else {
        recorded(call, call.kind(), round, record.places().get(i), now);
      }
    }
    for (RoundRecord.Wait wait : record.waits()) {
      barriers.stands(wait, round, now);
    }
    record.ended().forEach(branch -> barriers.goesOn(branch, round, now));
    if (record.result() != null) {
      barriers.goesOn("", round, now);
    }
    for (RoundRecord.Resolved resolved : record.resolved()) {
      CallRow row = calls.get(resolved.call());
      if (row != null) {
        signals.taken(row, resolved.state(), round, now);
        calls.resolve(row, resolved.state(), now);
      }
    }
  }

  /**
   * The row of a recorded call, made in {@code round} unless it is known already. Its branch has
   * then gone on; only signals and derived promises may be recorded later than they were made.
   */
  CallRow recorded(CallRecord record, NodeKind kind, @Nullable RoundRow round, Moment now) {
    return recorded(record, kind, round, Places.SCHEDULED, now);
  }

  private CallRow recorded(
      CallRecord record, NodeKind kind, @Nullable RoundRow round, int place, Moment now) {
    CallRow known = calls.get(record.call());
    CallRow row = calls.recorded(record, kind, place, now);
    if (known == null && round != null) {
      madeIn(round, row, now);
      if (kind != NodeKind.SIGNAL || !Signals.awaited(row)) {
        barriers.goesOn(row.branch, round, now);
      }
    }
    return row;
  }

  /** The row of a call without a record. */
  CallRow foreign(
      NodeKind kind, String id, String task, boolean again, @Nullable RoundRow round, Moment now) {
    int before = calls.list.all().size();
    List<String> learnt = round == null || round.record != null ? List.of() : round.learnt;
    CallRow row = calls.foreign(kind, id, task, learnt, again, now);
    if (calls.list.all().size() > before && round != null) {
      madeIn(round, row, now);
    }
    return row;
  }

  private static void madeIn(RoundRow round, CallRow row, Moment now) {
    round.calls++;
    round.newCalls.add(row.record);
    round.touch(now.event());
  }

  /** The round that ended with event {@code decisionTaskCompletedEventId}. */
  @Nullable RoundRow of(long decisionTaskCompletedEventId) {
    return byClosed.get(decisionTaskCompletedEventId);
  }

  void learns(Said said) {
    news.add(said);
  }

  List<Said> news(RoundRow round) {
    return news.subList(round.newsFrom, round.newsTo);
  }

  /** Why the last decision was stopped, if it was. */
  RoundRecord.@Nullable Stopped stopped() {
    return stopped;
  }
}
