package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeoutsTest extends Scenario {
  private final Stepped swf = stepped();

  private static Decision schedule(
      String toStart, String toClose, String startToClose, String heartbeat) {
    return new Decision.ScheduleActivityTask(
        Stepped.ACTIVITY, "a", null, "[]", toClose, null, null, toStart, startToClose, heartbeat);
  }

  private WorkflowExecution scheduled(Decision activity) {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), activity);
    return run;
  }

  private void timedOut(WorkflowExecution run, ActivityTaskTimeoutType type, String details) {
    Event.ActivityTaskTimedOut event = swf.only(run, Event.ActivityTaskTimedOut.class);
    assertThat(event.timeoutType()).isEqualTo(type);
    assertThat(event.details()).isEqualTo(details);
    assertThat(swf.last(run)).isInstanceOf(Event.DecisionTaskScheduled.class);
  }

  @Test
  void anActivityThatNobodyTakes() {
    WorkflowExecution run = scheduled(schedule("5", "NONE", "NONE", "NONE"));
    swf.passes(Duration.ofMillis(4_999));
    assertThat(swf.last(run)).isInstanceOf(Event.ActivityTaskScheduled.class);
    swf.passes(Duration.ofMillis(1));
    timedOut(run, ActivityTaskTimeoutType.SCHEDULE_TO_START, null);
    assertThat(swf.engine().taskLists()).noneMatch(list -> list.list().equals("activities"));
  }

  @Test
  void anActivityThatTakesTooLong() {
    WorkflowExecution run = scheduled(schedule("NONE", "NONE", "7", "NONE"));
    ActivityTask task = swf.activity();
    swf.passes(Duration.ofSeconds(7));
    timedOut(run, ActivityTaskTimeoutType.START_TO_CLOSE, null);
    assertThatThrownBy(
            () -> swf.does(new Action.RespondActivityTaskCompleted(task.taskToken(), "1")))
        .isInstanceOf(SwfFault.class)
        .hasMessage("Unknown activity, scheduledEventId = 5");
  }

  @Test
  void anActivityThatTakesTooLongInAll() {
    WorkflowExecution run = scheduled(schedule("NONE", "6", "NONE", "NONE"));
    swf.passes(Duration.ofSeconds(3));
    swf.activity();
    swf.passes(Duration.ofSeconds(3));
    timedOut(run, ActivityTaskTimeoutType.SCHEDULE_TO_CLOSE, null);
  }

  @Test
  void anActivityThatFallsSilentKeepsItsLastWords() {
    WorkflowExecution run = scheduled(schedule("NONE", "NONE", "NONE", "10"));
    ActivityTask task = swf.activity();
    for (int i = 0; i < 3; i++) {
      swf.passes(Duration.ofSeconds(9));
      swf.does(new Action.RecordActivityTaskHeartbeat(task.taskToken(), "step " + i));
    }
    assertThat(swf.engine().runningTasks())
        .singleElement()
        .satisfies(running -> assertThat(running.progress()).isEqualTo("step 2"));
    swf.passes(Duration.ofSeconds(10));
    timedOut(run, ActivityTaskTimeoutType.HEARTBEAT, "step 2");
  }

  @Test
  void aDecisionThatTakesTooLongIsGivenOutAgain() {
    WorkflowExecution run = swf.starts("w");
    DecisionTask late = swf.decision();
    swf.passes(Duration.ofSeconds(30));
    assertThat(swf.types(run)).endsWith("DecisionTaskTimedOut", "DecisionTaskScheduled");
    assertThatThrownBy(() -> swf.decides(late)).isInstanceOf(SwfFault.class);
    DecisionTask again = swf.decision();
    assertThat(again.previousStartedEventId()).isZero();
    swf.decides(again, Stepped.complete("1"));
  }

  @Test
  void anExecutionThatTakesTooLong() {
    WorkflowExecution run = swf.starts("w");
    swf.passes(Duration.ofHours(1));
    assertThat(swf.last(run)).isInstanceOf(Event.WorkflowExecutionTimedOut.class);
    assertThat(
            swf.does(new Action.DescribeWorkflowExecution(Stepped.DOMAIN, run))
                .executionInfo()
                .closeStatus())
        .isEqualTo(CloseStatus.TIMED_OUT);
    assertThat(swf.engine().nextTimer()).isEmpty();
  }

  @Test
  void aTimerFiresOnceAndNotEarly() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        new Decision.StartTimer("t", null, "10"),
        new Decision.StartTimer("gone", null, "5"),
        new Decision.CancelTimer("gone"),
        new Decision.StartTimer("t", null, "1"));
    assertThat(swf.only(run, Event.StartTimerFailed.class).timerId()).isEqualTo("t");
    swf.decides(swf.decision());
    swf.passes(Duration.ofMillis(9_999));
    assertThat(swf.types(run)).doesNotContain("TimerFired");
    swf.passes(Duration.ofMillis(1));
    swf.passes(Duration.ofSeconds(60));
    assertThat(swf.only(run, Event.TimerFired.class).timerId()).isEqualTo("t");
  }

  private void sticky(WorkflowExecution run) {
    swf.does(
        new Action.RespondDecisionTaskCompleted(
            swf.decision().taskToken(), List.of(), "c", new TaskList("mine"), "5"));
    swf.signals(run.workflowId(), "s");
    Event.DecisionTaskScheduled scheduled = (Event.DecisionTaskScheduled) swf.last(run);
    assertThat(scheduled.taskList().name()).isEqualTo("mine");
    assertThat(scheduled.scheduleToStartTimeout()).isEqualTo("5");
  }

  @Test
  void aStickyListThatNobodyPollsIsGivenUp() {
    WorkflowExecution run = swf.starts("w");
    sticky(run);
    swf.passes(Duration.ofSeconds(5));
    assertThat(swf.only(run, Event.DecisionTaskTimedOut.class).timeoutType())
        .isEqualTo(DecisionTaskTimeoutType.SCHEDULE_TO_START);
    DecisionTask back = swf.decision();
    assertThat(back.taskToken()).isNotEmpty();
    swf.decides(back);
    swf.signals("w", "again");
    assertThat(((Event.DecisionTaskScheduled) swf.last(run)).taskList())
        .isEqualTo(Stepped.DECISIONS);
  }

  @Test
  void aStickyListIsGivenUpWhenItsWorkerDoesNotAnswer() {
    WorkflowExecution run = swf.starts("w");
    sticky(run);
    assertThat(swf.decision("mine").taskToken()).isNotEmpty();
    swf.passes(Duration.ofSeconds(30));
    assertThat(((Event.DecisionTaskScheduled) swf.last(run)).taskList())
        .isEqualTo(Stepped.DECISIONS);
  }

  @Test
  void aLostWorkersTasksTimeOutAtOnce() {
    WorkflowExecution run = scheduled(Stepped.schedule("a"));
    swf.activity();
    assertThat(swf.engine().leaseHolders()).containsExactly("worker");
    var lost = swf.engine().workerLost("worker");
    swf.engine().runUntilIdle();
    assertThat(lost.join()).isEqualTo(1);
    timedOut(run, ActivityTaskTimeoutType.HEARTBEAT, "worker lost");
  }

  @Test
  void whatWaitsForALostWorkerGoesBackNowAndLater() {
    WorkflowExecution run = swf.starts("w");
    sticky(run);
    WorkflowExecution other = swf.starts("x");
    swf.does(
        new Action.RespondDecisionTaskCompleted(
            swf.decision().taskToken(), List.of(), null, new TaskList("mine"), "5"));
    var lost = swf.engine().workerLost("mine");
    swf.engine().runUntilIdle();
    assertThat(lost.join()).isEqualTo(1);
    assertThat(((Event.DecisionTaskScheduled) swf.last(run)).taskList())
        .isEqualTo(Stepped.DECISIONS);
    swf.signals("x", "s");
    assertThat(((Event.DecisionTaskScheduled) swf.last(other)).taskList())
        .isEqualTo(Stepped.DECISIONS);
  }
}
