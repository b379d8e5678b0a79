package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Home: figures, what needs a human, what runs, what closed, what can be started.
 *
 * @param needs oldest first
 * @param running newest first, at most about ten
 * @param closed last closed first, at most about ten
 * @param starts the workflows that can be started; empty where no jar is there: the page then says
 *     how to begin
 */
public record HomePage(
    Shell shell,
    Figures figures,
    List<Need> needs,
    List<ExecutionRow> running,
    List<ExecutionRow> closed,
    List<StartLink> starts)
    implements Page {

  @Override
  public String title() {
    return "Home";
  }

  @Override
  public String template() {
    return "home.jte";
  }

  /**
   * @param running executions that are open
   * @param failed closed as failed or timed out within the last 24 hours
   * @param completed closed as completed within the last 24 hours
   * @param truncated whether counting stopped early, so that counts are "at least"
   */
  public record Figures(long running, long failed, long completed, boolean truncated) {}

  /** Something that goes on only when somebody acts. {@code since} is epoch milliseconds. */
  public sealed interface Need {
    long since();

    /**
     * A run stands at a signal.
     *
     * @param at source line where it stands, or null
     */
    record Signal(
        ExecutionRef ref,
        String workflow,
        String version,
        String signal,
        @Nullable String at,
        long since)
        implements Need {}

    /**
     * A decision was stopped: code and history differ, or the code cannot go on.
     *
     * @param why one sentence
     */
    record Stopped(
        ExecutionRef ref,
        String workflow,
        String version,
        String why,
        @Nullable String at,
        long since)
        implements Need {}

    /**
     * A worker ended on its own.
     *
     * @param workerId as in {@link WorkerInfo#id}
     * @param why one sentence: {@code exit code 137, memory limit 512 MB}
     */
    record Worker(String workerId, String jarFile, String jarHash, String why, long since)
        implements Need {}

    /**
     * An SWF elsewhere does not do what it is asked for.
     *
     * @param why what happened, why, and what to do
     */
    record Connection(String name, String why, long since) implements Need {}
  }

  /**
   * @param signature {@code process(URI videoUri, URI subtitleUri)}
   * @param polled whether a worker polls for it now
   */
  public record StartLink(String workflow, String version, String signature, boolean polled) {}
}
