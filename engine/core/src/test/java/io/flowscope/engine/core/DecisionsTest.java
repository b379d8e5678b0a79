package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ScheduleActivityTaskFailedCause;
import io.flowscope.engine.model.StartChildWorkflowExecutionFailedCause;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest extends Scenario {
  private final Stepped swf = stepped("events", "60");

  @Test
  void aCloseThatDoesNotKnowTheLatestEventsIsRefused() {
    WorkflowExecution run = swf.starts("w");
    DecisionTask task = swf.decision();
    swf.signals("w", "late");
    swf.decides(task, Stepped.complete("1"));
    assertThat(swf.types(run))
        .endsWith(
            "WorkflowExecutionSignaled",
            "DecisionTaskCompleted",
            "CompleteWorkflowExecutionFailed",
            "DecisionTaskScheduled");
    swf.decides(swf.decision(), Stepped.complete("1"));
    assertThat(swf.last(run)).isInstanceOf(Event.WorkflowExecutionCompleted.class);
  }

  @Test
  void aRefusedListChangesNothing() {
    WorkflowExecution run = swf.starts("w");
    DecisionTask task = swf.decision();
    assertThatThrownBy(
            () -> swf.decides(task, Stepped.complete("1"), new Decision.RecordMarker("m", null)))
        .hasToString("ValidationException: Close must be last decision in list");
    assertThatThrownBy(
            () ->
                swf.decides(
                    task, Stepped.schedule("a"), new Decision.StartTimer("t", null, "soon")))
        .hasMessageContaining("startToFireTimeout");
    assertThat(swf.types(run)).endsWith("DecisionTaskStarted");
    swf.decides(task, Stepped.complete("1"));
  }

  @Test
  void anActivityThatCannotBeScheduledSaysWhy() {
    WorkflowExecution run = swf.starts("w");
    swf.does(
        new Action.RegisterActivityType(
            Stepped.DOMAIN, "bare", "1", null, null, null, null, null, null, null));
    swf.decides(
        swf.decision(),
        Stepped.schedule("a"),
        Stepped.schedule("a"),
        new Decision.ScheduleActivityTask(
            new ActivityType("none", "1"), "b", null, null, null, null, null, null, null, null),
        new Decision.ScheduleActivityTask(
            new ActivityType("bare", "1"), "c", null, null, null, null, null, null, null, null));
    assertThat(
            swf.history(run).stream()
                .filter(event -> event.event() instanceof Event.ScheduleActivityTaskFailed)
                .map(event -> ((Event.ScheduleActivityTaskFailed) event.event()).cause()))
        .containsExactly(
            ScheduleActivityTaskFailedCause.ACTIVITY_ID_ALREADY_IN_USE,
            ScheduleActivityTaskFailedCause.ACTIVITY_TYPE_DOES_NOT_EXIST,
            ScheduleActivityTaskFailedCause.DEFAULT_TASK_LIST_UNDEFINED);
    assertThat(swf.last(run)).isInstanceOf(Event.DecisionTaskScheduled.class);
  }

  @Test
  void aCancellationReachesAWorkerByItsHeartbeat() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), Stepped.schedule("a"), Stepped.schedule("b"));
    ActivityTask a = swf.activity();
    swf.signals("w", "go");
    swf.decides(
        swf.decision(),
        new Decision.RequestCancelActivityTask("a"),
        new Decision.RequestCancelActivityTask("b"),
        new Decision.RequestCancelActivityTask("c"));
    assertThat(swf.only(run, Event.ActivityTaskCanceled.class).startedEventId()).isZero();
    swf.only(run, Event.RequestCancelActivityTaskFailed.class);
    assertThat(
            swf.does(new Action.RecordActivityTaskHeartbeat(a.taskToken(), null)).cancelRequested())
        .isTrue();
    swf.does(new Action.RespondActivityTaskCanceled(a.taskToken(), "stopped"));
    assertThat(swf.types(run)).filteredOn("ActivityTaskCanceled"::equals).hasSize(2);
  }

  @Test
  void higherPrioritiesGoFirst() {
    swf.starts("w");
    Decision low = Stepped.schedule("low");
    Decision high =
        new Decision.ScheduleActivityTask(
            Stepped.ACTIVITY, "high", null, null, null, null, "5", null, null, null);
    swf.decides(swf.decision(), low, high);
    assertThat(swf.activity().activityId()).isEqualTo("high");
    assertThat(swf.activity().activityId()).isEqualTo("low");
  }

  @Test
  void aChildTellsItsParent() {
    WorkflowExecution parent = swf.starts("p");
    swf.decides(swf.decision(), Stepped.child("k"));
    assertThat(swf.types(parent))
        .endsWith(
            "StartChildWorkflowExecutionInitiated",
            "ChildWorkflowExecutionStarted",
            "DecisionTaskScheduled");
    DecisionTask child = swf.decisionOf("k");
    swf.decides(child, Stepped.complete("\"r\""));
    Event.ChildWorkflowExecutionCompleted told =
        swf.only(parent, Event.ChildWorkflowExecutionCompleted.class);
    assertThat(told.result()).isEqualTo("\"r\"");
    assertThat(told.initiatedEventId()).isEqualTo(5);
    assertThat(told.startedEventId()).isEqualTo(6);
  }

  @Test
  void aChildWhoseIdIsTakenIsRefused() {
    swf.starts("k");
    swf.decides(swf.decision());
    WorkflowExecution parent = swf.starts("p");
    swf.decides(swf.decision(), Stepped.child("k"));
    assertThat(swf.only(parent, Event.StartChildWorkflowExecutionFailed.class).cause())
        .isEqualTo(StartChildWorkflowExecutionFailedCause.WORKFLOW_ALREADY_RUNNING);
  }

  private WorkflowExecution terminatedParentsChild(ChildPolicy policy) {
    swf.starts("p", policy);
    swf.decides(swf.decision(), Stepped.child("k"));
    WorkflowExecution child = swf.decisionOf("k").workflowExecution();
    swf.does(new Action.TerminateWorkflowExecution(Stepped.DOMAIN, "p", null, "why", null, null));
    return child;
  }

  @Test
  void theChildPolicyTerminates() {
    WorkflowExecution child = terminatedParentsChild(ChildPolicy.TERMINATE);
    assertThat(swf.only(child, Event.WorkflowExecutionTerminated.class).cause())
        .isEqualTo(WorkflowExecutionTerminatedCause.CHILD_POLICY_APPLIED);
  }

  @Test
  void theChildPolicyRequestsCancellation() {
    WorkflowExecution child = terminatedParentsChild(ChildPolicy.REQUEST_CANCEL);
    swf.only(child, Event.WorkflowExecutionCancelRequested.class);
  }

  @Test
  void theChildPolicyAbandons() {
    WorkflowExecution child = terminatedParentsChild(ChildPolicy.ABANDON);
    assertThat(swf.types(child)).endsWith("DecisionTaskStarted");
  }

  @Test
  void goesOnAsANewRun() {
    WorkflowExecution old = swf.starts("w");
    swf.decides(
        swf.decision(),
        new Decision.ContinueAsNewWorkflowExecution(
            "[2]", null, null, null, null, null, List.of("t"), null, null));
    String next = swf.only(old, Event.WorkflowExecutionContinuedAsNew.class).newExecutionRunId();
    WorkflowExecution run = new WorkflowExecution("w", next);
    Event.WorkflowExecutionStarted started = swf.only(run, Event.WorkflowExecutionStarted.class);
    assertThat(started.continuedExecutionRunId()).isEqualTo(old.runId());
    assertThat(started.input()).isEqualTo("[2]");
    assertThat(started.tagList()).containsExactly("t");
    swf.decides(swf.decision(), Stepped.complete("1"));
  }

  @Test
  void signalsAndCancelsOtherExecutions() {
    WorkflowExecution other = swf.starts("other");
    swf.decides(swf.decision());
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        new Decision.SignalExternalWorkflowExecution("other", null, "hello", "1", "c"),
        new Decision.SignalExternalWorkflowExecution("nobody", null, "hello", "1", "c"),
        new Decision.RequestCancelExternalWorkflowExecution("other", null, null),
        new Decision.RequestCancelExternalWorkflowExecution("nobody", null, null));
    assertThat(swf.only(other, Event.WorkflowExecutionSignaled.class).externalInitiatedEventId())
        .isEqualTo(5);
    assertThat(
            swf.only(other, Event.WorkflowExecutionCancelRequested.class)
                .externalWorkflowExecution())
        .isEqualTo(run);
    swf.only(run, Event.ExternalWorkflowExecutionSignaled.class);
    swf.only(run, Event.SignalExternalWorkflowExecutionFailed.class);
    swf.only(run, Event.ExternalWorkflowExecutionCancelRequested.class);
    swf.only(run, Event.RequestCancelExternalWorkflowExecutionFailed.class);
  }

  @Test
  void lambdaFailsAsWithoutLambda() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), new Decision.ScheduleLambdaFunction("l", "f", null, null, null));
    swf.only(run, Event.ScheduleLambdaFunctionFailed.class);
    assertThat(swf.last(run)).isInstanceOf(Event.DecisionTaskScheduled.class);
  }

  @Test
  void aHistoryThatGrowsTooLongEnds() {
    WorkflowExecution run = swf.starts("w");
    for (int i = 0; i < 57; i++) {
      swf.signals("w", "s");
    }
    assertThat(swf.history(run)).hasSize(60);
    assertThat(swf.only(run, Event.WorkflowExecutionTerminated.class).cause())
        .isEqualTo(WorkflowExecutionTerminatedCause.EVENT_LIMIT_EXCEEDED);
    assertThatThrownBy(() -> swf.signals("w", "s"))
        .hasToString("UnknownResourceFault: Unknown execution, workflowId = w");
  }

  @Test
  void pollsReadHistoriesPageByPageWithOneToken() {
    swf.starts("w");
    swf.passes(Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      swf.signals("w", "s" + i);
    }
    Action.PollForDecisionTask poll =
        new Action.PollForDecisionTask(
            Stepped.DOMAIN, Stepped.DECISIONS, null, null, 5, null, null);
    DecisionTask page = swf.does(poll);
    long last = 0;
    String token = page.taskToken();
    while (true) {
      assertThat(page.taskToken()).isEqualTo(token);
      for (var event : page.events()) {
        assertThat(event.eventId()).isEqualTo(++last);
      }
      if (page.nextPageToken() == null) {
        break;
      }
      assertThat(page.nextPageToken()).matches("[A-Za-z0-9_-]+");
      page =
          swf.does(
              new Action.PollForDecisionTask(
                  Stepped.DOMAIN, Stepped.DECISIONS, null, page.nextPageToken(), 5, null, null));
    }
    assertThat(last).isEqualTo(13);
  }

  @Test
  void aRestartKeepsTimersTokensAndBacklogs() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        Stepped.schedule("a"),
        Stepped.schedule("b"),
        new Decision.StartTimer("t", null, "10"));
    ActivityTask a = swf.activity();
    swf.restart();
    swf.does(new Action.RespondActivityTaskCompleted(a.taskToken(), "1"));
    assertThat(swf.activity().activityId()).isEqualTo("b");
    swf.passes(Duration.ofSeconds(10));
    swf.restart();
    swf.passes(Duration.ofSeconds(10));
    swf.only(run, Event.TimerFired.class);
    assertThat(swf.types(run)).filteredOn("DecisionTaskScheduled"::equals).hasSize(2);
  }
}
