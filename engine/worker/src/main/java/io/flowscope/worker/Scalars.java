package io.flowscope.worker;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Classes of the JDK whose values are one JSON string, and the format that a schema gives them. */
final class Scalars {
  private record Scalar(Function<String, Object> read, String format) {}

  private static final Map<Class<?>, Scalar> BY_CLASS =
      Map.ofEntries(
          Map.entry(Instant.class, new Scalar(Instant::parse, "date-time")),
          Map.entry(Duration.class, new Scalar(Duration::parse, "duration")),
          Map.entry(Period.class, new Scalar(Period::parse, "duration")),
          Map.entry(LocalDate.class, new Scalar(LocalDate::parse, "date")),
          Map.entry(LocalTime.class, new Scalar(LocalTime::parse, "local-time")),
          Map.entry(LocalDateTime.class, new Scalar(LocalDateTime::parse, "local-date-time")),
          Map.entry(OffsetDateTime.class, new Scalar(OffsetDateTime::parse, "date-time")),
          Map.entry(OffsetTime.class, new Scalar(OffsetTime::parse, "time")),
          Map.entry(ZonedDateTime.class, new Scalar(ZonedDateTime::parse, "zoned-date-time")),
          Map.entry(Year.class, new Scalar(Year::parse, "year")),
          Map.entry(YearMonth.class, new Scalar(YearMonth::parse, "year-month")),
          Map.entry(MonthDay.class, new Scalar(MonthDay::parse, "month-day")),
          Map.entry(ZoneId.class, new Scalar(ZoneId::of, "time-zone")),
          Map.entry(UUID.class, new Scalar(UUID::fromString, "uuid")),
          Map.entry(URI.class, new Scalar(URI::create, "uri")),
          Map.entry(Locale.class, new Scalar(Locale::forLanguageTag, "language-tag")),
          Map.entry(Currency.class, new Scalar(Currency::getInstance, "currency")));

  private Scalars() {}

  /** The text of {@code value}, or null where its class is none of these. */
  static @Nullable String write(Object value) {
    return switch (value) {
      case Locale locale -> locale.toLanguageTag();
      case ZoneId zone -> zone.getId();
      default -> BY_CLASS.containsKey(value.getClass()) ? value.toString() : null;
    };
  }

  static boolean isScalar(Class<?> type) {
    return BY_CLASS.containsKey(type);
  }

  /** The {@code format} of a JSON schema. */
  static String format(Class<?> type) {
    return scalar(type).format();
  }

  /**
   * @throws RuntimeException of the class's own parser, when the text does not fit
   */
  static Object read(Class<?> type, String text) {
    return scalar(type).read().apply(text);
  }

  private static Scalar scalar(Class<?> type) {
    Scalar scalar = BY_CLASS.get(type);
    if (scalar == null) {
      throw new IllegalArgumentException(type.getName() + " is not written as one string");
    }
    return scalar;
  }
}
