package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers and markers. */
class TimersTest extends Scenario {
  private final Stepped swf = stepped();

  private WorkflowExecution decided(Decision... decisions) {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), decisions);
    return run;
  }

  @Test
  void aTimerIsStartedAndFires() {
    WorkflowExecution run = decided(new Decision.StartTimer("t", "c", "10"));
    assertThat(swf.only(run, Event.TimerStarted.class))
        .isEqualTo(new Event.TimerStarted("t", "c", "10", 4));
    assertThat(swf.last(run)).isInstanceOf(Event.TimerStarted.class);
    assertThat(openTimers(run)).isOne();
    swf.passes(Duration.ofSeconds(10));
    assertThat(swf.only(run, Event.TimerFired.class)).isEqualTo(new Event.TimerFired("t", 5));
    assertThat(swf.last(run)).isInstanceOf(Event.DecisionTaskScheduled.class);
    assertThat(openTimers(run)).isZero();
  }

  private int openTimers(WorkflowExecution run) {
    return swf.does(new Action.DescribeWorkflowExecution("d", run)).openCounts().openTimers();
  }

  @Test
  void aTimerOfNoSecondsFiresAtOnce() {
    WorkflowExecution run = decided(new Decision.StartTimer("t", null, "0"));
    Instant started = swf.now();
    assertThat(swf.types(run)).endsWith("TimerStarted", "TimerFired", "DecisionTaskScheduled");
    List<HistoryEvent> events = swf.history(run);
    assertThat(events.get(events.size() - 1).eventTimestamp()).isEqualTo(started);
  }

  @Test
  void aTimerIsCanceled() {
    WorkflowExecution run =
        decided(
            new Decision.StartTimer("t", null, "5"),
            new Decision.StartTimer("zero", null, "0"),
            new Decision.CancelTimer("zero"));
    assertThat(swf.only(run, Event.TimerCanceled.class))
        .isEqualTo(new Event.TimerCanceled("zero", 6, 4));
    assertThat(swf.last(run)).isInstanceOf(Event.TimerCanceled.class);
    swf.passes(Duration.ofSeconds(60));
    assertThat(swf.only(run, Event.TimerFired.class).timerId()).isEqualTo("t");
  }

  @Test
  void aTimerIdIsFreeAgainWhenItsTimerIsGone() {
    WorkflowExecution run =
        decided(
            new Decision.StartTimer("t", null, "5"),
            new Decision.CancelTimer("t"),
            new Decision.StartTimer("t", null, "7"));
    swf.passes(Duration.ofSeconds(6));
    assertThat(swf.types(run)).doesNotContain("TimerFired");
    swf.passes(Duration.ofSeconds(1));
    assertThat(swf.only(run, Event.TimerFired.class).startedEventId()).isEqualTo(7);
    swf.decides(swf.decision(), new Decision.StartTimer("t", null, "1"));
    swf.passes(Duration.ofSeconds(1));
    assertThat(all(swf, run, Event.TimerFired.class)).hasSize(2);
  }

  @Test
  void timersThatFireWhileADeciderThinksAreShownToItNext() {
    decided(new Decision.StartTimer("a", null, "1"), new Decision.StartTimer("b", null, "2"));
    swf.passes(Duration.ofSeconds(1));
    var task = swf.decision();
    swf.passes(Duration.ofSeconds(1));
    swf.decides(task);
    assertThat(swf.decision().events())
        .filteredOn(e -> e.event() instanceof Event.TimerFired)
        .hasSize(2);
  }

  @Test
  void aDurationIsWholeSecondsAndNotNone() {
    swf.starts("w");
    var task = swf.decision();
    for (String bad : List.of("NONE", "", "1.5", "-1", "soon")) {
      Action<?> answer =
          new Action.RespondDecisionTaskCompleted(
              task.taskToken(),
              List.of(Stepped.schedule("a"), new Decision.StartTimer("t", null, bad)),
              null,
              null,
              null);
      assertThat(refusal(swf, answer))
          .startsWith("ValidationException: ")
          .contains(
              "Value '"
                  + bad
                  + "' at 'decisions.2.member.startTimerDecisionAttributes.startToFireTimeout'"
                  + " failed to satisfy constraint: ");
    }
    assertThat(swf.types(task.workflowExecution())).endsWith("DecisionTaskStarted");
  }

  @Test
  void markersAreRecordedAndNobodyIsTold() {
    WorkflowExecution run = decided(new Decision.RecordMarker("m", "d"));
    assertThat(swf.only(run, Event.MarkerRecorded.class))
        .isEqualTo(new Event.MarkerRecorded("m", "d", 4));
    assertThat(swf.last(run)).isInstanceOf(Event.MarkerRecorded.class);
  }
}
