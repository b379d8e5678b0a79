package io.flowscope.web.page;

import io.flowscope.engine.view.ExecutionSummary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The page of one execution: the header with its figures, and one of its views.
 *
 * @param connection name of the connection, {@code local} for the embedded engine
 * @param domain the SWF domain
 * @param summary the figures of the header
 * @param jarFile name of the jar whose worker runs it, or null where that is not known
 * @param jarHash SHA-256 of that jar in hex, or null
 * @param now the server's clock in epoch milliseconds, for what is still running
 * @param csrf the token of the action forms
 * @param notice one sentence about what the last action did or why nothing goes on, or null
 * @param select identity of the selected call or barrier, or null
 * @param view what stands below the tabs
 */
public record ExecutionPage(
    String connection,
    String domain,
    ExecutionSummary summary,
    @Nullable String jarFile,
    @Nullable String jarHash,
    long now,
    String csrf,
    @Nullable Notice notice,
    @Nullable String select,
    View view) {

  /** The template of this page. */
  public static final String TEMPLATE = "execution.jte";

  /** What stands below the tabs. */
  public sealed interface View permits TimelineView, GraphView, ReplaysView, HistoryView {}

  /** A sentence above the view; {@code warning} where somebody has to do something. */
  public record Notice(boolean warning, String sentence) {}

  /** Address of this page, without a query. */
  public String path() {
    return "/executions/" + tail();
  }

  /** Address of this execution in the REST API. */
  public String api() {
    return "/api/v1/"
        + encode(connection)
        + "/"
        + encode(domain)
        + "/executions/"
        + encode(summary.workflowId())
        + "/"
        + encode(summary.runId());
  }

  private String tail() {
    return String.join(
        "/",
        encode(connection),
        encode(domain),
        encode(summary.workflowId()),
        encode(summary.runId()));
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
