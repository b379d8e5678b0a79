package io.flowscope.testing;

import io.flowscope.engine.model.Event;
import java.time.Duration;
import java.util.List;

/** What tests ask of histories. */
final class Histories {
  private Histories() {}

  static Duration seconds(int n) {
    return Duration.ofSeconds(n);
  }

  /** The ids of the activities that were scheduled, in order. */
  static List<String> scheduled(TestRun run) {
    return run.events(Event.ActivityTaskScheduled.class).stream()
        .map(Event.ActivityTaskScheduled::activityId)
        .toList();
  }

  /** The warnings that the run recorded, as JSON. */
  static List<String> warnings(TestRun run) {
    return run.events(Event.MarkerRecorded.class).stream()
        .filter(m -> m.markerName().equals("flowscope.warning"))
        .map(Event.MarkerRecorded::details)
        .toList();
  }
}
