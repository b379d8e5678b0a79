package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists of identities in the short form of the records: {@code VideoTasks.thumbnail-1..998} stands
 * for 998 identities with consecutive counters. An identity that could be taken for something else
 * is written with a {@code =} before it.
 */
final class IdRanges {
  /** So many identities one record may stand for; a text that claims more is not one of ours. */
  static final int MAX = 200_000;

  private static final int MAX_DIGITS = 9;

  private IdRanges() {}

  /** Where the counter of {@code id} begins, or -1 where it does not end in {@code -<counter>}. */
  static int counterAt(String id) {
    int at = id.length();
    while (at > 0 && digit(id.charAt(at - 1))) {
      at--;
    }
    int digits = id.length() - at;
    boolean counter =
        digits > 0
            && digits <= MAX_DIGITS
            && at > 1
            && id.charAt(at - 1) == '-'
            && (id.charAt(at) != '0' || digits == 1);
    return counter ? at : -1;
  }

  static int counter(String id, int at) {
    return Integer.parseInt(id, at, id.length(), 10);
  }

  /** Whether {@code next} is {@code first} with a counter that is {@code steps} higher. */
  static boolean follows(String first, int firstAt, String next, int steps) {
    int at = counterAt(next);
    return firstAt > 0
        && at == firstAt
        && next.regionMatches(0, first, 0, at)
        && counter(next, at) == counter(first, firstAt) + (long) steps;
  }

  /** The identity {@code steps} after {@code first}, which ends in a counter. */
  static String later(String first, int steps) {
    int at = counterAt(first);
    return first.substring(0, at) + (counter(first, at) + (long) steps);
  }

  /** The short form, in the same order. */
  static List<String> compress(List<String> ids) {
    List<String> tokens = new ArrayList<>();
    int from = 0;
    while (from < ids.size()) {
      String first = ids.get(from);
      int at = special(first) ? -1 : counterAt(first);
      int next = from + 1;
      while (next < ids.size() && follows(first, at, ids.get(next), next - from)) {
        next++;
      }
      if (next == from + 1) {
        tokens.add(escape(first));
      } else {
        int last = counter(first, at) + next - from - 1;
        tokens.add(first + ".." + last);
      }
      from = next;
    }
    return tokens;
  }

  /** One identity as it stands in a list. */
  static String escape(String id) {
    return special(id) || range(id) >= 0 ? "=" + id : id;
  }

  static boolean special(String id) {
    return id.startsWith("=") || id.startsWith("+");
  }

  /**
   * Adds what {@code token} stands for.
   *
   * @return false where that would be more than {@link #MAX}
   */
  static boolean expand(String token, List<String> into) {
    int dots = token.startsWith("=") ? -1 : range(token);
    if (dots < 0) {
      into.add(token.startsWith("=") ? token.substring(1) : token);
      return into.size() <= MAX;
    }
    String first = token.substring(0, dots);
    int at = counterAt(first);
    int low = counter(first, at);
    int high = Integer.parseInt(token, dots + 2, token.length(), 10);
    if ((long) high - low + into.size() >= MAX) {
      return false;
    }
    String stem = first.substring(0, at);
    for (int i = low; i <= high; i++) {
      into.add(stem + i);
    }
    return true;
  }

  /** Where the dots of a range stand, or -1 where {@code text} is none. */
  private static int range(String text) {
    int dots = text.lastIndexOf("..");
    int digits = text.length() - dots - 2;
    if (dots <= 0 || digits < 1 || digits > MAX_DIGITS) {
      return -1;
    }
    for (int i = dots + 2; i < text.length(); i++) {
      if (!digit(text.charAt(i))) {
        return -1;
      }
    }
    String first = text.substring(0, dots);
    int at = counterAt(first);
    boolean ordered =
        at > 0 && counter(first, at) <= Integer.parseInt(text, dots + 2, text.length(), 10);
    return ordered ? dots : -1;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
