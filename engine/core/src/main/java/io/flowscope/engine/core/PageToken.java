package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page begins, as text that needs no escaping in a URL. It says for which arguments
 * it was made and when, since SWF's tokens are good for a day and for the same arguments only.
 */
final class PageToken {
  private static final Duration LIFETIME = Duration.ofHours(24);

  private PageToken() {}

  /**
   * A token.
   *
   * @param arguments what must stay the same, as one text
   * @param place where the next page begins
   */
  static String write(String arguments, Instant now, List<String> place) {
    List<String> parts = new ArrayList<>();
    parts.add(hash(arguments));
    parts.add(Long.toString(now.toEpochMilli()));
    parts.addAll(place);
    byte[] json = Wire.encode(parts).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * The place that the token holds; empty for the first page.
   *
   * @param parts how many texts make a place of this kind
   */
  static Optional<List<String>> read(
      String arguments, Instant now, @Nullable String token, int parts) {
    if (token == null || token.isEmpty()) {
      return Optional.empty();
    }
    List<String> all = parts(token);
    if (all.size() != 2 + parts || !hash(arguments).equals(all.get(0))) {
      throw invalid();
    }
    Instant made = Instant.ofEpochMilli(number(all.get(1)));
    if (made.plus(LIFETIME).isBefore(now)) {
      throw Faults.invalid("Specified token has exceeded its maximum lifetime");
    }
    return Optional.of(all.subList(2, all.size()));
  }

  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  private static List<String> parts(String token) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(token);
      String[] parts = Wire.JSON.readValue(json, String[].class);
      if (parts == null || Arrays.asList(parts).contains(null)) {
        throw invalid();
      }
      return Arrays.asList(parts);
    } catch (IllegalArgumentException | IOException e) {
      throw invalid();
    }
  }

  static SwfFault invalid() {
    return Faults.invalid("Invalid token");
  }

  private static String hash(String arguments) {
    return Integer.toHexString(arguments.hashCode());
  }
}
