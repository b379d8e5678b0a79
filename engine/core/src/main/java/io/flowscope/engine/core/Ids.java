package io.flowscope.engine.core;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes run ids and task tokens: 128 random bits as 22 characters of {@code [A-Za-z0-9_-]}. */
final class Ids {
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return TEXT.encodeToString(bits);
  }

  /** A task token says which event scheduled its task, so that a refusal can name it. */
  String token(long scheduledEventId) {
    return scheduledEventId + "." + next();
  }

  /** Whether {@code text} looks like one of our tokens. */
  static boolean isToken(String text) {
    return text.matches("[0-9]{1,18}\\.[A-Za-z0-9_-]{22}");
  }

  /** The event that scheduled the task of a token. */
  static String scheduledEvent(String token) {
    return token.substring(0, token.indexOf('.'));
  }
}
