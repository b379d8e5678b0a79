package io.flowscope.server.access;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** The link of one start of the server: it logs one browser in, once. */
public final class LoginLink {
  private final String token;
  private final AtomicBoolean used = new AtomicBoolean();

  public LoginLink(SecureRandom random) {
    token = Secrets.random(random, 24);
  }

  /** The path of the link with its token. */
  public String path() {
    return "/login?token=" + token;
  }

  /** What came of following a link. */
  public enum Outcome {
    WELCOME,
    USED,
    WRONG
  }

  /** Uses the link up, if the token is the right one. */
  public Outcome use(String given) {
    if (!Secrets.same(token, given)) {
      return Outcome.WRONG;
    }
    return used.compareAndSet(false, true) ? Outcome.WELCOME : Outcome.USED;
  }
}
