package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ScheduleActivityTaskFailedCause;
import io.flowscope.engine.model.StartChildWorkflowExecutionFailedCause;
import io.flowscope.engine.model.StartTimerFailedCause;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionOpenCounts;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SWF's limits: what is just allowed and what is one too many, as given and as configured. */
class LimitsTest extends Scenario {
  private static Decision[] many(int count, IntFunction<Decision> make) {
    return IntStream.range(0, count).mapToObj(make).toArray(Decision[]::new);
  }

  private static Event terminated(ChildPolicy policy) {
    return new Event.WorkflowExecutionTerminated(
        null, null, policy, WorkflowExecutionTerminatedCause.EVENT_LIMIT_EXCEEDED);
  }

  @Test
  void aHistoryOfTwentyFiveThousandEventsEnds() {
    Stepped swf = stepped();
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), many(24_994, i -> new Decision.RecordMarker("m", null)));
    assertThat(lastId(swf, run)).isEqualTo(24_998);
    assertThat(swf.types(run)).doesNotContain("WorkflowExecutionTerminated");
    swf.signals("w", "one too many");
    assertThat(lastId(swf, run)).isEqualTo(25_000);
    assertThat(newest(swf, run)).isEqualTo(terminated(ChildPolicy.TERMINATE));
    assertThat(refusal(swf, new Action.SignalWorkflowExecution("d", "w", null, "s", null)))
        .isEqualTo("UnknownResourceFault: Unknown execution, workflowId = w");
  }

  private static long lastId(Stepped swf, WorkflowExecution run) {
    return swf.does(new Action.GetWorkflowExecutionHistory("d", run, null, 1, true))
        .events()
        .get(0)
        .eventId();
  }

  private static Event newest(Stepped swf, WorkflowExecution run) {
    return swf.does(new Action.GetWorkflowExecutionHistory("d", run, null, 1, true))
        .events()
        .get(0)
        .event();
  }

  @Test
  void anAnswerThatIsTooLongEndsItsExecutionAtTheLimit() {
    Stepped swf = stepped("events", "20");
    WorkflowExecution run = swf.starts("w");
    List<Decision> decisions = new ArrayList<>();
    decisions.add(Stepped.child("k"));
    decisions.add(Stepped.schedule("a"));
    decisions.addAll(Collections.nCopies(30, new Decision.RequestCancelActivityTask("a")));
    swf.decides(swf.decision(), decisions.toArray(Decision[]::new));
    assertThat(swf.history(run)).hasSize(20);
    assertThat(swf.last(run)).isEqualTo(terminated(ChildPolicy.TERMINATE));
    assertThat(swf.does(new Action.CountPendingDecisionTasks("d", Stepped.DECISIONS)).count())
        .as("its child was never started")
        .isZero();
  }

  @Test
  void whateverMakesAHistoryTooLongLeavesNothingOpen() {
    for (int limit = 6; limit < 24; limit++) {
      Stepped swf = stepped("events", Integer.toString(limit));
      WorkflowExecution run = swf.starts("w");
      while (isOpen(swf, run)) {
        DecisionTask task = swf.decision();
        if (task.taskToken() != null) {
          String id = "a" + task.startedEventId();
          swf.decides(
              task,
              Stepped.schedule(id),
              Stepped.schedule("x" + id),
              new Decision.RequestCancelActivityTask("x" + id));
        }
        if (isOpen(swf, run)) {
          swf.signals("w", "s");
        }
      }
      assertThat(swf.history(run)).hasSize(limit);
      assertThat(swf.last(run)).isEqualTo(terminated(ChildPolicy.TERMINATE));
      assertThat(swf.does(new Action.CountPendingActivityTasks("d", Stepped.ACTIVITIES)).count())
          .isZero();
    }
  }

  private static boolean isOpen(Stepped swf, WorkflowExecution run) {
    return swf.does(new Action.DescribeWorkflowExecution("d", run)).executionInfo().closeStatus()
        == null;
  }

  @Test
  void aThousandActivitiesAreOpen() {
    Stepped swf = stepped();
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), many(1_001, i -> Stepped.schedule("a" + i)));
    assertThat(open(swf, run).openActivityTasks()).isEqualTo(1_000);
    assertThat(newestOf(swf, run, Event.ScheduleActivityTaskFailed.class))
        .isEqualTo(
            new Event.ScheduleActivityTaskFailed(
                Stepped.ACTIVITY,
                "a1000",
                ScheduleActivityTaskFailedCause.OPEN_ACTIVITIES_LIMIT_EXCEEDED,
                4));
    ActivityTask task = swf.activity();
    swf.does(new Action.RespondActivityTaskCompleted(task.taskToken(), null));
    swf.decides(swf.decision(), Stepped.schedule("again"));
    assertThat(open(swf, run).openActivityTasks()).isEqualTo(1_000);
  }

  @Test
  void aThousandTimersAreOpen() {
    Stepped swf = stepped();
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), many(1_001, i -> new Decision.StartTimer("t" + i, null, "9")));
    assertThat(open(swf, run).openTimers()).isEqualTo(1_000);
    assertThat(newestOf(swf, run, Event.StartTimerFailed.class))
        .isEqualTo(
            new Event.StartTimerFailed(
                "t1000", StartTimerFailedCause.OPEN_TIMERS_LIMIT_EXCEEDED, 4));
  }

  @Test
  void aThousandChildrenAreOpen() {
    Stepped swf = stepped();
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), many(1_001, i -> Stepped.child("k" + i)));
    assertThat(open(swf, run).openChildWorkflowExecutions()).isEqualTo(1_000);
    List<Event> events = new ArrayList<>();
    String token = null;
    do {
      var page = swf.does(new Action.GetWorkflowExecutionHistory("d", run, token, null, null));
      page.events().forEach(event -> events.add(event.event()));
      token = page.nextPageToken();
    } while (token != null);
    assertThat(events)
        .contains(
            new Event.StartChildWorkflowExecutionFailed(
                Stepped.WORKFLOW,
                StartChildWorkflowExecutionFailedCause.OPEN_CHILDREN_LIMIT_EXCEEDED,
                "k1000",
                0,
                4,
                "c"));
  }

  private static WorkflowExecutionOpenCounts open(Stepped swf, WorkflowExecution run) {
    return swf.does(new Action.DescribeWorkflowExecution("d", run)).openCounts();
  }

  private static <E extends Event> Event newestOf(
      Stepped swf, WorkflowExecution run, Class<E> kind) {
    return swf
        .does(new Action.GetWorkflowExecutionHistory("d", run, null, null, true))
        .events()
        .stream()
        .map(event -> event.event())
        .filter(kind::isInstance)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDomainHasSoManyOpenExecutions() {
    Stepped swf = stepped("openExecutions", "2");
    swf.starts("a");
    WorkflowExecution run = swf.starts("w");
    assertThat(
            refusal(
                swf,
                of(
                    Action.StartWorkflowExecution.class,
                    "domain",
                    "d",
                    "workflowId",
                    "c",
                    "workflowType",
                    Stepped.WORKFLOW)))
        .isEqualTo(
            "LimitExceededFault: Domain d has 2 open workflow executions; let some close, or"
                + " raise limits.openExecutions");
    swf.decides(swf.decisionOf("w"), Stepped.child("k"));
    assertThat(swf.types(run)).doesNotContain("StartChildWorkflowExecutionInitiated");
    assertThat(swf.only(run, Event.StartChildWorkflowExecutionFailed.class))
        .isEqualTo(
            new Event.StartChildWorkflowExecutionFailed(
                Stepped.WORKFLOW,
                StartChildWorkflowExecutionFailedCause.OPEN_WORKFLOWS_LIMIT_EXCEEDED,
                "k",
                0,
                4,
                "c"));
    swf.does(new Action.TerminateWorkflowExecution("d", "a", null, null, null, null));
    swf.decides(swf.decision(), Stepped.child("k"), Stepped.child("l"));
    assertThat(all(swf, run, Event.ChildWorkflowExecutionStarted.class)).hasSize(1);
    assertThat(all(swf, run, Event.StartChildWorkflowExecutionFailed.class)).hasSize(2);
    swf.decides(swf.decisionOf("w"), of(Decision.ContinueAsNewWorkflowExecution.class));
    assertThat(swf.last(run)).isInstanceOf(Event.WorkflowExecutionContinuedAsNew.class);
  }

  @Test
  void aTaskListHasSoManyPollers() {
    Stepped swf = stepped("pollers", "1");
    TaskList list = new TaskList("l");
    var waiting = swf.ask(new Action.PollForActivityTask("d", list, null));
    swf.engine().runUntilIdle();
    String full =
        "LimitExceededFault: Task list l has 1 polls that wait; poll from fewer threads, or raise"
            + " limits.pollers";
    assertThat(refusal(swf, new Action.PollForActivityTask("d", list, null))).isEqualTo(full);
    var decider = swf.ask(new Action.PollForDecisionTask("d", list, null, null, null, null, null));
    swf.engine().runUntilIdle();
    assertThat(
            refusal(swf, new Action.PollForDecisionTask("d", list, null, null, null, null, null)))
        .isEqualTo(full);
    assertThat(waiting.cancel(true)).isTrue();
    assertThat(decider.cancel(true)).isTrue();
    swf.engine().runUntilIdle();
    assertThat(swf.ask(new Action.PollForActivityTask("d", list, null))).isNotDone();
  }

  @Test
  void everyLimitHasAKey() {
    for (RecordComponent part : Limits.class.getRecordComponents()) {
      if (part.getType() == int.class) {
        Limits limits = Limits.of(Map.of("limits." + part.getName(), "7", "other.key", "x"));
        assertThat(limits.toString()).contains(part.getName() + "=7").doesNotContain("other");
      }
    }
    assertThat(Limits.of(Map.of())).isEqualTo(Limits.SWF);
    assertThat(Limits.of(Map.of("limits.rate.StartTimer", "7")).rates())
        .isEqualTo(Map.of("StartTimer", 7));
  }

  @Test
  void aWrongKeyOrValueIsRefusedWithASentence() {
    assertThatThrownBy(() -> Limits.of(Map.of("limits.nothing", "1")))
        .hasMessageStartingWith("There is no setting limits.nothing. Known are limits. with [");
    assertThatThrownBy(() -> Limits.of(Map.of("limits.rate.Nothing", "1")))
        .hasMessageStartingWith("There is no setting limits.rate.Nothing.");
    for (String bad : List.of("0", "-1", "many", "", "99999999999")) {
      assertThatThrownBy(() -> Limits.of(Map.of("limits.domains", bad)))
          .hasMessage("limits.domains must be a whole number above 0, but is '" + bad + "'.");
    }
  }
}
