package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.PendingTaskCount;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Activity tasks from the decision to the answer. */
class ActivitiesTest extends Scenario {
  private final Stepped swf = stepped();

  @Test
  void whatADecisionSaysGoesBeforeTheTypesDefaults() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        Stepped.schedule("typed"),
        new Decision.ScheduleActivityTask(
            Stepped.ACTIVITY, "own", "c", "i", "1", new TaskList("l"), "9", "2", "3", "4"));
    assertThat(all(swf, run, Event.ActivityTaskScheduled.class))
        .containsExactly(
            new Event.ActivityTaskScheduled(
                Stepped.ACTIVITY,
                "typed",
                "[\"typed\"]",
                null,
                "NONE",
                "NONE",
                "60",
                Stepped.ACTIVITIES,
                null,
                4,
                "NONE"),
            new Event.ActivityTaskScheduled(
                Stepped.ACTIVITY, "own", "i", "c", "2", "1", "3", new TaskList("l"), "9", 4, "4"));
    var detail = swf.does(new Action.DescribeWorkflowExecution("d", run));
    assertThat(detail.openCounts().openActivityTasks()).isEqualTo(2);
    assertThat(detail.latestActivityTaskTimestamp()).isEqualTo(swf.now());
  }

  @Test
  void everyAnswerHasItsEventAndIsAcceptedOnce() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(), Stepped.schedule("a"), Stepped.schedule("b"), Stepped.schedule("c"));
    ActivityTask a = swf.activity();
    assertThat(a.workflowExecution()).isEqualTo(run);
    assertThat(a.activityType()).isEqualTo(Stepped.ACTIVITY);
    assertThat(a.startedEventId()).isEqualTo(8);
    swf.does(new Action.RespondActivityTaskCompleted(a.taskToken(), "r"));
    ActivityTask b = swf.activity();
    swf.does(new Action.RespondActivityTaskFailed(b.taskToken(), "why", "how"));
    ActivityTask c = swf.activity();
    swf.does(new Action.RespondActivityTaskCanceled(c.taskToken(), "d"));
    assertThat(swf.only(run, Event.ActivityTaskCompleted.class))
        .isEqualTo(new Event.ActivityTaskCompleted("r", 5, 8));
    assertThat(swf.only(run, Event.ActivityTaskFailed.class))
        .isEqualTo(new Event.ActivityTaskFailed("why", "how", 6, b.startedEventId()));
    assertThat(swf.only(run, Event.ActivityTaskCanceled.class))
        .isEqualTo(new Event.ActivityTaskCanceled("d", 7, c.startedEventId(), null));
    assertThat(all(swf, run, Event.ActivityTaskStarted.class))
        .contains(new Event.ActivityTaskStarted("worker", 5));
    for (ActivityTask closed : List.of(a, b, c)) {
      String token = closed.taskToken();
      String id = token.substring(0, token.indexOf('.'));
      for (Action<?> late : answers(token)) {
        assertThat(refusal(swf, late))
            .isEqualTo("UnknownResourceFault: Unknown activity, scheduledEventId = " + id);
      }
    }
  }

  private static List<Action<?>> answers(String token) {
    return List.of(
        new Action.RespondActivityTaskCompleted(token, null),
        new Action.RespondActivityTaskFailed(token, null, null),
        new Action.RespondActivityTaskCanceled(token, null),
        new Action.RecordActivityTaskHeartbeat(token, null));
  }

  @Test
  void tokensOfAnotherKindAreInvalid() {
    swf.starts("w");
    DecisionTask decision = swf.decision();
    for (String bad : List.of("nonsense", decision.taskToken())) {
      for (Action<?> answer : answers(bad)) {
        assertThat(refusal(swf, answer)).isEqualTo("ValidationException: Invalid token");
      }
    }
    swf.decides(decision, Stepped.schedule("a"));
    String token = swf.activity().taskToken();
    for (String bad : List.of("nonsense", token)) {
      assertThat(refusal(swf, new Action.RespondDecisionTaskCompleted(bad, null, null, null, null)))
          .isEqualTo("ValidationException: Invalid token");
    }
  }

  @Test
  void tokensEndWithTheirExecution() {
    swf.starts("w");
    swf.decides(swf.decision(), Stepped.schedule("a"));
    ActivityTask task = swf.activity();
    swf.signals("w", "s");
    DecisionTask decision = swf.decision();
    swf.does(new Action.TerminateWorkflowExecution("d", "w", null, null, null, null));
    for (Action<?> late : answers(task.taskToken())) {
      assertThat(refusal(swf, late))
          .isEqualTo("UnknownResourceFault: Unknown activity, scheduledEventId = 5");
    }
    assertThat(
            refusal(
                swf,
                new Action.RespondDecisionTaskCompleted(
                    decision.taskToken(), null, null, null, null)))
        .startsWith("UnknownResourceFault: Unknown decision task, scheduledEventId = ");
  }

  @Test
  void anActivityIdIsFreeAgainWhenItsActivityHasClosed() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), Stepped.schedule("a"));
    swf.does(new Action.RespondActivityTaskCompleted(swf.activity().taskToken(), null));
    swf.decides(swf.decision(), Stepped.schedule("a"));
    assertThat(all(swf, run, Event.ActivityTaskScheduled.class)).hasSize(2);
    assertThat(swf.activity().activityId()).isEqualTo("a");
  }

  @Test
  void aTaskThatNobodyHasTakenIsCanceledAtOnce() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), Stepped.schedule("a"), new Decision.RequestCancelActivityTask("a"));
    assertThat(swf.types(run))
        .endsWith(
            "ActivityTaskScheduled",
            "ActivityTaskCancelRequested",
            "ActivityTaskCanceled",
            "DecisionTaskScheduled");
    assertThat(swf.only(run, Event.ActivityTaskCancelRequested.class))
        .isEqualTo(new Event.ActivityTaskCancelRequested(4, "a"));
    assertThat(swf.only(run, Event.ActivityTaskCanceled.class))
        .isEqualTo(new Event.ActivityTaskCanceled(null, 5, 0, 6L));
    assertThat(pending("activities")).isEqualTo(new PendingTaskCount(0, false));
  }

  private PendingTaskCount pending(String list) {
    return swf.does(new Action.CountPendingActivityTasks("d", new TaskList(list)));
  }

  @Test
  void aWorkerMayCancelCompleteOrFailWhatItShallCancel() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(), Stepped.schedule("a"), Stepped.schedule("b"), Stepped.schedule("c"));
    ActivityTask a = swf.activity();
    ActivityTask b = swf.activity();
    ActivityTask c = swf.activity();
    assertThat(heartbeat(a)).isFalse();
    swf.signals("w", "s");
    swf.decides(
        swf.decision(),
        new Decision.RequestCancelActivityTask("a"),
        new Decision.RequestCancelActivityTask("a"),
        new Decision.RequestCancelActivityTask("b"),
        new Decision.RequestCancelActivityTask("c"));
    assertThat(List.of(heartbeat(a), heartbeat(b), heartbeat(c))).containsOnly(true);
    swf.does(new Action.RespondActivityTaskCanceled(a.taskToken(), "d"));
    swf.does(new Action.RespondActivityTaskCompleted(b.taskToken(), "r"));
    swf.does(new Action.RespondActivityTaskFailed(c.taskToken(), "r", null));
    long latest =
        swf.history(run).stream()
            .filter(
                event ->
                    event.event() instanceof Event.ActivityTaskCancelRequested e
                        && e.activityId().equals("a"))
            .mapToLong(event -> event.eventId())
            .max()
            .orElseThrow();
    assertThat(swf.only(run, Event.ActivityTaskCanceled.class).latestCancelRequestedEventId())
        .isEqualTo(latest);
    assertThat(swf.types(run)).contains("ActivityTaskCompleted", "ActivityTaskFailed");
  }

  private boolean heartbeat(ActivityTask task) {
    return swf.does(new Action.RecordActivityTaskHeartbeat(task.taskToken(), "x"))
        .cancelRequested();
  }

  @Test
  void heartbeatsMakeNoEvents() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), Stepped.schedule("a"));
    ActivityTask task = swf.activity();
    int events = swf.history(run).size();
    heartbeat(task);
    assertThat(swf.history(run)).hasSize(events);
  }

  private static Decision prioritized(String id, String priority) {
    return of(
        Decision.ScheduleActivityTask.class,
        "activityType",
        Stepped.ACTIVITY,
        "activityId",
        id,
        "taskPriority",
        priority);
  }

  @Test
  void higherPrioritiesGoFirstAndEqualOnesInTurn() {
    swf.starts("w");
    swf.decides(
        swf.decision(),
        prioritized("low", "-2147483648"),
        prioritized("first", null),
        prioritized("high", "2147483647"),
        prioritized("second", "0"));
    swf.passes(Duration.ofSeconds(1));
    swf.signals("w", "s");
    swf.decides(swf.decision(), prioritized("third", "0"), prioritized("mid", "1"));
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      order.add(swf.activity().activityId());
    }
    assertThat(order).containsExactly("high", "mid", "first", "second", "third", "low");
  }

  @Test
  void anExecutionsPriorityIsThatOfItsDecisionTasks() {
    for (String priority : List.of("-5", "5", "0")) {
      swf.does(
          of(
              Action.StartWorkflowExecution.class,
              "domain",
              "d",
              "workflowId",
              priority,
              "workflowType",
              Stepped.WORKFLOW,
              "taskPriority",
              priority));
    }
    assertThat(List.of(next(), next(), next())).containsExactly("5", "0", "-5");
  }

  private String next() {
    return swf.decision().workflowExecution().workflowId();
  }

  @Test
  void waitingTasksAreCounted() {
    swf.starts("w");
    swf.starts("v");
    TaskList decisions = Stepped.DECISIONS;
    assertThat(swf.does(new Action.CountPendingDecisionTasks("d", decisions)))
        .isEqualTo(new PendingTaskCount(2, false));
    swf.decides(swf.decision(), Stepped.schedule("a"), Stepped.schedule("b"));
    assertThat(swf.does(new Action.CountPendingDecisionTasks("d", decisions)).count()).isOne();
    assertThat(pending("activities").count()).isEqualTo(2);
    swf.activity();
    assertThat(pending("activities").count()).isOne();
    assertThat(pending("unheard of")).isEqualTo(new PendingTaskCount(0, false));
  }
}
