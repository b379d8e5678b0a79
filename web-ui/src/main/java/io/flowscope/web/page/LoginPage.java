package io.flowscope.web.page;

import org.jspecify.annotations.Nullable;

/**
 * Where somebody without a session lands. Its form posts the admin token to {@code /login}, fields
 * {@code token} and {@code next}.
 *
 * @param reason why the page is shown
 * @param command prints a new one-time link, {@code ./flowscope login}
 * @param tokenFile where the admin token is, {@code data/admin-token}
 * @param next the path to go to after login, or null
 */
public record LoginPage(
    Shell shell, Reason reason, String command, String tokenFile, @Nullable String next)
    implements Page {

  @Override
  public String title() {
    return "Log in";
  }

  @Override
  public String template() {
    return "login.jte";
  }

  /** Why. */
  public enum Reason {
    /** No session. */
    NEEDED,
    /** The link was used, is too old, or was never made. */
    LINK_USED,
    /** The session ended. */
    EXPIRED,
    /** The admin token was wrong. */
    WRONG_TOKEN,
    /** The user logged out. */
    LOGGED_OUT
  }
}
