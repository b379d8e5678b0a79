package io.flowscope.engine.core;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Token buckets, one for each domain and name; each holds what is allowed in one second. */
final class Rates {
  private record Key(String domain, String name) {}

  private static final class Bucket {
    double left;
    Instant filled;

    Bucket(int full, Instant now) {
      this.left = full;
      this.filled = now;
    }
  }

  private final Map<Key, Bucket> buckets = new HashMap<>();

  /** Takes one of what a second allows; false when nothing is left. */
  boolean take(String domain, String name, int perSecond, Instant now) {
    Bucket bucket =
        buckets.computeIfAbsent(new Key(domain, name), key -> new Bucket(perSecond, now));
    if (now.isAfter(bucket.filled)) {
      double seconds = Duration.between(bucket.filled, now).toNanos() / 1e9;
      bucket.left = Math.min(perSecond, bucket.left + seconds * perSecond);
    }
    // Also when the clock was set back, or the bucket would stay empty until it is there again.
    bucket.filled = now;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }
}
