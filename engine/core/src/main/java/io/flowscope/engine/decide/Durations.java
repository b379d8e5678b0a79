package io.flowscope.engine.decide;

import io.flowscope.engine.SwfFault;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SWF's way to write durations and priorities: text. */
public final class Durations {
  static final String NONE = "NONE";

  private Durations() {}

  /** When {@code timeout} after {@code from} is over; empty when it never is. */
  public static Optional<Instant> after(@Nullable Instant from, @Nullable String timeout) {
    if (from == null || timeout == null || timeout.isEmpty() || timeout.equals(NONE)) {
      return Optional.empty();
    }
    return Optional.of(from.plusSeconds(Long.parseLong(timeout)));
  }

  /** The priority as a number; 0 when it is absent. */
  public static int priority(@Nullable String text) {
    return text == null || text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  /** Refuses what is neither absent nor whole seconds of at most eight digits nor NONE. */
  public static void check(String member, @Nullable String timeout) {
    if (timeout != null && !timeout.isEmpty() && !timeout.equals(NONE)) {
      checkSeconds(member, timeout);
    }
  }

  /** Refuses what is neither absent nor whole seconds; NONE too. */
  public static void checkFinite(String member, @Nullable String timeout) {
    if (timeout != null && !timeout.isEmpty()) {
      checkSeconds(member, timeout);
    }
  }

  /** Refuses what is no whole seconds. */
  public static void checkSeconds(String member, String text) {
    boolean whole = !text.isEmpty() && text.length() <= 8;
    for (int i = 0; i < text.length() && whole; i++) {
      whole = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!whole) {
      throw new SwfFault(
          "ValidationException",
          "Value '"
              + text
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must be a whole number of seconds"
              + " of at most 8 digits");
    }
  }

  /** Refuses what is neither absent nor a 32-bit number. */
  public static void checkPriority(String member, @Nullable String text) {
    try {
      priority(text);
    } catch (NumberFormatException e) {
      throw new SwfFault(
          "ValidationException",
          "Value '"
              + text
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must be an integer from -2147483648"
              + " to 2147483647");
    }
  }

  /** The first that is neither null nor empty, or null. */
  static @Nullable String first(@Nullable String own, @Nullable String otherwise) {
    return own != null && !own.isEmpty() ? own : blankToNull(otherwise);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
