package io.flowscope.server.whole;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the deciders of the traffic decide, from the history alone: two activities, each tried until
 * it is done, a timer, a marker for every signal, and the end when all is done and a signal came
 * whose name begins with {@value #END}.
 */
final class TrafficPlan {
  static final String END = "end";
  static final String TIMER_SECONDS = "1";
  private static final int ACTIVITIES = 2;

  private final Set<String> signals = new HashSet<>();
  private final Set<String> marked = new HashSet<>();
  private int scheduled;
  private int ended;
  private int completed;
  private boolean timer;
  private boolean fired;

  private TrafficPlan() {}

  static List<Decision> decide(List<HistoryEvent> history) {
    TrafficPlan plan = new TrafficPlan();
    history.forEach(event -> plan.see(event.event()));
    return plan.decisions();
  }

  private void see(Event event) {
    switch (event) {
      case Event.WorkflowExecutionSignaled e -> signals.add(e.signalName());
      case Event.MarkerRecorded e -> marked.add(e.markerName());
      case Event.ActivityTaskScheduled e -> scheduled++;
      case Event.ActivityTaskTimedOut e -> ended++;
      case Event.ActivityTaskCompleted e -> {
        ended++;
        completed++;
      }
      case Event.TimerStarted e -> timer = true;
      case Event.TimerFired e -> fired = true;
      default -> {}
    }
  }

  private List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    signals.stream()
        .filter(signal -> !marked.contains(signal))
        .forEach(signal -> decisions.add(new Decision.RecordMarker(signal, null)));
    int missing = ACTIVITIES - completed - (scheduled - ended);
    for (int i = 1; i <= missing; i++) {
      decisions.add(
          new Decision.ScheduleActivityTask(
              Traffic.ACTIVITY,
              "a" + (scheduled + i),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null));
    }
    if (!timer) {
      decisions.add(new Decision.StartTimer("t", null, TIMER_SECONDS));
    }
    if (fired
        && completed >= ACTIVITIES
        && signals.stream().anyMatch(name -> name.startsWith(END))) {
      decisions.add(new Decision.CompleteWorkflowExecution("done"));
    }
    return decisions;
  }
}
