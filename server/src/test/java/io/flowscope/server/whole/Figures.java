package io.flowscope.server.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Arithmetic on measurements, and how they are written. */
final class Figures {
  private Figures() {}

  static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  static double median(List<Double> values) {
    return percentile(values, 50);
  }

  /** The smallest value that so many of a hundred do not exceed. */
  static double percentile(List<Double> values, int percent) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** Three digits that mean something. */
  static String number(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** A table of Markdown; the first column is for words, the others for numbers. */
  static String table(List<String> head, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(line(head));
    List<String> rule = new ArrayList<>(List.of("---"));
    head.stream().skip(1).forEach(column -> rule.add("---:"));
    lines.add(line(rule));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  static List<String> row(String... cells) {
    return Arrays.asList(cells);
  }
}
