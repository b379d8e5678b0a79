package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows with stable numbers, linked in the order of their last change: what changed after an event
 * is found without looking at the rest.
 */
final class ChangeList<R extends ChangeList.Row> {
  private final List<R> rows = new ArrayList<>();
  private @Nullable Row newest;

  /** A row; knows its number and when it changed last. */
  abstract static class Row {
    private final ChangeList<?> list;
    private int index = -1;
    private long changed;
    private @Nullable Row older;
    private @Nullable Row newer;

    Row(ChangeList<?> list) {
      this.list = list;
    }

    final int index() {
      return index;
    }

    /** Event {@code eventId} changed this row. */
    final void touch(long eventId) {
      changed = Math.max(changed, eventId);
      list.toEnd(this);
    }
  }

  void add(R row, long eventId) {
    Row added = row;
    added.index = rows.size();
    rows.add(row);
    row.touch(eventId);
  }

  List<R> all() {
    return rows;
  }

  /** The rows that changed after event {@code eventId}, by number. */
  @SuppressWarnings("unchecked")
  List<R> after(long eventId) {
    if (eventId <= 0) {
      return rows;
    }
    List<R> changed = new ArrayList<>();
    for (Row row = newest; row != null && row.changed > eventId; row = row.older) {
      changed.add((R) row);
    }
    changed.sort(Comparator.comparingInt(Row::index));
    return changed;
  }

  private void toEnd(Row row) {
    if (row.index < 0 || newest == row) {
      return;
    }
    if (row.older != null) {
      row.older.newer = row.newer;
    }
    if (row.newer != null) {
      row.newer.older = row.older;
    }
    row.older = newest;
    row.newer = null;
    if (newest != null) {
      newest.newer = row;
    }
    newest = row;
  }
}
