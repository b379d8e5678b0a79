package io.flowscope.web.page;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param place the place in the top bar that the page belongs to
 * @param signedIn false on the login page and on errors before it: no places, no find box
 * @param connection where executions come from; null before login
 * @param version the product's version, {@code 0.1.0}
 * @param csrf the token that forms send back as {@code _csrf} and scripts as header {@code
 *     X-CSRF-Token}; empty before login
 * @param flashes what was done by the request before this one, oldest first
 * @param find text in the find box; empty where nothing was looked for
 * @param now the server's clock, epoch milliseconds
 * @param zone the time zone that times are shown in
 */
public record Shell(
    Place place,
    boolean signedIn,
    @Nullable Connection connection,
    String version,
    String csrf,
    List<Flash> flashes,
    String find,
    long now,
    ZoneId zone) {

  /** A place of the top bar. */
  public enum Place {
    HOME,
    WORKFLOWS,
    EXECUTIONS,
    WORKERS,
    /** None of them: login, errors. */
    NONE
  }

  /**
   * @param name as in addresses, {@code local}
   * @param domain {@code default}
   * @param label in words, {@code embedded}
   * @param reachable false where the last call failed
   */
  public record Connection(String name, String domain, String label, boolean reachable) {}

  /**
   * One message.
   *
   * @param text one sentence: what was done, or what failed and what to do
   * @param href where to look further, or null
   * @param link the words of that link, or null
   */
  public record Flash(Tone tone, String text, @Nullable String href, @Nullable String link) {
    /** A message without a link. */
    public static Flash of(Tone tone, String text) {
      return new Flash(tone, text, null, null);
    }
  }

  /** How a message is meant. */
  public enum Tone {
    DONE,
    WARNING,
    FAILED
  }
}
