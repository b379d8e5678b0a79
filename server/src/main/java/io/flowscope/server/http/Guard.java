package io.flowscope.server.http;

import io.flowscope.server.access.Audit;
import io.flowscope.server.access.KeyFiles;
import io.flowscope.server.access.Sessions;
import io.flowscope.server.access.Sessions.Session;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import io.javalin.security.RouteRole;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides on the matched route who may use it, and that unsafe requests come from our pages. */
final class Guard {
  private static final String SESSION = "flowscope.session";
  private static final String BEARER = "Bearer ";

  private final Sessions sessions;
  private final KeyFiles keys;

  Guard(Sessions sessions, KeyFiles keys) {
    this.sessions = sessions;
    this.keys = keys;
  }

  /** Who sends an allowed request. */
  static Audit.By by(Context ctx) {
    return new Audit.By(ctx.attribute(SESSION) == null ? "token" : "session", ctx.ip());
  }

  /** Lets the request through to its handler, or throws. */
  void check(Context ctx) {
    Set<RouteRole> roles = ctx.routeRoles();
    if (roles.size() != 1 || !(roles.iterator().next() instanceof Access access)) {
      throw Problem.of(403, "forbidden", "This address is closed.");
    }
    switch (access) {
      case PUBLIC -> {
        sessionOf(ctx).ifPresent(session -> ctx.attribute(SESSION, session));
        if (isUnsafe(ctx)) {
          requireOwnOrigin(ctx);
        }
      }
      case PAGE -> requireSession(ctx);
      case API -> {
        String authorization = ctx.header("Authorization");
        if (authorization == null) {
          requireSession(ctx);
        } else {
          requireToken(authorization);
        }
      }
    }
  }

  /** Knows whose request it is where no route matched, so that nothing was checked. */
  void recognise(Context ctx) {
    if (session(ctx) == null) {
      sessionOf(ctx).ifPresent(session -> ctx.attribute(SESSION, session));
    }
  }

  private void requireToken(String authorization) {
    if (!authorization.startsWith(BEARER)
        || !keys.isAdminToken(authorization.substring(BEARER.length()).strip())) {
      throw Problem.of(
          401,
          "unauthorized",
          "The token is not this server's; send 'Authorization: Bearer' with the content of"
              + " admin-token in the data folder.");
    }
  }

  private void requireSession(Context ctx) {
    Session session =
        sessionOf(ctx)
            .orElseThrow(
                () ->
                    Problem.of(
                        401,
                        "unauthorized",
                        "You are not logged in; open the login link that the server printed when it"
                            + " started, or send the admin token as a bearer token."));
    ctx.attribute(SESSION, session);
    if (isUnsafe(ctx)) {
      requireOwnOrigin(ctx);
      String token = ctx.header("X-CSRF-Token");
      if (token == null && (ctx.isFormUrlencoded() || ctx.isMultipartFormData())) {
        token = ctx.formParam("_csrf");
      }
      if (token == null || !session.accepts(token)) {
        throw Problem.of(
            403,
            "outOfDate",
            "Somebody logged in or out here since it was opened, so nothing was done. Go back,"
                + " reload it, and try again.");
      }
    }
  }

  private static boolean isUnsafe(Context ctx) {
    return ctx.method() != HandlerType.GET
        && ctx.method() != HandlerType.HEAD
        && ctx.method() != HandlerType.OPTIONS;
  }

  /**
   * Browsers say where a request comes from. With our referrer policy a form of our own pages sends
   * the origin {@code null}, which counts only together with the fetch metadata.
   */
  private static void requireOwnOrigin(Context ctx) {
    String site = ctx.header("Sec-Fetch-Site");
    String origin = ctx.header("Origin");
    boolean siteFits = site == null || site.equals("same-origin") || site.equals("none");
    boolean originFits =
        origin == null
            || origin.equals(ctx.scheme() + "://" + ctx.header("Host"))
            || (origin.equals("null") && site != null);
    if (!siteFits || !originFits) {
      throw Problem.of(
          403, "foreignOrigin", "This request comes from another site; nothing was done.");
    }
  }

  private Optional<Session> sessionOf(Context ctx) {
    String secret = ctx.cookie(cookieName(ctx));
    return secret == null || secret.length() > 100 ? Optional.empty() : sessions.find(secret);
  }

  /** Whether a request that passed earlier would pass now. */
  boolean isStillAllowed(Context ctx) {
    Session session = session(ctx);
    return session == null || sessions.find(session.secret()).isPresent();
  }

  /** The session of a request that passed, or null where the admin token was shown. */
  static @Nullable Session session(Context ctx) {
    return ctx.attribute(SESSION);
  }

  /** The token for the forms of the page that answers this request. */
  static String csrf(Context ctx) {
    Session session = session(ctx);
    return session == null ? "" : session.csrf();
  }

  /** Begins a new session for this browser; an old one of it ends. */
  void logIn(Context ctx) {
    sessionOf(ctx).ifPresent(sessions::end);
    Session session = sessions.begin();
    ctx.cookie(cookie(ctx, session.secret(), -1));
    ctx.attribute(SESSION, session);
  }

  /** Ends the session of this browser. */
  void logOut(Context ctx) {
    sessionOf(ctx).ifPresent(sessions::end);
    ctx.cookie(cookie(ctx, "", 0));
  }

  private static Cookie cookie(Context ctx, String value, int maxAge) {
    return new Cookie(cookieName(ctx), value, "/", maxAge, false, true, null, SameSite.STRICT);
  }

  /** Cookies do not know ports, so that two servers of one machine need two names. */
  private static String cookieName(Context ctx) {
    return "flowscope-" + ctx.req().getLocalPort();
  }
}
