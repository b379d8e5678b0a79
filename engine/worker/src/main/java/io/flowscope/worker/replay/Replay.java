package io.flowscope.worker.replay;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feeds a run the rounds that its history records, one after another, from event 1. */
final class Replay {
  /** Ids of the events at which a round started and was answered. */
  private record Round(long started, long completed) {}

  private final Run run;
  private final Feeder feeder;
  private final List<HistoryEvent> events;
  private final Map<Long, List<HistoryEvent>> decisions = new HashMap<>();

  Replay(Run run, Feeder feeder, List<HistoryEvent> events) {
    this.run = run;
    this.feeder = feeder;
    this.events = events;
  }

  /**
   * Replays all recorded rounds; events after the last one's start are left.
   *
   * @return how many events were fed
   * @throws Diverged when the code does not ask for what the history has
   */
  int recordedRounds() {
    List<Round> rounds = index();
    Recorded recorded = new Recorded(run);
    int fed = 0;
    for (Round round : rounds) {
      int end = indexOf(round.started());
      run.beginRound(events.get(end).eventTimestamp(), round.started(), true);
      while (fed <= end) {
        feeder.feed(events.get(fed++));
      }
      run.endRound();
      recorded.adopt(decisions.getOrDefault(round.completed(), List.of()));
    }
    return fed;
  }

  private int indexOf(long eventId) {
    return Math.toIntExact(eventId - 1);
  }

  /** The rounds that were taken; a stopped one was not, its events belong to the next. */
  private List<Round> index() {
    List<Round> rounds = new ArrayList<>();
    for (HistoryEvent event : events) {
      if (event.event() instanceof Event.DecisionTaskCompleted completed) {
        if (!stopped(completed.executionContext())) {
          rounds.add(new Round(completed.startedEventId(), event.eventId()));
        }
      } else if (event.event() instanceof Event.MarkerRecorded marker) {
        run.sources.recorded(marker.markerName(), marker.details());
      }
      long completed = DecisionEvents.completedBy(event.event());
      if (completed > 0) {
        decisions.computeIfAbsent(completed, id -> new ArrayList<>()).add(event);
      }
    }
    return rounds;
  }

  static boolean stopped(@Nullable String executionContext) {
    return executionContext != null
        && executionContext.contains("stopped")
        && RecordCodec.readRound(executionContext, List.of()).map(RoundRecord::stopped).isPresent();
  }
}
