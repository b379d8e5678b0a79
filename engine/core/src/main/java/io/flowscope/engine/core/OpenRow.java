package io.flowscope.engine.core;

import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.model.WorkflowExecutionOpenCounts;
import io.flowscope.engine.store.RunRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of an open execution; small, since there is one for each of them.
 *
 * @param damage why it takes no commands; null as long as it does
 */
record OpenRow(
    RunRow row,
    long lastEventId,
    long contextEventId,
    boolean cancelRequested,
    @Nullable Instant latestActivityTaskAt,
    int activities,
    int decisions,
    int timers,
    int children,
    @Nullable String damage) {

  static OpenRow of(OpenRun run) {
    ExecutionState state = run.state();
    return new OpenRow(
        run.row(),
        state.lastEventId(),
        state.contextEventId(),
        state.cancelRequested(),
        state.latestActivityTaskAt(),
        state.activities().size(),
        state.decision() == null ? 0 : 1,
        state.timers().size(),
        state.children().size(),
        null);
  }

  /** An execution of whose events only the first {@code sound} are as they were written. */
  static OpenRow damaged(RunRow row, long sound, String damage) {
    return new OpenRow(row, sound, 0, false, null, 0, 0, 0, 0, damage);
  }

  WorkflowExecutionOpenCounts counts() {
    return new WorkflowExecutionOpenCounts(activities, decisions, timers, children, 0);
  }
}
