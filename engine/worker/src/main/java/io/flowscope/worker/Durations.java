package io.flowscope.worker;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the durations of an annotation as SWF wants them: whole seconds, rounded up. */
final class Durations {
  private final String where;
  private final String annotation;
  private final List<String> complaints;

  Durations(String where, String annotation, List<String> complaints) {
    this.where = where;
    this.annotation = annotation;
    this.complaints = complaints;
  }

  /** Whole seconds; null where {@code text} is empty or was complained of. */
  @Nullable Long seconds(String member, String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return roundedUp(duration);
      }
    } catch (DateTimeParseException e) {
      // The sentence below says it.
    }
    complaints.add(
        where
            + ": "
            + annotation
            + "("
            + member
            + " = \""
            + text
            + "\") is not a duration as ISO-8601 writes it, for instance PT30S.");
    return null;
  }

  static long roundedUp(Duration duration) {
    return duration.getNano() > 0 ? duration.getSeconds() + 1 : duration.getSeconds();
  }
}
