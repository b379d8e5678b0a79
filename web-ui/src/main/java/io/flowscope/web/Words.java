package io.flowscope.web;

import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.NodeState;
import io.flowscope.web.page.WorkerInfo;
import io.flowscope.web.page.WorkflowsPage.CheckState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures and states as pages write them. The browser's {@code words.js} does the same. */
public final class Words {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.US);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.US);
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.US);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.US);

  private Words() {}

  /**
   * How a state is shown.
   *
   * @param css the class that sets its colour
   * @param icon the shape in the sprite
   * @param word what it is called
   */
  public record Sign(String css, String icon, String word) {}

  /** Shape, colour and word of an execution's status. */
  public static Sign sign(ExecutionStatus status) {
    return switch (status) {
      case RUNNING -> new Sign("running", "running", "running");
      case COMPLETED -> new Sign("completed", "completed", "completed");
      case FAILED -> new Sign("failed", "failed", "failed");
      case TIMED_OUT -> new Sign("timedout", "timedout", "timed out");
      case CANCELED -> new Sign("canceled", "canceled", "canceled");
      case TERMINATED -> new Sign("terminated", "terminated", "terminated");
      case CONTINUED_AS_NEW -> new Sign("completed", "next", "continued as new");
    };
  }

  /** Shape, colour and word of a call's state. */
  public static Sign sign(NodeState state) {
    return switch (state) {
      case PENDING -> new Sign("pending", "pending", "pending");
      case SCHEDULED -> new Sign("queued", "queued", "queued");
      case STARTED -> new Sign("running", "running", "running");
      case COMPLETED -> new Sign("completed", "completed", "completed");
      case FAILED -> new Sign("failed", "failed", "failed");
      case TIMED_OUT -> new Sign("timedout", "timedout", "timed out");
      case CANCELED -> new Sign("canceled", "canceled", "canceled");
    };
  }

  /** Shape, colour and word of a worker's state. */
  public static Sign sign(WorkerInfo.State state) {
    return switch (state) {
      case RUNNING -> new Sign("running", "running", "running");
      case WAITING -> new Sign("timedout", "timedout", "starts again");
      case QUARANTINED -> new Sign("failed", "failed", "crashes");
      case STOPPED -> new Sign("canceled", "canceled", "stopped");
    };
  }

  /** Shape, colour and word of a check. */
  public static Sign sign(CheckState state) {
    return switch (state) {
      case PASSED -> new Sign("completed", "completed", "passed");
      case WARNING -> new Sign("warn", "warn", "warning");
      case FAILED -> new Sign("failed", "failed", "failed");
    };
  }

  /** A status as addresses and JSON name it: {@code timedOut}. */
  public static String json(ExecutionStatus status) {
    return switch (status) {
      case RUNNING -> "running";
      case COMPLETED -> "completed";
      case FAILED -> "failed";
      case TIMED_OUT -> "timedOut";
      case CANCELED -> "canceled";
      case TERMINATED -> "terminated";
      case CONTINUED_AS_NEW -> "continuedAsNew";
    };
  }

  /** {@code 0.64 s}, {@code 3 min 33 s}, {@code 5 h 02 min}, {@code 2 d 03 h}. */
  public static String duration(long millis) {
    long m = Math.max(0, millis);
    if (m < 59_995) {
      return String.format(Locale.ROOT, "%.2f s", m / 1000.0);
    }
    long s = Math.round(m / 1000.0);
    if (s < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60);
    }
    if (s < 86_400) {
      return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }
    return String.format(Locale.ROOT, "%d d %02d h", s / 86_400, s / 3600 % 24);
  }

  /** Seconds with three decimals, for columns: {@code 0.695}. */
  public static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  /** {@code 1,284}. */
  public static String count(long n) {
    return String.format(Locale.US, "%,d", n);
  }

  /** {@code 1 jar}, {@code 3 jars}. */
  public static String count(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  /** {@code 980 B}, {@code 12.4 MB}. */
  public static String bytes(long n) {
    if (n < 1000) {
      return n + " B";
    }
    if (n < 1_000_000) {
      return tenths(n / 1e3) + " kB";
    }
    return n < 1_000_000_000 ? tenths(n / 1e6) + " MB" : tenths(n / 1e9) + " GB";
  }

  private static String tenths(double n) {
    String text = String.format(Locale.ROOT, "%.1f", n);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A time zone as people write it. */
  public static String zone(ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /**
   * A moment as short as it is clear, seen from {@code now}: {@code 14:02:11} today, {@code Fri
   * 18:12} within a week, else {@code 3 May 2026, 18:12}.
   */
  public static String at(long millis, long now, ZoneId zone) {
    var time = Instant.ofEpochMilli(millis).atZone(zone);
    LocalDate today = Instant.ofEpochMilli(now).atZone(zone).toLocalDate();
    if (time.toLocalDate().equals(today)) {
      return TIME.format(time);
    }
    if (time.toLocalDate().isAfter(today.minusDays(6)) && time.toLocalDate().isBefore(today)) {
      return WEEKDAY.format(time);
    }
    return DATE.format(time);
  }

  /** {@code 14:02:11.480}. */
  public static String clock(long millis, ZoneId zone) {
    return MILLIS.format(Instant.ofEpochMilli(millis).atZone(zone));
  }

  /** The moment in full, for titles and machines: {@code 2026-11-21T14:02:11.480Z}. */
  public static String instant(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** The first 8 digits of a hash. */
  public static String shortHash(String hash) {
    return hash.length() > 8 ? hash.substring(0, 8) : hash;
  }

  /** At most {@code max} characters; the rest becomes an ellipsis. */
  public static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
