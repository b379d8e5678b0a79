package io.flowscope.engine.view;

import io.flowscope.engine.model.HistoryEvent;

/**
 * Folds the history of one execution, event by event, into everything that pages show of it. Takes
 * any history: what it does not understand it leaves out. Each event costs the same however long
 * the history is. Not safe for use by several threads at once; what it hands out is immutable.
 */
public final class RunFold {
  private final RunState run = new RunState();
  private final EventFold events = new EventFold(run);

  /** Takes the next event. Events up to {@link #lastEventId} are skipped. */
  public void apply(HistoryEvent event) {
    if (event.eventId() <= run.lastEventId || event.event() == null) {
      return;
    }
    run.lastEventId = event.eventId();
    long at = event.eventTimestamp() == null ? 0 : event.eventTimestamp().toEpochMilli();
    events.apply(event.event(), new Moment(event.eventId(), at));
  }

  /** The last event taken; 0 at first. */
  public long lastEventId() {
    return run.lastEventId;
  }

  /** The whole timeline. */
  public Timeline timeline() {
    return timelineAfter(0);
  }

  /** Only what changed after event {@code eventId}; costs no more than what changed. */
  public Timeline timelineAfter(long eventId) {
    return TimelineView.after(run, eventId);
  }

  /** One node per call and per barrier; a derived promise only where very much stands behind it. */
  public Graph graph() {
    return new GraphView(run).graph();
  }

  /** The rounds; of each, at most {@value RoundsView#MAX_WAITS} branches that stood are listed. */
  public Rounds rounds() {
    return RoundsView.of(run);
  }

  /**
   * {@code nowMillis} ends the bars that still run; a closed execution ends them when it closed.
   */
  public ExecutionSummary summary(String workflowId, String runId, long nowMillis) {
    return SummaryView.of(run, workflowId, runId, nowMillis);
  }
}
