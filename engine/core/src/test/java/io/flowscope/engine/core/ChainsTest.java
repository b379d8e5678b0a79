package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Executions that continue as new, and what other executions say to them and to strangers. */
class ChainsTest extends Scenario {
  private final Stepped swf = stepped();

  private static Decision again(Object... members) {
    return of(Decision.ContinueAsNewWorkflowExecution.class, members);
  }

  @Test
  void theNewRunBeginsAsTheDecisionSays() {
    swf.does(of(Action.RegisterWorkflowType.class, "domain", "d", "name", "W", "version", "2"));
    WorkflowExecution old = swf.starts("w");
    swf.decides(
        swf.decision(),
        new Decision.ContinueAsNewWorkflowExecution(
            "in",
            "100",
            Stepped.DECISIONS,
            "3",
            "50",
            ChildPolicy.ABANDON,
            List.of("t"),
            "2",
            "arn:r"));
    WorkflowExecution next = swf.decision().workflowExecution();
    WorkflowType type = new WorkflowType("W", "2");
    assertThat(swf.last(old))
        .isEqualTo(
            new Event.WorkflowExecutionContinuedAsNew(
                "in",
                4,
                next.runId(),
                "100",
                Stepped.DECISIONS,
                "3",
                "50",
                ChildPolicy.ABANDON,
                List.of("t"),
                type,
                "arn:r"));
    assertThat(swf.only(next, Event.WorkflowExecutionStarted.class))
        .isEqualTo(
            new Event.WorkflowExecutionStarted(
                "in",
                "100",
                "50",
                ChildPolicy.ABANDON,
                Stepped.DECISIONS,
                "3",
                type,
                List.of("t"),
                old.runId(),
                null,
                0L,
                "arn:r"));
    assertThat(
            swf.does(new Action.DescribeWorkflowExecution("d", old)).executionInfo().closeStatus())
        .isEqualTo(CloseStatus.CONTINUED_AS_NEW);
  }

  @Test
  void theTypesDefaultsApplyAndNotTheOldRunsValues() {
    swf.does(
        new Action.StartWorkflowExecution(
            "d",
            "w",
            Stepped.WORKFLOW,
            new TaskList("own"),
            "9",
            "in",
            "77",
            List.of("t"),
            "66",
            ChildPolicy.ABANDON,
            "arn:r"));
    swf.decides(swf.decision("own"), again());
    DecisionTask next = swf.decision();
    assertThat(swf.only(next.workflowExecution(), Event.WorkflowExecutionStarted.class))
        .isEqualTo(
            new Event.WorkflowExecutionStarted(
                null,
                "3600",
                "30",
                ChildPolicy.TERMINATE,
                Stepped.DECISIONS,
                null,
                Stepped.WORKFLOW,
                null,
                next.events().get(0).event() instanceof Event.WorkflowExecutionStarted e
                    ? e.continuedExecutionRunId()
                    : null,
                null,
                0L,
                null));
    assertThat(next.previousStartedEventId()).isZero();
  }

  @Test
  void aChainNamesItsPredecessorsAndHasItsOwnClock() {
    List<String> runs = new ArrayList<>();
    runs.add(swf.starts("w").runId());
    for (int i = 0; i < 5; i++) {
      swf.passes(Duration.ofMinutes(50));
      swf.decides(swf.decision(), again());
      DecisionTask task = swf.decision();
      assertThat(
              ((Event.WorkflowExecutionStarted) task.events().get(0).event())
                  .continuedExecutionRunId())
          .isEqualTo(runs.get(i));
      runs.add(task.workflowExecution().runId());
      swf.passes(Duration.ofSeconds(30));
    }
    assertThat(runs).doesNotHaveDuplicates();
    swf.passes(Duration.ofHours(1));
    assertThat(swf.last(new WorkflowExecution("w", runs.get(5))))
        .isInstanceOf(Event.WorkflowExecutionTimedOut.class);
  }

  @Test
  void nothingOfTheOldRunGoesOn() {
    WorkflowExecution old = swf.starts("w");
    swf.decides(
        swf.decision(),
        Stepped.schedule("a"),
        Stepped.schedule("b"),
        new Decision.StartTimer("t", null, "5"));
    var taken = swf.activity();
    swf.signals("w", "s");
    swf.decides(swf.decision(), again());
    assertThat(swf.does(new Action.CountPendingActivityTasks("d", Stepped.ACTIVITIES)).count())
        .isZero();
    assertThat(refusal(swf, new Action.RespondActivityTaskCompleted(taken.taskToken(), null)))
        .startsWith("UnknownResourceFault: Unknown activity");
    swf.passes(Duration.ofSeconds(60));
    assertThat(swf.last(old)).isInstanceOf(Event.WorkflowExecutionContinuedAsNew.class);
  }

  private static Decision signal(String workflowId, String runId) {
    return new Decision.SignalExternalWorkflowExecution(workflowId, runId, "s", "i", "c");
  }

  private static Decision cancel(String workflowId, String runId) {
    return new Decision.RequestCancelExternalWorkflowExecution(workflowId, runId, "c");
  }

  @Test
  void anotherExecutionIsSignaledAndAskedToCancel() {
    WorkflowExecution other = swf.starts("other");
    swf.decides(swf.decision());
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), signal("other", other.runId()), cancel("other", null));
    assertThat(swf.only(run, Event.SignalExternalWorkflowExecutionInitiated.class))
        .isEqualTo(
            new Event.SignalExternalWorkflowExecutionInitiated(
                "other", other.runId(), "s", "i", 4, "c"));
    assertThat(swf.only(run, Event.RequestCancelExternalWorkflowExecutionInitiated.class))
        .isEqualTo(
            new Event.RequestCancelExternalWorkflowExecutionInitiated("other", null, 4, "c"));
    assertThat(swf.only(run, Event.ExternalWorkflowExecutionSignaled.class))
        .isEqualTo(new Event.ExternalWorkflowExecutionSignaled(other, 5));
    assertThat(swf.only(run, Event.ExternalWorkflowExecutionCancelRequested.class))
        .isEqualTo(new Event.ExternalWorkflowExecutionCancelRequested(other, 6));
    assertThat(swf.only(other, Event.WorkflowExecutionSignaled.class))
        .isEqualTo(new Event.WorkflowExecutionSignaled("s", "i", run, 5L));
    assertThat(swf.only(other, Event.WorkflowExecutionCancelRequested.class))
        .isEqualTo(new Event.WorkflowExecutionCancelRequested(run, 6L, null));
  }

  @Test
  void anExecutionMaySignalAndCancelItself() {
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), signal("w", null), cancel("w", run.runId()));
    assertThat(swf.only(run, Event.WorkflowExecutionSignaled.class).externalWorkflowExecution())
        .isEqualTo(run);
    assertThat(swf.types(run))
        .contains(
            "ExternalWorkflowExecutionSignaled",
            "WorkflowExecutionCancelRequested",
            "ExternalWorkflowExecutionCancelRequested");
    assertThat(swf.decision().events()).hasSize(swf.history(run).size());
  }

  @Test
  void aSignalWithoutARunIdReachesTheNewestRunAndOneWithAnOldRunIdNobody() {
    WorkflowExecution old = swf.starts("other");
    swf.decides(swf.decision(), again());
    WorkflowExecution newest = swf.decision().workflowExecution();
    WorkflowExecution run = swf.starts("w");
    swf.decides(
        swf.decision(),
        signal("other", null),
        signal("other", old.runId()),
        cancel("other", null),
        cancel("other", old.runId()));
    swf.only(newest, Event.WorkflowExecutionSignaled.class);
    swf.only(newest, Event.WorkflowExecutionCancelRequested.class);
    assertThat(swf.only(run, Event.SignalExternalWorkflowExecutionFailed.class).runId())
        .isEqualTo(old.runId());
    assertThat(swf.only(run, Event.RequestCancelExternalWorkflowExecutionFailed.class).runId())
        .isEqualTo(old.runId());
    assertThat(swf.last(old)).isInstanceOf(Event.WorkflowExecutionContinuedAsNew.class);
  }

  @Test
  void executionsOfOtherDomainsAreOutOfReach() {
    swf.does(new Action.RegisterDomain("e", null, "1", null));
    swf.does(
        new Action.RegisterWorkflowType(
            "e", "W", "1", null, "30", "60", Stepped.DECISIONS, null, ChildPolicy.ABANDON, null));
    swf.does(
        of(
            Action.StartWorkflowExecution.class,
            "domain",
            "e",
            "workflowId",
            "other",
            "workflowType",
            Stepped.WORKFLOW));
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), signal("other", null));
    swf.only(run, Event.SignalExternalWorkflowExecutionFailed.class);
  }

  @Test
  void theOtherOneIsReachedEvenWhenTheSenderClosesAtOnce() {
    WorkflowExecution other = swf.starts("other");
    swf.decides(swf.decision());
    WorkflowExecution run = swf.starts("w");
    swf.decides(swf.decision(), signal("other", null), Stepped.complete("1"));
    swf.only(other, Event.WorkflowExecutionSignaled.class);
    assertThat(swf.last(run)).isInstanceOf(Event.WorkflowExecutionCompleted.class);
  }
}
