package io.flowscope.engine.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replays of a run, one for each decision task. Times are epoch milliseconds. */
public record Rounds(List<Round> rounds) {

  /**
   * @param number from 1
   * @param scheduledEventId event of DecisionTaskScheduled
   * @param startedEventId event of DecisionTaskStarted, or null
   * @param closedEventId event of DecisionTaskCompleted or DecisionTaskTimedOut, or null
   * @param state scheduled, started, completed or timedOut
   * @param newEvents what the round learnt: the events since the round before, in words
   * @param decisions what it decided
   * @param waits where each open branch stood when the round ended
   * @param warm null where nothing was recorded
   */
  public record Round(
      int number,
      long scheduledEventId,
      @Nullable Long startedEventId,
      @Nullable Long closedEventId,
      long scheduledAt,
      @Nullable Long startedAt,
      @Nullable Long closedAt,
      NodeState state,
      List<News> newEvents,
      List<Decided> decisions,
      List<CallRecord> newCalls,
      List<RoundRecord.Wait> waits,
      List<String> ended,
      @Nullable List<String> result,
      RoundRecord.@Nullable Stopped stopped,
      @Nullable Boolean warm,
      @Nullable Long micros,
      @Nullable String worker,
      boolean cut) {}

  /** An event that the round learnt of; {@code call} is the call it is about, where it is one. */
  public record News(long eventId, String eventType, @Nullable String call, String text) {}

  /** A decision, as the history shows it; {@code eventId} is the event that it led to. */
  public record Decided(long eventId, String eventType, @Nullable String call, String text) {}
}
