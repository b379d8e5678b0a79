package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.CancelTimerFailedCause;
import io.flowscope.engine.model.CancelWorkflowExecutionFailedCause;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.CompleteWorkflowExecutionFailedCause;
import io.flowscope.engine.model.ContinueAsNewWorkflowExecutionFailedCause;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.FailWorkflowExecutionFailedCause;
import io.flowscope.engine.model.RequestCancelActivityTaskFailedCause;
import io.flowscope.engine.model.RequestCancelExternalWorkflowExecutionFailedCause;
import io.flowscope.engine.model.ScheduleActivityTaskFailedCause;
import io.flowscope.engine.model.ScheduleLambdaFunctionFailedCause;
import io.flowscope.engine.model.SignalExternalWorkflowExecutionFailedCause;
import io.flowscope.engine.model.StartChildWorkflowExecutionFailedCause;
import io.flowscope.engine.model.StartTimerFailedCause;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why decisions fail: each cause with its event, and what the decider is told. */
class CausesTest extends Scenario {
  private static final long COMPLETED = 4;

  /** A decision that the first decision task of an execution brings, and what becomes of it. */
  private record Case(Decision decision, Event failed) {}

  private void refused(Stepped swf, Case... cases) {
    WorkflowExecution run = swf.starts("w");
    Decision[] decisions = Arrays.stream(cases).map(Case::decision).toArray(Decision[]::new);
    swf.decides(swf.decision(), decisions);
    List<Event> events = swf.history(run).stream().map(event -> event.event()).toList();
    for (Case one : cases) {
      assertThat(events).contains(one.failed);
    }
    assertThat(swf.decision().previousStartedEventId()).as("the decider learns of it").isEqualTo(3);
  }

  private static Case schedule(
      ScheduleActivityTaskFailedCause cause, ActivityType type, Object... members) {
    Object[] all = Arrays.copyOf(members, members.length + 4);
    all[members.length] = "activityType";
    all[members.length + 1] = type;
    all[members.length + 2] = "activityId";
    all[members.length + 3] = "a-" + cause;
    return new Case(
        of(Decision.ScheduleActivityTask.class, all),
        new Event.ScheduleActivityTaskFailed(type, "a-" + cause, cause, COMPLETED));
  }

  @Test
  void activitiesThatCannotBeScheduled() {
    Stepped swf = stepped();
    ActivityType bare = new ActivityType("bare", "1");
    ActivityType old = new ActivityType("old", "1");
    ActivityType none = new ActivityType("none", "1");
    for (ActivityType type : List.of(bare, old)) {
      swf.does(
          of(
              Action.RegisterActivityType.class,
              "domain",
              "d",
              "name",
              type.name(),
              "version",
              "1"));
    }
    swf.does(new Action.DeprecateActivityType("d", old));
    TaskList list = new TaskList("l");
    refused(
        swf,
        schedule(ScheduleActivityTaskFailedCause.ACTIVITY_TYPE_DOES_NOT_EXIST, none),
        schedule(ScheduleActivityTaskFailedCause.ACTIVITY_TYPE_DEPRECATED, old),
        schedule(ScheduleActivityTaskFailedCause.DEFAULT_TASK_LIST_UNDEFINED, bare),
        schedule(
            ScheduleActivityTaskFailedCause.DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED,
            bare,
            "taskList",
            list),
        schedule(
            ScheduleActivityTaskFailedCause.DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED,
            bare,
            "taskList",
            list,
            "scheduleToCloseTimeout",
            "1"),
        schedule(
            ScheduleActivityTaskFailedCause.DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED,
            bare,
            "taskList",
            list,
            "scheduleToCloseTimeout",
            "1",
            "scheduleToStartTimeout",
            "1"),
        schedule(
            ScheduleActivityTaskFailedCause.DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED,
            bare,
            "taskList",
            list,
            "scheduleToCloseTimeout",
            "1",
            "scheduleToStartTimeout",
            "1",
            "startToCloseTimeout",
            "1"));
  }

  @Test
  void idsThatAreInUseOrUnknown() {
    Stepped swf = stepped();
    Decision timer = new Decision.StartTimer("t", null, "10");
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        Stepped.schedule("a"),
        Stepped.schedule("a"),
        timer,
        timer,
        new Decision.CancelTimer("none"),
        new Decision.RequestCancelActivityTask("none"));
    assertThat(swf.only(run, Event.ScheduleActivityTaskFailed.class).cause())
        .isEqualTo(ScheduleActivityTaskFailedCause.ACTIVITY_ID_ALREADY_IN_USE);
    assertThat(swf.only(run, Event.StartTimerFailed.class))
        .isEqualTo(
            new Event.StartTimerFailed(
                "t", StartTimerFailedCause.TIMER_ID_ALREADY_IN_USE, COMPLETED));
    assertThat(swf.only(run, Event.CancelTimerFailed.class))
        .isEqualTo(
            new Event.CancelTimerFailed(
                "none", CancelTimerFailedCause.TIMER_ID_UNKNOWN, COMPLETED));
    assertThat(swf.only(run, Event.RequestCancelActivityTaskFailed.class))
        .isEqualTo(
            new Event.RequestCancelActivityTaskFailed(
                "none", RequestCancelActivityTaskFailedCause.ACTIVITY_ID_UNKNOWN, COMPLETED));
  }

  private static Case child(
      StartChildWorkflowExecutionFailedCause cause, WorkflowType type, Object... members) {
    Object[] all = Arrays.copyOf(members, members.length + 6);
    all[members.length] = "workflowType";
    all[members.length + 1] = type;
    all[members.length + 2] = "workflowId";
    all[members.length + 3] = "k-" + cause;
    all[members.length + 4] = "control";
    all[members.length + 5] = "c";
    return new Case(
        of(Decision.StartChildWorkflowExecution.class, all),
        new Event.StartChildWorkflowExecutionFailed(type, cause, "k-" + cause, 0, COMPLETED, "c"));
  }

  private static void registerBareAndOld(Stepped swf) {
    for (String version : List.of("bare", "old")) {
      swf.does(
          of(Action.RegisterWorkflowType.class, "domain", "d", "name", "W", "version", version));
    }
    swf.does(new Action.DeprecateWorkflowType("d", new WorkflowType("W", "old")));
  }

  @Test
  void childrenThatCannotBeStarted() {
    Stepped swf = stepped();
    registerBareAndOld(swf);
    WorkflowType bare = new WorkflowType("W", "bare");
    TaskList list = new TaskList("l");
    refused(
        swf,
        child(
            StartChildWorkflowExecutionFailedCause.WORKFLOW_TYPE_DOES_NOT_EXIST,
            new WorkflowType("W", "none")),
        child(
            StartChildWorkflowExecutionFailedCause.WORKFLOW_TYPE_DEPRECATED,
            new WorkflowType("W", "old")),
        child(
            StartChildWorkflowExecutionFailedCause
                .DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED,
            bare),
        child(
            StartChildWorkflowExecutionFailedCause.DEFAULT_TASK_LIST_UNDEFINED,
            bare,
            "executionStartToCloseTimeout",
            "1"),
        child(
            StartChildWorkflowExecutionFailedCause.DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED,
            bare,
            "executionStartToCloseTimeout",
            "1",
            "taskList",
            list),
        child(
            StartChildWorkflowExecutionFailedCause.DEFAULT_CHILD_POLICY_UNDEFINED,
            bare,
            "executionStartToCloseTimeout",
            "1",
            "taskList",
            list,
            "taskStartToCloseTimeout",
            "1"));
  }

  @Test
  void aChildWhoseIdIsTakenNamesItsInitiation() {
    Stepped swf = stepped();
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), Stepped.child("w"), Stepped.child("k"), Stepped.child("k"));
    assertThat(all(swf, run, Event.StartChildWorkflowExecutionFailed.class))
        .extracting(Event.StartChildWorkflowExecutionFailed::initiatedEventId)
        .containsExactly(5L, 7L);
    assertThat(all(swf, run, Event.StartChildWorkflowExecutionFailed.class))
        .extracting(Event.StartChildWorkflowExecutionFailed::cause)
        .containsOnly(StartChildWorkflowExecutionFailedCause.WORKFLOW_ALREADY_RUNNING);
    assertThat(all(swf, run, Event.ChildWorkflowExecutionStarted.class)).hasSize(1);
  }

  @Test
  void continuationsThatCannotBeginLeaveTheExecutionOpen() {
    Object[][] steps = {
      {ContinueAsNewWorkflowExecutionFailedCause.WORKFLOW_TYPE_DOES_NOT_EXIST, "none"},
      {ContinueAsNewWorkflowExecutionFailedCause.WORKFLOW_TYPE_DEPRECATED, "old"},
      {
        ContinueAsNewWorkflowExecutionFailedCause
            .DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED,
        "bare"
      },
      {
        ContinueAsNewWorkflowExecutionFailedCause.DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED,
        "bare",
        "executionStartToCloseTimeout",
        "1"
      },
      {
        ContinueAsNewWorkflowExecutionFailedCause.DEFAULT_TASK_LIST_UNDEFINED,
        "bare",
        "executionStartToCloseTimeout",
        "1",
        "taskStartToCloseTimeout",
        "1"
      },
      {
        ContinueAsNewWorkflowExecutionFailedCause.DEFAULT_CHILD_POLICY_UNDEFINED,
        "bare",
        "executionStartToCloseTimeout",
        "1",
        "taskStartToCloseTimeout",
        "1",
        "taskList",
        new TaskList("l")
      },
    };
    for (Object[] step : steps) {
      Stepped swf = stepped();
      registerBareAndOld(swf);
      Object[] members = Arrays.copyOfRange(step, 1, step.length + 1);
      System.arraycopy(step, 2, members, 2, step.length - 2);
      members[0] = "workflowTypeVersion";
      members[1] = step[1];
      refused(
          swf,
          new Case(
              of(Decision.ContinueAsNewWorkflowExecution.class, members),
              new Event.ContinueAsNewWorkflowExecutionFailed(
                  (ContinueAsNewWorkflowExecutionFailedCause) step[0], COMPLETED)));
    }
  }

  @Test
  void closingDecisionsThatMissedAnEvent() {
    long completed = 5;
    List<Case> cases =
        List.of(
            new Case(
                new Decision.CompleteWorkflowExecution("1"),
                new Event.CompleteWorkflowExecutionFailed(
                    CompleteWorkflowExecutionFailedCause.UNHANDLED_DECISION, completed)),
            new Case(
                new Decision.FailWorkflowExecution("r", "d"),
                new Event.FailWorkflowExecutionFailed(
                    FailWorkflowExecutionFailedCause.UNHANDLED_DECISION, completed)),
            new Case(
                new Decision.CancelWorkflowExecution("d"),
                new Event.CancelWorkflowExecutionFailed(
                    CancelWorkflowExecutionFailedCause.UNHANDLED_DECISION, completed)),
            new Case(
                of(Decision.ContinueAsNewWorkflowExecution.class),
                new Event.ContinueAsNewWorkflowExecutionFailed(
                    ContinueAsNewWorkflowExecutionFailedCause.UNHANDLED_DECISION, completed)));
    for (Case one : cases) {
      Stepped swf = stepped();
      WorkflowExecution run = swf.starts("w");
      DecisionTask task = swf.decision();
      swf.signals("w", "late");
      swf.decides(task, new Decision.RecordMarker("m", null), one.decision);
      assertThat(swf.history(run).stream().map(event -> event.event()))
          .contains(one.failed, new Event.MarkerRecorded("m", null, completed));
      assertThat(swf.last(run)).isInstanceOf(Event.DecisionTaskScheduled.class);
      swf.decides(swf.decision(), one.decision);
      assertThat(
              swf.does(new Action.DescribeWorkflowExecution("d", run))
                  .executionInfo()
                  .closeStatus())
          .isNotNull();
    }
  }

  @Test
  void executionsThatNobodyKnows() {
    refused(
        stepped(),
        new Case(
            new Decision.SignalExternalWorkflowExecution("no", "r", "s", "i", "c"),
            new Event.SignalExternalWorkflowExecutionFailed(
                "no",
                "r",
                SignalExternalWorkflowExecutionFailedCause.UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION,
                5,
                COMPLETED,
                "c")),
        new Case(
            new Decision.RequestCancelExternalWorkflowExecution("no", "r", "c"),
            new Event.RequestCancelExternalWorkflowExecutionFailed(
                "no",
                "r",
                RequestCancelExternalWorkflowExecutionFailedCause
                    .UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION,
                6,
                COMPLETED,
                "c")));
  }

  @Test
  void lambdaFunctionsFailAsWhereThereAreNone() {
    Stepped swf = stepped();
    refused(
        swf,
        new Case(
            new Decision.ScheduleLambdaFunction("l", "f", "c", "i", "60"),
            new Event.ScheduleLambdaFunctionFailed(
                "l",
                "f",
                ScheduleLambdaFunctionFailedCause.LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION,
                COMPLETED)));
  }

  @Test
  void ratesThatAreUsedUp() {
    Stepped swf =
        stepped(
            "rate.ScheduleActivityTask", "1",
            "rate.StartTimer", "1",
            "rate.StartChildWorkflowExecution", "1",
            "rate.SignalExternalWorkflowExecution", "1",
            "rate.RequestCancelExternalWorkflowExecution", "1");
    Decision signal = new Decision.SignalExternalWorkflowExecution("no", "r", "s", null, "c");
    Decision cancel = new Decision.RequestCancelExternalWorkflowExecution("no", null, "c");
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        Stepped.schedule("a"),
        Stepped.schedule("b"),
        new Decision.StartTimer("t", null, "100"),
        new Decision.StartTimer("u", null, "100"),
        Stepped.child("k"),
        Stepped.child("l"),
        signal,
        signal,
        cancel,
        cancel);
    List<Event> events = swf.history(run).stream().map(event -> event.event()).toList();
    assertThat(events)
        .contains(
            new Event.ScheduleActivityTaskFailed(
                Stepped.ACTIVITY,
                "b",
                ScheduleActivityTaskFailedCause.ACTIVITY_CREATION_RATE_EXCEEDED,
                COMPLETED),
            new Event.StartTimerFailed(
                "u", StartTimerFailedCause.TIMER_CREATION_RATE_EXCEEDED, COMPLETED),
            new Event.StartChildWorkflowExecutionFailed(
                Stepped.WORKFLOW,
                StartChildWorkflowExecutionFailedCause.CHILD_CREATION_RATE_EXCEEDED,
                "l",
                0,
                COMPLETED,
                "c"),
            new Event.SignalExternalWorkflowExecutionFailed(
                "no",
                "r",
                SignalExternalWorkflowExecutionFailedCause
                    .SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED,
                0,
                COMPLETED,
                "c"),
            new Event.RequestCancelExternalWorkflowExecutionFailed(
                "no",
                null,
                RequestCancelExternalWorkflowExecutionFailedCause
                    .REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED,
                0,
                COMPLETED,
                "c"));
    swf.passes(java.time.Duration.ofSeconds(1));
    swf.decides(swf.decisionOf("w"), Stepped.schedule("b"));
    assertThat(all(swf, run, Event.ActivityTaskScheduled.class)).hasSize(2);
  }

  @Test
  void continuingTooOften() {
    Stepped swf = stepped("rate.ContinueAsNewWorkflowExecution", "1");
    Decision again =
        of(
            Decision.ContinueAsNewWorkflowExecution.class,
            "childPolicy",
            ChildPolicy.TERMINATE,
            "workflowTypeVersion",
            "1");
    swf.starts("w");
    swf.decides(swf.decision(), again);
    DecisionTask second = swf.decision();
    swf.decides(second, again);
    assertThat(
            swf.only(second.workflowExecution(), Event.ContinueAsNewWorkflowExecutionFailed.class)
                .cause())
        .isEqualTo(
            ContinueAsNewWorkflowExecutionFailedCause
                .CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED);
  }
}
