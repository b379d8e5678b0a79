package io.flowscope.web.page;

import io.flowscope.engine.view.ExecutionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution in a list. Times are epoch milliseconds.
 *
 * @param closedAt null while it runs
 * @param progress null where it is not known without reading the history
 * @param lastWord why it failed, what it waits for; null where there is nothing to say
 */
public record ExecutionRow(
    ExecutionRef ref,
    String workflow,
    String version,
    ExecutionStatus status,
    long startedAt,
    @Nullable Long closedAt,
    List<String> tags,
    @Nullable Progress progress,
    @Nullable String lastWord) {

  /** Calls that ended, of those known so far. */
  public record Progress(int done, int known) {}
}
