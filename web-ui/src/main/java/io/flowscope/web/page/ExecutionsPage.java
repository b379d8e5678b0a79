package io.flowscope.web.page;

import io.flowscope.engine.view.ExecutionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of executions.
 *
 * @param connections those whose executions can be listed; the one shown is the shell's
 * @param filter as in the address
 * @param counts one for each status, in the order of the enum, with all of the filter but its
 *     status; empty where they are not counted
 * @param rows newest first
 * @param cursor of the page shown; null on the first one
 * @param nextCursor of the page after it, or null on the last one
 * @param anyAtAll whether there is an execution without the filter
 * @param hidden how many executions the filter hides, or null where not counted
 */
public record ExecutionsPage(
    Shell shell,
    List<Shell.Connection> connections,
    Filter filter,
    List<Count> counts,
    List<ExecutionRow> rows,
    @Nullable String cursor,
    @Nullable String nextCursor,
    boolean anyAtAll,
    @Nullable Long hidden)
    implements Page {

  @Override
  public String title() {
    return "Executions";
  }

  @Override
  public String template() {
    return "executions.jte";
  }

  /**
   * What is asked for; null members and empty strings do not filter.
   *
   * @param from started at or after, as in the address: epoch milliseconds, an instant, a date, or
   *     back from now: {@code -24h}, {@code -30m}, {@code -7d}
   * @param to started before, in the same forms
   * @param connection whose executions; empty for the embedded engine's
   */
  public record Filter(
      @Nullable ExecutionStatus status,
      String workflow,
      String tag,
      String workflowId,
      String from,
      String to,
      String connection) {

    /** No filter. */
    public static final Filter NONE = new Filter(null, "", "", "", "", "");

    public Filter {
      connection = connection.equals(ExecutionRef.LOCAL) ? "" : connection;
    }

    /** Of the embedded engine's executions. */
    public Filter(
        @Nullable ExecutionStatus status,
        String workflow,
        String tag,
        String workflowId,
        String from,
        String to) {
      this(status, workflow, tag, workflowId, from, to, "");
    }

    /** Whether nothing is filtered. */
    public boolean isNone() {
      return equals(all(connection));
    }

    /** All executions of a connection. */
    public static Filter all(String connection) {
      return new Filter(null, "", "", "", "", "", connection);
    }

    /** The same with another status, or with all of them. */
    public Filter withStatus(@Nullable ExecutionStatus other) {
      return new Filter(other, workflow, tag, workflowId, from, to, connection);
    }

    /** The same without one of its members, named as in the address. */
    public Filter without(String member) {
      return new Filter(
          member.equals("status") ? null : status,
          member.equals("workflow") ? "" : workflow,
          member.equals("tag") ? "" : tag,
          member.equals("workflowId") ? "" : workflowId,
          member.equals("from") ? "" : from,
          member.equals("to") ? "" : to,
          connection);
    }
  }

  /** {@code truncated}: there are at least so many. */
  public record Count(ExecutionStatus status, long count, boolean truncated) {}
}
