package io.flowscope.web.page;

import io.flowscope.engine.view.ExecutionSummary;
import org.jspecify.annotations.Nullable;

/**
 * The page of one execution: the header with its figures, and one of its views.
 *
 * @param shell what surrounds it
 * @param actions which execution it is, and what can be done with it
 * @param summary the figures of the header
 * @param jarFile name of the jar whose worker runs it, or null where that is not known
 * @param jarHash SHA-256 of that jar in hex, or null
 * @param notice one sentence about why nothing goes on, or null
 * @param select identity of the selected call or barrier, or null
 * @param view what stands below the tabs
 */
public record ExecutionPage(
    Shell shell,
    ExecutionActions actions,
    ExecutionSummary summary,
    @Nullable String jarFile,
    @Nullable String jarHash,
    @Nullable Notice notice,
    @Nullable String select,
    View view)
    implements Page {

  /** The template of this page. */
  public static final String TEMPLATE = "execution.jte";

  @Override
  public String title() {
    return summary.workflowId();
  }

  @Override
  public String template() {
    return TEMPLATE;
  }

  /** What stands below the tabs. */
  public sealed interface View permits TimelineView, GraphView, ReplaysView, HistoryView {}

  /** A sentence above the view; {@code warning} where somebody has to do something. */
  public record Notice(boolean warning, String sentence) {}

  /** Name of the connection, {@code local} for the embedded engine. */
  public String connection() {
    return actions.ref().connection();
  }

  /** The SWF domain. */
  public String domain() {
    return actions.ref().domain();
  }

  /** The server's clock in epoch milliseconds, for what is still running. */
  public long now() {
    return shell.now();
  }

  /** The token of the action forms. */
  public String csrf() {
    return shell.csrf();
  }

  /** Address of this page, without a query. */
  public String path() {
    return actions.ref().path();
  }

  /** Address of this execution in the REST API. */
  public String api() {
    return actions.ref().api();
  }
}
