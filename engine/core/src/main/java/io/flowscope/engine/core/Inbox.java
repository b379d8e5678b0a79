package io.flowscope.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for the writer, in the order in which it came. Calls that would be too many or too
 * heavy are not let in: a disk that stands still must not fill the memory. Safe for use by several
 * threads.
 */
final class Inbox {
  private final Capacity capacity;
  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong characters = new AtomicLong();

  private record Entry(Writer.Request request, int calls, long characters) {}

  Inbox(Capacity capacity) {
    this.capacity = capacity;
  }

  /**
   * Lets a call in, or not.
   *
   * @param weight how heavy it is, in {@link Weight}'s units; a single call is never too heavy
   */
  boolean offer(Writer.Request call, long weight) {
    if (calls.incrementAndGet() > capacity.calls()) {
      calls.decrementAndGet();
      return false;
    }
    if (characters.addAndGet(weight) > Math.max(weight, capacity.characters())) {
      characters.addAndGet(-weight);
      calls.decrementAndGet();
      return false;
    }
    entries.add(new Entry(call, 1, weight));
    return true;
  }

  /** Lets in what must not be refused: the engine's own, which is never much. */
  void add(Writer.Request request) {
    entries.add(new Entry(request, 0, 0));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Takes up to {@code most} out. */
  List<Writer.Request> take(int most) {
    List<Writer.Request> taken = new ArrayList<>();
    while (taken.size() < most) {
      Entry next = entries.poll();
      if (next == null) {
        break;
      }
      calls.addAndGet(-next.calls());
      characters.addAndGet(-next.characters());
      taken.add(next.request());
    }
    return taken;
  }
}
