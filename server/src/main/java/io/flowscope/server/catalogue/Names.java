package io.flowscope.server.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rules for the names of a jar's entries. */
final class Names {
  private static final int SHOWN = 80;

  private Names() {}

  /** The name in quotes, shortened, its control characters escaped. */
  static String shown(String name) {
    StringBuilder text = new StringBuilder("'");
    name.codePoints()
        .limit(SHOWN)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.append(name.codePointCount(0, name.length()) > SHOWN ? "…'" : "'").toString();
  }

  /** What is wrong with the names of these entries, if anything is. */
  static Optional<String> complaint(List<ZipDirectory.Entry> entries) {
    Map<String, String> seen = new HashMap<>();
    for (ZipDirectory.Entry entry : entries) {
      String name = entry.name();
      Optional<String> complaint = complaint(entry);
      if (complaint.isPresent()) {
        return complaint;
      }
      String other = seen.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        return Optional.of(
            other.equals(name)
                ? "It has a duplicate entry " + shown(name) + "."
                : "Entries %s and %s differ only in upper and lower case."
                    .formatted(shown(other), shown(name)));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> complaint(ZipDirectory.Entry entry) {
    String name = entry.name();
    if (name.isEmpty()) {
      return Optional.of("It has an entry without a name.");
    }
    if (entry.link()) {
      return Optional.of("Entry " + shown(name) + " is a symbolic link.");
    }
    if (name.indexOf('\0') >= 0) {
      return Optional.of("Entry " + shown(name) + " has a NUL character in its name.");
    }
    if (name.indexOf('\\') >= 0) {
      return Optional.of("Entry " + shown(name) + " has a backslash in its name.");
    }
    if (name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*")) {
      return Optional.of("Entry " + shown(name) + " has an absolute path.");
    }
    for (String step : name.split("/", -1)) {
      if (step.equals("..") || step.equals(".")) {
        return Optional.of(
            "Entry %s leads out of the jar by a '%s' in its path.".formatted(shown(name), step));
      }
    }
    return Optional.empty();
  }
}
