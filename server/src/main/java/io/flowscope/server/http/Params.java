package io.flowscope.server.http;

import io.flowscope.server.connect.Connection;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What requests say in their path and query, checked. */
final class Params {
  private static final int LONGEST = 256;

  private Params() {}

  /** The run that the path names. */
  static RunId run(Context ctx) {
    Where where = where(ctx);
    return RunId.at(where, segment(ctx, "workflowId"), segment(ctx, "runId"));
  }

  /** The connection and the domain that the path names; whether they exist is told by calls. */
  static Where where(Context ctx) {
    return new Where(segment(ctx, "connection"), segment(ctx, "domain"));
  }

  /** The connection that a query or a form names; the embedded engine's where it names none. */
  static String connection(@Nullable String named) {
    return named == null || named.isEmpty() ? Connection.LOCAL : named;
  }

  private static String segment(Context ctx, String name) {
    String value = ctx.pathParam(name);
    if (value.isEmpty()
        || value.length() > LONGEST
        || value.chars().anyMatch(Character::isISOControl)) {
      throw Problem.notFound(
          "notFound", "There is no %s '%s'.".formatted(name, Json.shorten(value)));
    }
    return value;
  }

  /** A text of the query; empty where it is absent. */
  static String text(Context ctx, String name) {
    String value = ctx.queryParam(name);
    if (value == null) {
      return "";
    }
    if (value.length() > LONGEST) {
      throw Problem.field(
          name,
          "'%s' has %d characters; at most %d are taken.".formatted(name, value.length(), LONGEST));
    }
    return value;
  }

  /** A whole number of the query. */
  static int number(Context ctx, String name, int absent, int least, int most) {
    String value = text(ctx, name);
    if (value.isEmpty()) {
      return absent;
    }
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw Problem.field(
        name,
        "'%s' is '%s'; a whole number from %d to %d is expected."
            .formatted(name, Json.shorten(value), least, most));
  }

  /** Refuses query parameters that mean nothing here. */
  static void only(Context ctx, Set<String> known) {
    ctx.queryParamMap().keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw Problem.field(
                  Json.shorten(name),
                  "There is no parameter '%s' here; known are %s."
                      .formatted(
                          Json.shorten(name), String.join(", ", known.stream().sorted().toList())));
            });
  }

  /**
   * A moment: epoch milliseconds, an instant, a date, or back from now, such as {@code -24h}.
   *
   * @return null where {@code value} is empty
   */
  static @Nullable Instant moment(String name, String value, Instant now) {
    if (value.isEmpty()) {
      return null;
    }
    try {
      if (value.matches("\\d{1,15}")) {
        return Instant.ofEpochMilli(Long.parseLong(value));
      }
      if (value.matches("-\\d{1,6}[smhd]")) {
        String amount = value.substring(1).toUpperCase(Locale.ROOT);
        return now.minus(Duration.parse(amount.endsWith("D") ? "P" + amount : "PT" + amount));
      }
      return value.length() == 10
          ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(value);
    } catch (DateTimeException e) {
      throw Problem.field(
          name,
          "'%s' is '%s'; epoch milliseconds, 2026-11-21, 2026-11-21T10:15:30Z or -24h are expected."
              .formatted(name, Json.shorten(value)));
    }
  }
}
