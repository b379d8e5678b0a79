package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decision task; filled by {@link RoundTable}. */
final class RoundRow extends ChangeList.Row {
  final int number;
  final long scheduledEventId;
  final long scheduledAt;
  NodeState state = NodeState.SCHEDULED;
  @Nullable Long startedEventId;
  @Nullable Long startedAt;
  @Nullable Long closedEventId;
  @Nullable Long closedAt;
  @Nullable String worker;

  /** What the round learnt: this part of all news. */
  int newsFrom;

  int newsTo;

  final List<Said> decisions = new ArrayList<>();
  final List<CallRecord> newCalls = new ArrayList<>();
  int calls;

  /** Where branches stand from this round on; null where one went on and stands nowhere. */
  final Map<String, RoundRecord.@Nullable Wait> moves = new LinkedHashMap<>();

  @Nullable String context;
  final List<String> markers = new ArrayList<>();
  @Nullable RoundRecord record;

  /** The calls whose ends the round learnt of; for foreign deciders. */
  List<String> learnt = List.of();

  RoundRow(ChangeList<RoundRow> list, int number, Moment scheduled) {
    super(list);
    this.number = number;
    this.scheduledEventId = scheduled.event();
    this.scheduledAt = scheduled.at();
  }

  /** A sentence about an event: text, the label of a call, text. */
  record Said(
      long eventId,
      String eventType,
      String before,
      @Nullable CallRow row,
      String after,
      boolean ends) {

    String text(Labels labels) {
      return row == null ? before + after : before + labels.of(row) + after;
    }

    @Nullable String call() {
      return row == null ? null : row.id();
    }
  }
}
