package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decision tasks: never two at a time, all or nothing, and where they go. */
class DecisionTasksTest extends Scenario {
  private final Stepped swf = stepped();

  private int openDecisions(WorkflowExecution run) {
    return swf.does(new Action.DescribeWorkflowExecution("d", run))
        .openCounts()
        .openDecisionTasks();
  }

  private long count(WorkflowExecution run, String type) {
    return swf.types(run).stream().filter(type::equals).count();
  }

  @Test
  void eventsThatArriveWhileATaskWaitsOrIsWorkedAtAreMerged() {
    WorkflowExecution run = swf.starts("w");
    swf.signals("w", "waiting");
    assertThat(count(run, "DecisionTaskScheduled")).isOne();
    DecisionTask task = swf.decision();
    assertThat(task.events()).hasSize(4);
    swf.signals("w", "worked at");
    swf.signals("w", "still");
    assertThat(count(run, "DecisionTaskScheduled")).isOne();
    assertThat(openDecisions(run)).isOne();
    swf.decides(task);
    assertThat(count(run, "DecisionTaskScheduled")).isEqualTo(2);
    DecisionTask next = swf.decision();
    assertThat(next.previousStartedEventId()).isEqualTo(task.startedEventId());
    swf.decides(next);
    assertThat(openDecisions(run)).isZero();
    assertThat(count(run, "DecisionTaskScheduled")).isEqualTo(2);
  }

  @Test
  void anAnswerWithoutDecisionsLeavesTheExecutionWaiting() {
    WorkflowExecution run = swf.starts("w");
    swf.does(
        new Action.RespondDecisionTaskCompleted(
            swf.decision().taskToken(), null, "context", null, null));
    assertThat(swf.last(run))
        .isEqualTo(new Event.DecisionTaskCompleted("context", 2, 3, null, null));
    assertThat(openDecisions(run)).isZero();
  }

  @Test
  void theLatestContextIsKeptUntilAnotherComesAndAfterTheEnd() {
    WorkflowExecution run = swf.starts("w");
    for (String context : new String[] {"one", null, "two", null}) {
      swf.does(
          new Action.RespondDecisionTaskCompleted(
              swf.decision().taskToken(), List.of(), context, null, null));
      assertThat(context(run)).isEqualTo(context == null ? context(run) : context);
      swf.signals("w", "s");
    }
    assertThat(context(run)).isEqualTo("two");
    swf.decides(swf.decision(), Stepped.complete("1"));
    swf.restart();
    assertThat(context(run)).isEqualTo("two");
  }

  private String context(WorkflowExecution run) {
    return swf.does(new Action.DescribeWorkflowExecution("d", run)).latestExecutionContext();
  }

  @Test
  void decisionsTakeEffectInTheirOrder() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        new Decision.RecordMarker("first", null),
        new Decision.StartTimer("t", null, "9"),
        Stepped.schedule("a"),
        new Decision.CancelTimer("t"),
        new Decision.RecordMarker("last", null),
        Stepped.complete("1"));
    assertThat(swf.types(run).subList(4, 10))
        .containsExactly(
            "MarkerRecorded",
            "TimerStarted",
            "ActivityTaskScheduled",
            "TimerCanceled",
            "MarkerRecorded",
            "WorkflowExecutionCompleted");
  }

  @Test
  void aListIsDoneAsAWholeOrNotAtAll() {
    WorkflowExecution run = swf.starts("w");
    DecisionTask task = swf.decision();
    Map<List<Decision>, String> lists =
        Map.of(
            List.of(Stepped.complete("1"), Stepped.complete("2")),
            "ValidationException: Close must be last decision in list",
            List.of(
                Stepped.schedule("a"),
                of(Decision.ContinueAsNewWorkflowExecution.class),
                new Decision.RecordMarker("m", null)),
            "ValidationException: Close must be last decision in list",
            List.of(
                Stepped.schedule("a"), of(Decision.StartTimer.class, "startToFireTimeout", "1")),
            "ValidationException: 1 validation error detected: Value null at"
                + " 'decisions.2.member.startTimerDecisionAttributes.timerId' failed to satisfy"
                + " constraint: Member must not be null",
            List.of(
                Stepped.schedule("a"),
                of(
                    Decision.ScheduleActivityTask.class,
                    "activityType",
                    Stepped.ACTIVITY,
                    "activityId",
                    "b",
                    "taskPriority",
                    "high")),
            "ValidationException: 1 validation error detected: Value 'high' at"
                + " 'decisions.2.member.scheduleActivityTaskDecisionAttributes.taskPriority'"
                + " failed to satisfy constraint: Member must be a whole number from -2147483648"
                + " to 2147483647");
    lists.forEach(
        (decisions, refused) ->
            assertThat(
                    refusal(
                        swf,
                        new Action.RespondDecisionTaskCompleted(
                            task.taskToken(), decisions, "c", new TaskList("l"), "1")))
                .isEqualTo(refused));
    assertThat(swf.types(run)).endsWith("DecisionTaskStarted");
    assertThat(context(run)).isNull();
    swf.decides(task, Stepped.complete("1"));
  }

  @Test
  void anExecutionClosesAsItsDeciderSays() {
    Map<Decision, CloseStatus> ends =
        Map.of(
            Stepped.complete("r"),
            CloseStatus.COMPLETED,
            new Decision.FailWorkflowExecution("why", "how"),
            CloseStatus.FAILED,
            new Decision.CancelWorkflowExecution("d"),
            CloseStatus.CANCELED);
    ends.forEach(
        (decision, status) -> {
          WorkflowExecution run = swf.starts("w");
          swf.decides(swf.decision(), decision);
          var info = swf.does(new Action.DescribeWorkflowExecution("d", run)).executionInfo();
          assertThat(info.closeStatus()).isEqualTo(status);
          assertThat(info.closeTimestamp()).isEqualTo(swf.now());
          assertThat(swf.last(run))
              .isIn(
                  new Event.WorkflowExecutionCompleted("r", 4),
                  new Event.WorkflowExecutionFailed("why", "how", 4),
                  new Event.WorkflowExecutionCanceled("d", 4));
        });
  }

  @Test
  void aTaskThatIsNotAnsweredInTimeIsGivenOutAgainWithItsEvents() {
    WorkflowExecution run = swf.starts("w");
    DecisionTask late = swf.decision();
    swf.signals("w", "s");
    swf.passes(Duration.ofSeconds(30));
    assertThat(swf.only(run, Event.DecisionTaskTimedOut.class))
        .isEqualTo(new Event.DecisionTaskTimedOut(DecisionTaskTimeoutType.START_TO_CLOSE, 2, 3));
    assertThat(
            refusal(
                swf,
                new Action.RespondDecisionTaskCompleted(
                    late.taskToken(), List.of(), null, null, null)))
        .isEqualTo("UnknownResourceFault: Unknown decision task, scheduledEventId = 2");
    DecisionTask again = swf.decision();
    assertThat(again.previousStartedEventId()).isZero();
    assertThat(again.taskToken()).isNotEqualTo(late.taskToken());
    swf.decides(again, Stepped.complete("1"));
  }

  @Test
  void aPermanentListTakesAllFurtherTasks() {
    for (String timeout : new String[] {null, "NONE", ""}) {
      WorkflowExecution run = swf.starts("w");
      swf.does(
          new Action.RespondDecisionTaskCompleted(
              swf.decision().taskToken(), null, null, new TaskList("mine"), timeout));
      assertThat(swf.only(run, Event.DecisionTaskCompleted.class))
          .isEqualTo(new Event.DecisionTaskCompleted(null, 2, 3, new TaskList("mine"), timeout));
      swf.signals("w", "s");
      swf.decides(swf.decision("mine"));
      swf.signals("w", "s");
      swf.restart();
      assertThat(swf.last(run))
          .isEqualTo(new Event.DecisionTaskScheduled(new TaskList("mine"), null, "30", "NONE"));
      assertThat(
              swf.does(new Action.DescribeWorkflowExecution("d", run))
                  .executionConfiguration()
                  .taskList())
          .isEqualTo(Stepped.DECISIONS);
      swf.decides(swf.decision("mine"), Stepped.complete("1"));
    }
  }

  @Test
  void aTemporaryListKeepsItsTasksAsLongAsTheyAreTakenInTime() {
    WorkflowExecution run = swf.starts("w");
    DecisionTask first = swf.decision();
    swf.signals("w", "at once");
    swf.does(
        new Action.RespondDecisionTaskCompleted(
            first.taskToken(), null, null, new TaskList("mine"), "5"));
    for (int i = 0; i < 3; i++) {
      assertThat(swf.last(run))
          .isEqualTo(new Event.DecisionTaskScheduled(new TaskList("mine"), null, "30", "5"));
      swf.passes(Duration.ofSeconds(4));
      swf.decides(swf.decision("mine"));
      swf.signals("w", "s");
    }
    swf.passes(Duration.ofSeconds(5));
    assertThat(swf.only(run, Event.DecisionTaskTimedOut.class).timeoutType())
        .isEqualTo(DecisionTaskTimeoutType.SCHEDULE_TO_START);
    assertThat(swf.only(run, Event.DecisionTaskTimedOut.class).startedEventId()).isZero();
    assertThat(swf.last(run))
        .isEqualTo(new Event.DecisionTaskScheduled(Stepped.DECISIONS, null, "30", "NONE"));
  }

  @Test
  void anotherListReplacesATemporaryOne() {
    WorkflowExecution run = swf.starts("w");
    swf.does(
        new Action.RespondDecisionTaskCompleted(
            swf.decision().taskToken(), null, null, new TaskList("mine"), "5"));
    swf.signals("w", "s");
    swf.does(
        new Action.RespondDecisionTaskCompleted(
            swf.decision("mine").taskToken(), null, null, Stepped.DECISIONS, null));
    swf.signals("w", "s");
    assertThat(swf.last(run))
        .isEqualTo(new Event.DecisionTaskScheduled(Stepped.DECISIONS, null, "30", "NONE"));
  }

  @Test
  void anExecutionMayRunOutOfTime() {
    WorkflowExecution run = swf.starts("w");
    swf.passes(Duration.ofHours(1));
    assertThat(swf.does(new Action.CountPendingDecisionTasks("d", Stepped.DECISIONS)).count())
        .isZero();
    assertThat(swf.last(run)).isInstanceOf(Event.WorkflowExecutionTimedOut.class);
  }

  @Test
  void noExecutionIsOpenForMoreThanAYear() {
    String threeYears = "94608000";
    String runId =
        swf.does(
                of(
                    Action.StartWorkflowExecution.class,
                    "domain",
                    "d",
                    "workflowId",
                    "w",
                    "workflowType",
                    Stepped.WORKFLOW,
                    "executionStartToCloseTimeout",
                    threeYears))
            .runId();
    WorkflowExecution run = new WorkflowExecution("w", runId);
    swf.passes(Duration.ofDays(365).minusMillis(1));
    assertThat(swf.types(run)).doesNotContain("WorkflowExecutionTimedOut");
    swf.restart();
    swf.passes(Duration.ofMillis(1));
    assertThat(swf.last(run)).isInstanceOf(Event.WorkflowExecutionTimedOut.class);
    assertThat(swf.only(run, Event.WorkflowExecutionStarted.class).executionStartToCloseTimeout())
        .isEqualTo(threeYears);
  }
}
