package io.flowscope.server.http;

import io.flowscope.server.access.KeyFiles;
import io.flowscope.server.access.LoginLinks;
import io.flowscope.web.page.LoginPage;
import io.flowscope.web.page.LoginPage.Reason;
import io.flowscope.web.page.Shell;
import io.flowscope.web.page.Shell.Place;
import io.javalin.http.Context;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Coming in and going out. */
final class LoginPages {
  private static final Logger LOG = LoggerFactory.getLogger(LoginPages.class);
  private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[^\\p{Cntrl}\\\\]*");
  private static final int LONGEST_TOKEN = 1_024;

  private final Frame frame;
  private final Guard guard;
  private final LoginLinks links;
  private final KeyFiles keys;
  private final String dataFolder;

  /**
   * @param dataFolder the data folder as it was given on the command line
   */
  LoginPages(Frame frame, Guard guard, LoginLinks links, KeyFiles keys, String dataFolder) {
    this.frame = frame;
    this.guard = guard;
    this.links = links;
    this.keys = keys;
    this.dataFolder = dataFolder;
  }

  /** Follows a login link, or shows the form. */
  void login(Context ctx) {
    String token = ctx.queryParam("token");
    if (token == null) {
      if (Guard.session(ctx) == null) {
        show(ctx, 200, Reason.NEEDED, ctx.queryParam("next"));
      } else {
        Frame.seeOther(ctx, "/");
      }
    } else if (token.length() <= LONGEST_TOKEN && links.use(token)) {
      LOG.info("Logged in by link");
      guard.logIn(ctx);
      Frame.seeOther(ctx, "/");
    } else if (Guard.session(ctx) != null) {
      Frame.seeOther(ctx, "/");
    } else {
      show(ctx, 403, Reason.LINK_USED, null);
    }
  }

  /** Logs in by the admin token. */
  void logIn(Context ctx) {
    String token = ctx.formParam("token");
    String next = ctx.formParam("next");
    if (token != null && token.length() <= LONGEST_TOKEN && keys.isAdminToken(token.strip())) {
      LOG.info("Logged in by admin token");
      guard.logIn(ctx);
      Frame.seeOther(ctx, ownPath(next));
    } else {
      LOG.warn("A wrong admin token was given");
      show(ctx, 403, Reason.WRONG_TOKEN, next);
    }
  }

  /** Ends the session. */
  void logOut(Context ctx) {
    guard.logOut(ctx);
    LOG.info("Logged out");
    show(ctx, 200, Reason.LOGGED_OUT, null);
  }

  /** Shows the form to somebody who wanted another page. */
  void show(Context ctx, int status, Reason reason, @Nullable String next) {
    ctx.status(status);
    Shell with = frame.shell(ctx, Place.NONE);
    Shell shell =
        new Shell(
            Place.NONE,
            false,
            null,
            with.version(),
            "",
            List.of(),
            "",
            with.now(),
            ZoneId.systemDefault());
    String tokenFile = tokenFile(dataFolder);
    String path = ownPath(next);
    frame.show(
        ctx,
        new LoginPage(
            shell,
            reason,
            "./flowscope login --data " + dataFolder,
            tokenFile,
            path.equals("/") ? null : path));
  }

  /** The file of the admin token, as one types it. */
  static String tokenFile(String dataFolder) {
    return dataFolder + (dataFolder.endsWith("/") ? "" : "/") + "admin-token";
  }

  /** The path where it is one of this server's; home where it is not. */
  private static String ownPath(@Nullable String next) {
    return next != null && next.length() <= LONGEST_TOKEN && OWN_PATH.matcher(next).matches()
        ? next
        : "/";
  }
}
