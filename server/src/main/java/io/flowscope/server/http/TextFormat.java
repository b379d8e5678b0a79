package io.flowscope.server.http;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;

/** The formats of text that the description of a jar names, as Java reads them. */
final class TextFormat {
  private TextFormat() {}

  /**
   * What the text should have been, where it is not that.
   *
   * @param format as in the schema; an unknown one takes any text
   * @param javaType the simple name of the Java type behind it, or empty
   */
  static Optional<String> problem(String format, String javaType, String text) {
    try {
      return switch (format) {
        case "uri", "uri-reference" ->
            read(!URI.create(text).toString().isBlank(), "a URI, such as https://example.org/a");
        case "uuid" -> read(UUID.fromString(text).toString().equalsIgnoreCase(text), "a UUID");
        case "duration" -> read(Duration.parse(text) != null, "a duration, such as PT1M30S");
        case "date" -> read(LocalDate.parse(text) != null, "a date, such as 2026-11-21");
        case "time" -> read(LocalTime.parse(text) != null, "a time, such as 10:15:30");
        case "date-time" -> read(isMoment(javaType, text), "a moment");
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.of(example(format, javaType));
    }
  }

  private static Optional<String> read(boolean fits, String example) {
    return fits ? Optional.empty() : Optional.of(example);
  }

  private static boolean isMoment(String javaType, String text) {
    Object moment =
        switch (javaType) {
          case "LocalDateTime", "java.time.LocalDateTime" -> LocalDateTime.parse(text);
          case "ZonedDateTime", "java.time.ZonedDateTime" -> ZonedDateTime.parse(text);
          case "OffsetDateTime", "java.time.OffsetDateTime" -> OffsetDateTime.parse(text);
          default -> Instant.parse(text);
        };
    return moment != null;
  }

  private static String example(String format, String javaType) {
    return switch (format) {
      case "uri", "uri-reference" -> "a URI, such as https://example.org/a";
      case "uuid" -> "a UUID, such as 123e4567-e89b-12d3-a456-426614174000";
      case "duration" -> "a duration, such as PT1M30S";
      case "date" -> "a date, such as 2026-11-21";
      case "time" -> "a time, such as 10:15:30";
      default ->
          javaType.endsWith("LocalDateTime")
              ? "a date and time, such as 2026-11-21T10:15:30"
              : "a moment, such as 2026-11-21T10:15:30Z";
    };
  }
}
