package io.flowscope.server.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Links that log one browser in, once. They end with the server. */
public final class LoginLinks {
  private static final int MOST = 100;

  private final SecureRandom random;
  private final InstantSource clock;
  private final Map<String, Long> ends = new LinkedHashMap<>();

  public LoginLinks(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes a link.
   *
   * @param life how long it can be used
   * @return its path with its token
   */
  public synchronized String make(Duration life) {
    if (ends.size() >= MOST) {
      ends.remove(ends.keySet().iterator().next());
    }
    String token = Secrets.random(random, 24);
    ends.put(Secrets.hash(token), clock.millis() + life.toMillis());
    return "/login?token=" + token;
  }

  /** Uses a link up. Answers whether it was one, was not used before, and is not too old. */
  public synchronized boolean use(String token) {
    Long end = ends.remove(Secrets.hash(token));
    return end != null && end >= clock.millis();
  }
}
