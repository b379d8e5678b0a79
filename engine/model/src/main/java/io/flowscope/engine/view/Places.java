package io.flowscope.engine.view;

import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the calls of a round into the list in the order in which the code made them: the record of
 * the round has the places of those that were not scheduled, and the others fill the places between
 * as their events come, right after the record.
 */
final class Places {
  /** The place of a call that was scheduled in the round that made it: the next one. */
  static final int SCHEDULED = -1;

  private final ChangeList<CallRow> list;
  private final TreeMap<Integer, Optional<CallRow>> waiting = new TreeMap<>();
  private int next;

  Places(ChangeList<CallRow> list) {
    this.list = list;
  }

  /** A round has ended; its record follows. */
  void begin(long eventId) {
    settle(eventId);
    next = 0;
  }

  void take(CallRow row, int place, long eventId) {
    if (place < next) {
      // Scheduled, or recorded later than the calls behind it.
      list.add(row, eventId);
      next += place == SCHEDULED ? 1 : 0;
    } else {
      waiting.put(place, Optional.of(row));
    }
    goOn(eventId);
  }

  /** What the record has at this place is no new row: a derived promise, or a call known before. */
  void skip(int place, long eventId) {
    if (place >= next) {
      waiting.putIfAbsent(place, Optional.empty());
      goOn(eventId);
    }
  }

  private void goOn(long eventId) {
    while (waiting.containsKey(next)) {
      waiting.remove(next++).ifPresent(row -> list.add(row, eventId));
    }
  }

  /** No more of the round comes: what a call that was refused holds back is put now. */
  void settle(long eventId) {
    waiting.values().forEach(some -> some.ifPresent(row -> list.add(row, eventId)));
    waiting.clear();
  }
}
