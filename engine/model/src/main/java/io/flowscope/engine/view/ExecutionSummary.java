package io.flowscope.engine.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution in figures. Times are epoch milliseconds.
 *
 * @param input the input as it stands in the history
 * @param failure set where it did not complete
 * @param taskList {@code fs.} and 12 digits of a hash where one of our jars runs it: the list of
 *     the jar that it is with now; else the list of its decision tasks at the start
 * @param movesTo the list of the jar that it was sent to, until that one's worker has decided; or
 *     null
 * @param sumOfTaskMillis time that attempts of activities ran, those still running counted up to
 *     now
 * @param wallMillis from start to close, or to now
 * @param waitingForSignals names of the signals that a branch stands at or that an open call needs
 * @param stopped why the last decision was stopped; null for one that only handed the run over
 */
public record ExecutionSummary(
    String workflowId,
    String runId,
    String workflow,
    String version,
    ExecutionStatus status,
    long startedAt,
    @Nullable Long closedAt,
    @Nullable String input,
    @Nullable String result,
    @Nullable Failure failure,
    String taskList,
    @Nullable String movesTo,
    List<String> tags,
    String childPolicy,
    boolean cancelRequested,
    @Nullable Parent parent,
    @Nullable String continuedFromRunId,
    @Nullable String continuedAsRunId,
    long lastEventId,
    int calls,
    int callsDone,
    int callsRunning,
    int rounds,
    int peakRunning,
    long sumOfTaskMillis,
    long wallMillis,
    List<String> waitingForSignals,
    RoundRecord.@Nullable Stopped stopped) {

  /** How many events Amazon SWF allows; it terminates an execution that reaches them. */
  public static final int MOST_EVENTS = 25_000;

  private static final int MANY_EVENTS = 10_000;

  /** Whether it is open and has so many events that it should continue as new before long. */
  public boolean hasLongHistory() {
    return closedAt == null && lastEventId >= MANY_EVENTS;
  }

  /** The execution that started this one. */
  public record Parent(String workflowId, String runId) {}

  /** Why it did not complete. */
  public record Failure(String reason, @Nullable String details) {}
}
