package io.flowscope.web.draw;

import java.util.Locale;

/** Writes SVG elements; every text and attribute is escaped here and nowhere else. */
final class Svg {
  private final StringBuilder out = new StringBuilder(4096);

  Svg rect(double x, double y, double w, double h, double r, String cls, String... attributes) {
    out.append("<rect x=\"").append(num(x)).append("\" y=\"").append(num(y));
    out.append("\" width=\"").append(num(Math.max(w, 0))).append("\" height=\"").append(num(h));
    if (r > 0) {
      out.append("\" rx=\"").append(num(r));
    }
    out.append("\" class=\"").append(cls).append('"');
    attributes(attributes);
    out.append("/>");
    return this;
  }

  Svg path(String d, String cls, String... attributes) {
    out.append("<path d=\"").append(d).append("\" class=\"").append(cls).append('"');
    attributes(attributes);
    out.append("/>");
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String cls, String... attributes) {
    return path("M" + num(x1) + " " + num(y1) + "L" + num(x2) + " " + num(y2), cls, attributes);
  }

  Svg text(double x, double y, String text, String cls) {
    out.append("<text x=\"").append(num(x)).append("\" y=\"").append(num(y)).append('"');
    if (!cls.isEmpty()) {
      out.append(" class=\"").append(cls).append('"');
    }
    out.append('>').append(escape(text)).append("</text>");
    return this;
  }

  /** The shape of a state, 12 px wide. */
  Svg icon(double x, double y, String state) {
    out.append("<g class=\"ic ").append(state).append("\" transform=\"translate(");
    out.append(num(x)).append(' ').append(num(y)).append(") scale(0.857)\">");
    out.append(StateIcon.shape(state)).append("</g>");
    return this;
  }

  Svg open(String cls, String... attributes) {
    out.append("<g class=\"").append(cls).append('"');
    attributes(attributes);
    out.append('>');
    return this;
  }

  Svg title(String text) {
    out.append("<title>").append(escape(text)).append("</title>");
    return this;
  }

  Svg close() {
    out.append("</g>");
    return this;
  }

  Svg add(Svg other) {
    out.append(other.out);
    return this;
  }

  private void attributes(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      out.append(' ').append(namesAndValues[i]).append("=\"");
      out.append(escape(namesAndValues[i + 1])).append('"');
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /** Two decimals at most, none where there are none. */
  static String num(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    if (text.charAt(end - 1) == '.') {
      end--;
    }
    String cut = text.substring(0, end);
    return cut.equals("-0") ? "0" : cut;
  }

  /**
   * Text for XML: markup escaped, characters that XML forbids replaced, and those that reorder the
   * characters around them left out, so that a name cannot disguise another.
   */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> appendAllowed(safe, c);
              }
            });
    return safe.toString();
  }

  private static void appendAllowed(StringBuilder safe, int c) {
    boolean reorders = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (reorders) {
      return;
    }
    boolean control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    boolean noncharacter = (c & 0xFFFE) == 0xFFFE;
    if (control) {
      safe.append(' ');
    } else if (surrogate || noncharacter) {
      safe.append('\uFFFD');
    } else {
      safe.appendCodePoint(c);
    }
  }
}
