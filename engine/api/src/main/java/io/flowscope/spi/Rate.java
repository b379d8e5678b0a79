package io.flowscope.spi;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many calls in a span of time.
 *
 * @param calls 1 or more
 * @param per whole seconds, 1 or more
 */
public record Rate(int calls, Duration per) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/([smh])");
  private static final Map<String, Duration> SPANS =
      Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  public Rate {
    per = Duration.ofSeconds(Seconds.roundedUp(per));
    if (calls < 1 || !per.isPositive()) {
      throw new IllegalArgumentException(
          "A rate is one call or more in a second or more, not " + calls + " in " + per);
    }
  }

  /**
   * Reads {@code 10/s}, {@code 100/m} or {@code 1000/h}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Rate of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "rate = \"" + text + "\" is none of 10/s, 100/m or 1000/h with a number above 0");
    }
    return new Rate(Integer.parseInt(matcher.group(1)), SPANS.get(matcher.group(2)));
  }
}
