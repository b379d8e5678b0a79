package io.flowscope.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Answers that hold for a while, so that many who ask the same make one call. */
final class Remembered<T> {
  private static final int MOST = 100;

  private final Duration life;
  private final InstantSource clock;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  private record Entry<T>(Instant at, T answer) {}

  Remembered(Duration life, InstantSource clock) {
    this.life = life;
    this.clock = clock;
  }

  /** What was answered to the question a while ago, or is answered now. */
  T get(String question, Supplier<T> ask) {
    synchronized (this) {
      Instant now = clock.instant();
      entries.values().removeIf(entry -> entry.at().plus(life).isBefore(now));
      Entry<T> known = entries.get(question);
      if (known != null) {
        return known.answer();
      }
    }
    T answer = ask.get();
    synchronized (this) {
      if (entries.size() >= MOST) {
        entries.clear();
      }
      entries.put(question, new Entry<>(clock.instant(), answer));
    }
    return answer;
  }
}
