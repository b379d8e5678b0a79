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
import io.flowscope.engine.model.WorkflowExecutionCancelRequestedCause;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import io.flowscope.engine.model.WorkflowExecutionTimeoutType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Child executions: how they begin, what their parents learn, and the child policies. */
class ChildrenTest extends Scenario {
  private final Stepped swf = stepped();

  /** A parent "p" with a child "k" whose decision task is started. */
  private record Family(WorkflowExecution parent, DecisionTask task) {
    WorkflowExecution child() {
      return task.workflowExecution();
    }
  }

  private static Decision child(Object... members) {
    Object[] all = java.util.Arrays.copyOf(members, members.length + 4);
    all[members.length] = "workflowType";
    all[members.length + 1] = Stepped.WORKFLOW;
    all[members.length + 2] = "workflowId";
    all[members.length + 3] = "k";
    return of(Decision.StartChildWorkflowExecution.class, all);
  }

  private Family family(ChildPolicy policy, Decision start) {
    WorkflowExecution parent = swf.starts("p", policy);
    swf.decides(swf.decision(), start);
    return new Family(parent, swf.decisionOf("k"));
  }

  private CloseStatus status(WorkflowExecution run) {
    return info(run).closeStatus();
  }

  private WorkflowExecutionInfo info(WorkflowExecution run) {
    return swf.does(new Action.DescribeWorkflowExecution("d", run)).executionInfo();
  }

  @Test
  void aChildBeginsAsItsParentSays() {
    Family family =
        family(
            null,
            new Decision.StartChildWorkflowExecution(
                Stepped.WORKFLOW,
                "k",
                "c",
                "in",
                "100",
                Stepped.DECISIONS,
                "7",
                "50",
                ChildPolicy.ABANDON,
                List.of("t"),
                "arn:r"));
    assertThat(swf.only(family.parent, Event.StartChildWorkflowExecutionInitiated.class))
        .isEqualTo(
            new Event.StartChildWorkflowExecutionInitiated(
                "k",
                Stepped.WORKFLOW,
                "c",
                "in",
                "100",
                Stepped.DECISIONS,
                "7",
                4,
                ChildPolicy.ABANDON,
                "50",
                List.of("t"),
                "arn:r"));
    assertThat(swf.only(family.parent, Event.ChildWorkflowExecutionStarted.class))
        .isEqualTo(new Event.ChildWorkflowExecutionStarted(family.child(), Stepped.WORKFLOW, 5));
    assertThat(swf.only(family.child(), Event.WorkflowExecutionStarted.class))
        .isEqualTo(
            new Event.WorkflowExecutionStarted(
                "in",
                "100",
                "50",
                ChildPolicy.ABANDON,
                Stepped.DECISIONS,
                "7",
                Stepped.WORKFLOW,
                List.of("t"),
                null,
                family.parent,
                5L,
                "arn:r"));
    assertThat(info(family.child()).parent()).isEqualTo(family.parent);
    assertThat(
            swf.does(new Action.DescribeWorkflowExecution("d", family.parent))
                .openCounts()
                .openChildWorkflowExecutions())
        .isOne();
  }

  @Test
  void theTypesDefaultsApplyToAChild() {
    Family family = family(null, child());
    assertThat(swf.only(family.child(), Event.WorkflowExecutionStarted.class))
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
                null,
                family.parent,
                5L,
                null));
  }

  @Test
  void aParentLearnsHowItsChildClosed() {
    Family completed = family(null, child());
    swf.decides(completed.task, Stepped.complete("r"));
    assertThat(swf.only(completed.parent, Event.ChildWorkflowExecutionCompleted.class))
        .isEqualTo(
            new Event.ChildWorkflowExecutionCompleted(
                completed.child(), Stepped.WORKFLOW, "r", 5, 6));
    end();
    Family failed = family(null, child());
    swf.decides(failed.task, new Decision.FailWorkflowExecution("why", "how"));
    assertThat(swf.only(failed.parent, Event.ChildWorkflowExecutionFailed.class))
        .isEqualTo(
            new Event.ChildWorkflowExecutionFailed(
                failed.child(), Stepped.WORKFLOW, "why", "how", 5, 6));
    end();
    Family canceled = family(null, child());
    swf.decides(canceled.task, new Decision.CancelWorkflowExecution("d"));
    assertThat(swf.only(canceled.parent, Event.ChildWorkflowExecutionCanceled.class))
        .isEqualTo(
            new Event.ChildWorkflowExecutionCanceled(
                canceled.child(), Stepped.WORKFLOW, "d", 5, 6));
    end();
    Family terminated = family(null, child());
    swf.does(new Action.TerminateWorkflowExecution("d", "k", null, "r", null, null));
    assertThat(swf.only(terminated.parent, Event.ChildWorkflowExecutionTerminated.class))
        .isEqualTo(
            new Event.ChildWorkflowExecutionTerminated(terminated.child(), Stepped.WORKFLOW, 5, 6));
    end();
    Family late = family(null, child("executionStartToCloseTimeout", "9"));
    swf.passes(Duration.ofSeconds(9));
    assertThat(swf.only(late.parent, Event.ChildWorkflowExecutionTimedOut.class))
        .isEqualTo(
            new Event.ChildWorkflowExecutionTimedOut(
                late.child(), Stepped.WORKFLOW, WorkflowExecutionTimeoutType.START_TO_CLOSE, 5, 6));
  }

  private void end() {
    swf.does(new Action.TerminateWorkflowExecution("d", "p", null, null, null, null));
  }

  @Test
  void aChildOutlivesAParentThatCompletes() {
    WorkflowExecution parent = swf.starts("p", ChildPolicy.TERMINATE);
    swf.decides(swf.decision(), child());
    Map<String, DecisionTask> tasks = new HashMap<>();
    for (DecisionTask task : List.of(swf.decision(), swf.decision())) {
      tasks.put(task.workflowExecution().workflowId(), task);
    }
    swf.decides(tasks.get("p"), Stepped.complete("1"));
    assertThat(status(parent)).isEqualTo(CloseStatus.COMPLETED);
    assertThat(status(tasks.get("k").workflowExecution())).isNull();
    swf.decides(tasks.get("k"), Stepped.complete("1"));
    assertThat(swf.last(parent)).isInstanceOf(Event.WorkflowExecutionCompleted.class);
  }

  @Test
  void aTimeoutAppliesTheParentsOwnPolicy() {
    for (ChildPolicy policy : ChildPolicy.values()) {
      swf.does(
          of(
              Action.StartWorkflowExecution.class,
              "domain",
              "d",
              "workflowId",
              "p",
              "workflowType",
              Stepped.WORKFLOW,
              "childPolicy",
              policy,
              "executionStartToCloseTimeout",
              "5"));
      DecisionTask first = swf.decision();
      WorkflowExecution parent = first.workflowExecution();
      swf.decides(first, child("childPolicy", ChildPolicy.ABANDON));
      WorkflowExecution child = swf.decisionOf("k").workflowExecution();
      swf.passes(Duration.ofSeconds(5));
      assertThat(swf.only(parent, Event.WorkflowExecutionTimedOut.class))
          .isEqualTo(
              new Event.WorkflowExecutionTimedOut(
                  WorkflowExecutionTimeoutType.START_TO_CLOSE, policy));
      applied(policy, parent, child, ChildPolicy.ABANDON);
    }
  }

  /** What the child's history says of its parent's policy; then the child is terminated. */
  private void applied(
      ChildPolicy policy, WorkflowExecution parent, WorkflowExecution child, ChildPolicy own) {
    switch (policy) {
      case TERMINATE ->
          assertThat(swf.last(child))
              .isEqualTo(
                  new Event.WorkflowExecutionTerminated(
                      null, null, own, WorkflowExecutionTerminatedCause.CHILD_POLICY_APPLIED));
      case REQUEST_CANCEL ->
          assertThat(swf.only(child, Event.WorkflowExecutionCancelRequested.class))
              .isEqualTo(
                  new Event.WorkflowExecutionCancelRequested(
                      parent, 0L, WorkflowExecutionCancelRequestedCause.CHILD_POLICY_APPLIED));
      case ABANDON -> assertThat(swf.types(child)).endsWith("DecisionTaskStarted");
    }
    if (policy != ChildPolicy.TERMINATE) {
      swf.does(new Action.TerminateWorkflowExecution("d", "k", null, null, null, null));
    }
  }

  @Test
  void aTerminationMayNameAnotherPolicy() {
    for (ChildPolicy policy : ChildPolicy.values()) {
      Family family = family(ChildPolicy.ABANDON, child());
      swf.does(new Action.TerminateWorkflowExecution("d", "p", null, "why", "how", policy));
      assertThat(swf.last(family.parent))
          .isEqualTo(
              new Event.WorkflowExecutionTerminated(
                  "why", "how", policy, WorkflowExecutionTerminatedCause.OPERATOR_INITIATED));
      applied(policy, family.parent, family.child(), ChildPolicy.TERMINATE);
    }
  }

  @Test
  void aTerminationWithoutAPolicyTakesTheExecutions() {
    Family family = family(ChildPolicy.REQUEST_CANCEL, child());
    end();
    applied(ChildPolicy.REQUEST_CANCEL, family.parent, family.child(), ChildPolicy.TERMINATE);
  }

  @Test
  void aRequestToCancelTheParentLeavesItsChildrenAlone() {
    Family family = family(ChildPolicy.TERMINATE, child());
    swf.does(new Action.RequestCancelWorkflowExecution("d", "p", null));
    assertThat(swf.types(family.child())).endsWith("DecisionTaskStarted");
  }

  @Test
  void policiesReachGrandchildren() {
    Family family = family(ChildPolicy.TERMINATE, child());
    swf.decides(
        family.task,
        of(
            Decision.StartChildWorkflowExecution.class,
            "workflowType",
            Stepped.WORKFLOW,
            "workflowId",
            "g"));
    WorkflowExecution grandchild = swf.decisionOf("g").workflowExecution();
    end();
    assertThat(status(grandchild)).isEqualTo(CloseStatus.TERMINATED);
    assertThat(swf.types(family.child())).doesNotContain("ChildWorkflowExecutionTerminated");
  }

  @Test
  void aChildThatContinuesAsNewStaysItsParentsChild() {
    Family family = family(ChildPolicy.TERMINATE, child());
    swf.decides(family.task, of(Decision.ContinueAsNewWorkflowExecution.class));
    DecisionTask second = swf.decisionOf("k");
    Event.WorkflowExecutionStarted started =
        swf.only(second.workflowExecution(), Event.WorkflowExecutionStarted.class);
    assertThat(started.parentWorkflowExecution()).isEqualTo(family.parent);
    assertThat(started.parentInitiatedEventId()).isEqualTo(5);
    assertThat(started.continuedExecutionRunId()).isEqualTo(family.child().runId());
    assertThat(swf.types(family.parent)).doesNotContain("ChildWorkflowExecutionCompleted");
    swf.decides(second, of(Decision.ContinueAsNewWorkflowExecution.class));
    DecisionTask third = swf.decisionOf("k");
    swf.decides(third, Stepped.complete("end"));
    assertThat(swf.only(family.parent, Event.ChildWorkflowExecutionCompleted.class))
        .isEqualTo(
            new Event.ChildWorkflowExecutionCompleted(
                third.workflowExecution(), Stepped.WORKFLOW, "end", 5, 6));
  }

  @Test
  void aPolicyReachesTheNewestRunOfAChild() {
    Family family = family(ChildPolicy.TERMINATE, child());
    swf.decides(family.task, of(Decision.ContinueAsNewWorkflowExecution.class));
    WorkflowExecution newest = swf.decisionOf("k").workflowExecution();
    end();
    assertThat(status(newest)).isEqualTo(CloseStatus.TERMINATED);
    assertThat(status(family.child())).isEqualTo(CloseStatus.CONTINUED_AS_NEW);
  }

  @Test
  void aStrangerOfTheSameNameIsNoChild() {
    Family family = family(ChildPolicy.TERMINATE, child());
    swf.decides(family.task, Stepped.complete("1"));
    WorkflowExecution stranger = swf.starts("k");
    end();
    assertThat(status(stranger)).isNull();
  }

  @Test
  void aChildThatIsStartedWithTheParentsLastDecisionRuns() {
    WorkflowExecution parent = swf.starts("p");
    swf.decides(swf.decision(), child(), Stepped.complete("1"));
    assertThat(swf.last(parent)).isInstanceOf(Event.WorkflowExecutionCompleted.class);
    assertThat(swf.decisionOf("k").workflowType()).isEqualTo(Stepped.WORKFLOW);
  }

  @Test
  void childrenSurviveARestart() {
    Family family = family(ChildPolicy.TERMINATE, child("taskList", new TaskList("decisions")));
    swf.restart();
    swf.decides(family.task, Stepped.complete("r"));
    assertThat(swf.only(family.parent, Event.ChildWorkflowExecutionCompleted.class).result())
        .isEqualTo("r");
  }
}
