package io.flowscope.engine.view;

import io.flowscope.engine.view.BarrierTable.Barrier;
import io.flowscope.engine.view.RunState.Mark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts rows into the columns of a {@link Timeline}. */
final class TimelineView {
  private TimelineView() {}

  static Timeline after(RunState run, long eventId) {
    return new Timeline(
        run.lastEventId,
        run.startedAt,
        run.closedAt,
        run.status,
        run.calls.taskMillis(),
        calls(run, run.calls.list.after(eventId)),
        barriers(run, run.barriers.list.after(eventId)),
        rounds(run.rounds.list.after(eventId)),
        marks(run.marks.after(eventId)));
  }

  private static Timeline.Calls calls(RunState run, List<CallRow> rows) {
    return new Timeline.Calls(
        column(rows, CallRow::index),
        column(rows, CallRow::id),
        column(rows, run.calls.labels::of),
        column(rows, row -> row.record.task()),
        column(rows, row -> row.kind),
        column(rows, CallRow::state),
        column(rows, row -> row.branch),
        column(rows, row -> row.record.at()),
        column(rows, row -> row.calledAt),
        column(rows, row -> run.calls.behind.drawn(row.needs)),
        column(rows, row -> row.after),
        column(rows, row -> row.probable),
        column(rows, CallRow::attempts),
        column(rows, row -> row.child));
  }

  private static Timeline.Barriers barriers(RunState run, List<Barrier> rows) {
    return new Timeline.Barriers(
        column(rows, Barrier::index),
        column(rows, row -> row.wait.barrier()),
        column(rows, row -> row.wait.branch()),
        column(rows, row -> row.wait.at()),
        column(rows, row -> run.calls.behind.drawn(row.wait.on())),
        column(rows, row -> row.wait.after()),
        column(rows, row -> row.reachedAt),
        column(rows, row -> row.passedAt));
  }

  private static Timeline.Rounds rounds(List<RoundRow> rows) {
    return new Timeline.Rounds(
        column(rows, RoundRow::index),
        column(rows, row -> row.scheduledAt),
        column(rows, row -> row.startedAt),
        column(rows, row -> row.closedAt),
        column(rows, row -> row.state),
        column(rows, row -> row.calls));
  }

  private static Timeline.Marks marks(List<Mark> rows) {
    return new Timeline.Marks(
        column(rows, Mark::index),
        column(rows, row -> row.kind),
        column(rows, row -> row.name),
        column(rows, row -> row.at.at()),
        column(rows, row -> row.at.event()));
  }

  private static <R, V extends @Nullable Object> List<V> column(
      List<R> rows, Function<? super R, ? extends V> value) {
    List<V> column = new ArrayList<>(rows.size());
    for (R row : rows) {
      column.add(value.apply(row));
    }
    return Collections.unmodifiableList(column);
  }
}
