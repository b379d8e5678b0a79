package io.flowscope.spi;

import io.flowscope.Limit;
import io.flowscope.Policy;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Limit} says, with a stub's {@link Policy} applied.
 *
 * @param open how many calls may be open at once; 0 for any number
 * @param rate how fast they may begin; null for any
 */
public record Limits(int open, @Nullable Rate rate) {
  /** No limit. */
  public static final Limits NONE = new Limits(0, null);

  public Limits {
    if (open < 0) {
      throw new IllegalArgumentException("limit.open must not be below 0, but is " + open);
    }
  }

  /**
   * Reads the annotation.
   *
   * @throws IllegalArgumentException with a sentence that names the member
   */
  public static Limits of(Limit limit) {
    return new Limits(limit.open(), limit.rate().isEmpty() ? null : Rate.of(limit.rate()));
  }

  /** With what the policy says. */
  public Limits with(Policy policy) {
    return new Limits(policy.get(Policy.Part.LIMIT, open), policy.get(Policy.Part.RATE, rate));
  }

  /** Whether it limits nothing. */
  public boolean none() {
    return equals(NONE);
  }
}
