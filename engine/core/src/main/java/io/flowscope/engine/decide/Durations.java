package io.flowscope.engine.decide;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SWF's way to write durations and priorities: text. */
public final class Durations {
  static final String NONE = "NONE";

  private Durations() {}

  /** When {@code timeout} after {@code from} is over; empty when it never is. */
  public static Optional<Instant> after(@Nullable Instant from, @Nullable String timeout) {
    if (from == null || timeout == null || !isLimited(timeout)) {
      return Optional.empty();
    }
    return Optional.of(from.plusSeconds(Long.parseLong(timeout)));
  }

  /** Whether {@code timeout} ever ends. */
  public static boolean isLimited(@Nullable String timeout) {
    return timeout != null && !timeout.isEmpty() && !timeout.equals(NONE);
  }

  /** The priority as a number; 0 when it is absent. */
  public static int priority(@Nullable String text) {
    return text == null || text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  /** The first that is neither null nor empty, or null. */
  public static @Nullable String first(@Nullable String own, @Nullable String otherwise) {
    return own != null && !own.isEmpty() ? own : blankToNull(otherwise);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
