package io.flowscope.spi;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Durations as SWF wants them: whole seconds, rounded up. */
public final class Seconds {
  private Seconds() {}

  /** Whole seconds. */
  public static long roundedUp(Duration duration) {
    return duration.getNano() > 0 ? duration.getSeconds() + 1 : duration.getSeconds();
  }

  /**
   * Reads what an annotation says.
   *
   * @param member of the annotation, for the complaint
   * @throws IllegalArgumentException when it is no duration, or below zero
   */
  public static long parse(String member, String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return roundedUp(duration);
      }
    } catch (DateTimeParseException e) {
      // The sentence below says it.
    }
    throw new IllegalArgumentException(
        member + " = \"" + text + "\" is not a duration as ISO-8601 writes it, for instance PT30S");
  }
}
