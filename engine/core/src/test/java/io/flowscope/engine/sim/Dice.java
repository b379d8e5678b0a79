package io.flowscope.engine.sim;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Every choice of a run, from its seed. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    // Neighbouring seeds of Random begin alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L ^ 0xD1B54A32D192ED03L);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  final <T> T any(T... all) {
    return all[random.nextInt(all.length)];
  }

  /** Whole milliseconds up to {@code most}. */
  Duration upTo(Duration most) {
    return Duration.ofMillis((long) (random.nextDouble() * most.toMillis()));
  }
}
