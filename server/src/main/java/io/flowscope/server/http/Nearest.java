package io.flowscope.server.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names near to one that does not exist. */
final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /** A sentence with the names nearest to {@code given}. */
  static String hint(String given, Collection<String> known) {
    if (known.isEmpty()) {
      return "No workflow is registered yet; upload a jar first.";
    }
    List<String> near =
        known.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt((String name) -> distance(given, name))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST)
            .toList();
    return "Near to it: " + String.join(", ", near) + ".";
  }

  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    if (!a.isEmpty() && (b.contains(a) || a.contains(b))) {
      return 0;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
