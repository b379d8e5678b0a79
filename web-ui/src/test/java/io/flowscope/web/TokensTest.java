package io.flowscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Text has 4.5:1, graphics 3:1 in both themes; states differ for those who see no red and green.
 */
class TokensTest {
  private static final List<String> STATES =
      List.of(
          "st-pending",
          "st-queued",
          "st-running",
          "st-completed",
          "st-failed",
          "st-timedout",
          "st-canceled");
  private static final List<String> TEXT =
      List.of(
          "ink",
          "ink-2",
          "ink-3",
          "accent",
          "st-failed",
          "barrier",
          "code-key",
          "code-str",
          "code-rem");
  private static final List<String> GRAPHICS =
      List.of("line-strong", "barrier", "decider", "edge", "critical", "now");
  private static final List<String> GROUNDS = List.of("bg", "surface", "sunken");

  private final Map<String, Map<String, String>> themes = themes();

  private static Map<String, Map<String, String>> themes() {
    try {
      String css = Files.readString(Path.of("src/main/resources/static/css/tokens.css"));
      String[] light = css.split(Pattern.quote("@media (prefers-color-scheme: dark)"), 2);
      String[] dark = light[1].split(Pattern.quote(":root[data-theme=\"dark\"]"), 2);
      return Map.of(
          "light", tokens(light[0]), "system dark", tokens(dark[0]), "dark", tokens(dark[1]));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, String> tokens(String block) {
    Map<String, String> tokens = new HashMap<>();
    Matcher m = Pattern.compile("--([\\w-]+):\\s*(#[0-9a-fA-F]{6})\\s*;").matcher(block);
    while (m.find()) {
      tokens.put(m.group(1), m.group(2));
    }
    return tokens;
  }

  @Test
  void bothDarkThemesAreTheSame() {
    assertThat(themes.get("system dark")).isEqualTo(themes.get("dark")).isNotEmpty();
  }

  @Test
  void textCanBeRead() {
    for (String ground : GROUNDS) {
      TEXT.forEach(t -> needs(t, ground, 4.5));
    }
    for (String text : List.of("ink", "ink-2", "accent")) {
      needs(text, "accent-soft", 4.5);
    }
    needs("on-accent", "accent", 4.5);
    needs("barrier", "barrier-soft", 4.5);
    STATES.forEach(s -> needs("ink", s + "-soft", 4.5));
    List.of("st-running", "st-completed", "st-failed").forEach(s -> needs("on-state", s, 4.5));
  }

  @Test
  void graphicsCanBeSeen() {
    for (String ground : GROUNDS) {
      GRAPHICS.forEach(g -> needs(g, ground, 3));
      STATES.forEach(s -> needs(s, ground, 3));
    }
    STATES.forEach(s -> needs(s, s + "-soft", 3));
    STATES.forEach(s -> needs("on-state", s, 3));
  }

  @Test
  void statesDifferWithoutRedAndGreen() {
    for (String theme : List.of("light", "dark")) {
      Map<String, String> t = themes.get(theme);
      for (int i = 0; i < STATES.size(); i++) {
        for (int k = i + 1; k < STATES.size(); k++) {
          assertThat(apart(t.get(STATES.get(i)), t.get(STATES.get(k))))
              .as("%s: %s and %s", theme, STATES.get(i), STATES.get(k))
              .isGreaterThan(10);
        }
      }
    }
  }

  private void needs(String front, String back, double least) {
    for (String theme : List.of("light", "dark")) {
      Map<String, String> t = themes.get(theme);
      assertThat(contrast(t.get(front), t.get(back)))
          .as("%s: %s on %s", theme, front, back)
          .isGreaterThanOrEqualTo(least);
    }
  }

  private static double[] linear(String hex) {
    double[] rgb = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      rgb[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  private static double contrast(String a, String b) {
    double x = luminance(linear(a)) + 0.05;
    double y = luminance(linear(b)) + 0.05;
    return Math.max(x, y) / Math.min(x, y);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  /** Distance (CIE 1976) as seen with deuteranopia. */
  private static double apart(String a, String b) {
    double[] p = lab(deuteranopia(linear(a)));
    double[] q = lab(deuteranopia(linear(b)));
    return Math.sqrt(
        Math.pow(p[0] - q[0], 2) + Math.pow(p[1] - q[1], 2) + Math.pow(p[2] - q[2], 2));
  }

  private static double[] deuteranopia(double[] rgb) {
    return multiply(
        new double[][] {
          {0.367322, 0.860646, -0.227968},
          {0.280085, 0.672501, 0.047413},
          {-0.011820, 0.042940, 0.968881}
        },
        rgb);
  }

  private static double[] lab(double[] rgb) {
    double[] within = rgb.clone();
    for (int i = 0; i < 3; i++) {
      within[i] = Math.clamp(within[i], 0, 1);
    }
    double[] xyz =
        multiply(
            new double[][] {
              {0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}
            },
            within);
    double x = root(xyz[0] / 0.95047);
    double y = root(xyz[1]);
    double z = root(xyz[2] / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
  }

  private static double[] multiply(double[][] m, double[] v) {
    double[] out = new double[3];
    for (int i = 0; i < 3; i++) {
      out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
    }
    return out;
  }
}
