package io.flowscope.engine.view;

import io.flowscope.engine.model.HistoryEvent;

/**
 * Folds the history of one execution, event by event, into everything that pages show of it. Not
 * safe for use by several threads at once; what it hands out is immutable.
 */
public final class RunFold {

  /** Takes the next event. Events up to {@link #lastEventId} are skipped. */
  public void apply(HistoryEvent event) {
    throw new UnsupportedOperationException();
  }

  /** The last event taken; 0 at first. */
  public long lastEventId() {
    throw new UnsupportedOperationException();
  }

  /** The whole timeline. */
  public Timeline timeline() {
    return timelineAfter(0);
  }

  /** Only what changed after event {@code eventId}; costs no more than what changed. */
  public Timeline timelineAfter(long eventId) {
    throw new UnsupportedOperationException();
  }

  public Graph graph() {
    throw new UnsupportedOperationException();
  }

  public Rounds rounds() {
    throw new UnsupportedOperationException();
  }

  /** {@code nowMillis} ends the bars that still run. */
  public ExecutionSummary summary(String workflowId, String runId, long nowMillis) {
    throw new UnsupportedOperationException();
  }
}
