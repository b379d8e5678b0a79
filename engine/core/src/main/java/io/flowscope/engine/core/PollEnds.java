package io.flowscope.engine.core;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Ends polls that have waited long enough, by any thread: neither the disk nor a clock that is set
 * back makes a poll longer.
 */
final class PollEnds {
  private final LongSupplier elapsed;
  private final long longest;
  private final AtomicLong last = new AtomicLong();
  private final ConcurrentNavigableMap<End, WaitingPoll<?>> waiting = new ConcurrentSkipListMap<>();

  /** When a poll ends; polls of the same moment differ in their numbers. */
  private record End(long at, long number) implements Comparable<End> {
    @Override
    public int compareTo(End other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /**
   * @param elapsed nanoseconds since some moment, never set back
   * @param longest how long a poll may wait, in nanoseconds
   */
  PollEnds(LongSupplier elapsed, long longest) {
    this.elapsed = elapsed;
    this.longest = longest;
  }

  /** From now on the poll waits. */
  void begin(WaitingPoll<?> poll) {
    End end = new End(elapsed.getAsLong() + longest, last.incrementAndGet());
    waiting.put(end, poll);
    var unused = poll.whenComplete((answer, failure) -> waiting.remove(end));
  }

  /** Gives the empty answer to all whose time is over. */
  void end() {
    End now = new End(elapsed.getAsLong(), Long.MAX_VALUE);
    waiting.headMap(now).values().forEach(WaitingPoll::end);
  }
}
