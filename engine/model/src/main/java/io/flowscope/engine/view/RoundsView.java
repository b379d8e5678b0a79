package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the {@link Rounds} of a run in words. */
final class RoundsView {
  /** So many waits are listed for one round. */
  static final int MAX_WAITS = 500;

  private RoundsView() {}

  static Rounds of(RunState run) {
    Labels labels = run.calls.labels;
    Map<String, RoundRecord.Wait> standing = new LinkedHashMap<>();
    List<Rounds.Round> rounds = new ArrayList<>();
    List<RoundRecord.Wait> waits = List.of();
    for (RoundRow row : run.rounds.list.all()) {
      for (Map.Entry<String, RoundRecord.@Nullable Wait> move : row.moves.entrySet()) {
        RoundRecord.Wait wait = move.getValue();
        if (wait == null) {
          standing.remove(move.getKey());
        } else {
          standing.put(move.getKey(), wait);
        }
      }
      if (!row.moves.isEmpty()) {
        waits = standing.values().stream().limit(MAX_WAITS).toList();
      }
      rounds.add(round(run, row, waits, labels));
    }
    return new Rounds(Collections.unmodifiableList(rounds));
  }

  private static Rounds.Round round(
      RunState run, RoundRow row, List<RoundRecord.Wait> waits, Labels labels) {
    RoundRecord record = row.record;
    RoundRecord.Run ran = record == null ? null : record.run();
    return new Rounds.Round(
        row.number,
        row.scheduledEventId,
        row.startedEventId,
        row.closedEventId,
        row.scheduledAt,
        row.startedAt,
        row.closedAt,
        row.state,
        run.rounds.news(row).stream()
            .map(s -> new Rounds.News(s.eventId(), s.eventType(), s.call(), s.text(labels)))
            .toList(),
        row.decisions.stream()
            .map(s -> new Rounds.Decided(s.eventId(), s.eventType(), s.call(), s.text(labels)))
            .toList(),
        List.copyOf(row.newCalls),
        waits,
        record == null ? List.of() : record.ended(),
        record == null ? null : record.result(),
        record == null ? null : record.stopped(),
        ran == null ? null : (Boolean) ran.warm(),
        ran == null ? null : (Long) ran.micros(),
        ran == null ? row.worker : (String) ran.worker(),
        record != null && record.cut());
  }
}
