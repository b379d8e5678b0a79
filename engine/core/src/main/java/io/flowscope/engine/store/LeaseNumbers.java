package io.flowscope.engine.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of leases: tokens are random, and rows that lie side by side in the order in which they
 * came cost a batch one page instead of many. What a failed batch did here is forgotten with the
 * store.
 */
final class LeaseNumbers {
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<Long, Long> parts = new HashMap<>();
  private final Deque<Long> free = new ArrayDeque<>();
  private long last;
  private long total;

  /** A lease that the table holds. */
  void put(String token, long number, byte[] sum) {
    numbers.put(token, number);
    last = Math.max(last, number);
    written(number, sum);
  }

  /** What a row has now. */
  void written(long number, byte[] sum) {
    long part = H2Meta.part(number, sum);
    Long before = parts.put(number, part);
    total += part - (before == null ? 0 : before);
  }

  /** What all rows add up to. */
  long total() {
    return total;
  }

  /** A row whose lease cannot be read; another one takes its place. */
  void free(long number) {
    free.add(number);
    last = Math.max(last, number);
  }

  /** The row of a lease, a new one if it has none. */
  long numberOf(String token) {
    return numbers.computeIfAbsent(token, unused -> free.isEmpty() ? ++last : free.poll());
  }

  /** The row of a lease that is over; null when it has none. */
  @Nullable Long over(String token) {
    Long number = numbers.remove(token);
    Long part = number == null ? null : parts.remove(number);
    total -= part == null ? 0 : part;
    return number;
  }
}
