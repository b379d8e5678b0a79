package io.flowscope.engine.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the small JSON objects of the records; what is null or empty is left out. */
final class RecordText {
  private final StringBuilder out = new StringBuilder("{");

  RecordText text(String name, @Nullable String value, int max) {
    if (value != null) {
      name(name);
      quote(out, value.length() <= max ? value : value.substring(0, max));
    }
    return this;
  }

  RecordText number(String name, long value, long unlessIt) {
    if (value != unlessIt) {
      name(name);
      out.append(value);
    }
    return this;
  }

  RecordText flag(String name, boolean value) {
    if (value) {
      raw(name, "true");
    }
    return this;
  }

  /** Strings that are in short form already. */
  RecordText texts(String name, List<String> values) {
    if (!values.isEmpty()) {
      name(name);
      out.append('[');
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          out.append(',');
        }
        quote(out, values.get(i));
      }
      out.append(']');
    }
    return this;
  }

  RecordText raw(String name, String json) {
    name(name);
    out.append(json);
    return this;
  }

  String end() {
    return out.append('}').toString();
  }

  private void name(String name) {
    if (out.length() > 1) {
      out.append(',');
    }
    out.append('"').append(name).append("\":");
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** How long {@code text} is between quotes. */
  static int quotedLength(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2);
    quote(quoted, text);
    return quoted.length();
  }
}
