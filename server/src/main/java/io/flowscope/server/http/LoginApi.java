package io.flowscope.server.http;

import io.flowscope.server.access.LoginLinks;
import io.javalin.http.Context;
import java.time.Duration;

/** {@code POST /api/v1/login-links}: another login link, for who has the admin token. */
final class LoginApi {
  private static final Duration LIFE = Duration.ofHours(1);

  private final LoginLinks links;

  LoginApi(LoginLinks links) {
    this.links = links;
  }

  /** A link that was made. */
  record Link(String url) {}

  void make(Context ctx) {
    ctx.status(201).json(new Link(ctx.scheme() + "://" + ctx.header("Host") + links.make(LIFE)));
  }
}
