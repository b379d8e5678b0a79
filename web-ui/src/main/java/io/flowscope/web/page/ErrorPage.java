package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error, told in three sentences.
 *
 * @param status HTTP status
 * @param what what happened
 * @param why why; empty where it is not known
 * @param todo what to do; empty where there is nothing
 * @param id to quote and to find in the log, or null
 * @param links where to go on
 */
public record ErrorPage(
    Shell shell,
    int status,
    String what,
    String why,
    String todo,
    @Nullable String id,
    List<Link> links)
    implements Page {

  /** There is nothing at {@code path}. */
  public static ErrorPage notFound(Shell shell, String path) {
    return new ErrorPage(
        shell,
        404,
        "There is no page at this address.",
        "Nothing is known at " + path + ". It may have been removed, or the address is mistyped.",
        "Go on from one of these places:",
        null,
        List.of(new Link("/", "Home"), new Link("/executions", "Executions")));
  }

  @Override
  public String title() {
    return status == 404 ? "Not found" : "Error " + status;
  }

  @Override
  public String template() {
    return "error.jte";
  }

  /** Where to go on. */
  public record Link(String href, String text) {}
}
