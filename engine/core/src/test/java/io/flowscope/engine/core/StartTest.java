package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ExecutionStatus;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionConfiguration;
import io.flowscope.engine.model.WorkflowExecutionOpenCounts;
import io.flowscope.engine.model.WorkflowType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** StartWorkflowExecution: whose values an execution begins with, and when it does not begin. */
class StartTest extends Scenario {
  private static final WorkflowType BARE = new WorkflowType("Bare", "1");

  private final Stepped swf = stepped();

  private static Action.StartWorkflowExecution start(Object... members) {
    Object[] all = new Object[members.length + 4];
    System.arraycopy(members, 0, all, 0, members.length);
    all[members.length] = "domain";
    all[members.length + 1] = "d";
    all[members.length + 2] = "workflowId";
    all[members.length + 3] = "w";
    return of(Action.StartWorkflowExecution.class, all);
  }

  private Event.WorkflowExecutionStarted begun(Run run) {
    WorkflowExecution execution = new WorkflowExecution("w", run.runId());
    assertThat(swf.types(execution))
        .containsExactly("WorkflowExecutionStarted", "DecisionTaskScheduled");
    return swf.only(execution, Event.WorkflowExecutionStarted.class);
  }

  private void registerWithDefaults() {
    swf.does(
        new Action.RegisterWorkflowType(
            "d",
            "Full",
            "1",
            null,
            "11",
            "22",
            new TaskList("typed"),
            "33",
            ChildPolicy.ABANDON,
            "arn:type"));
  }

  @Test
  void theTypesDefaultsApply() {
    registerWithDefaults();
    WorkflowType type = new WorkflowType("Full", "1");
    Run run = swf.does(start("workflowType", type));
    assertThat(begun(run))
        .isEqualTo(
            new Event.WorkflowExecutionStarted(
                null,
                "22",
                "11",
                ChildPolicy.ABANDON,
                new TaskList("typed"),
                "33",
                type,
                null,
                null,
                null,
                0L,
                "arn:type"));
    WorkflowExecution execution = new WorkflowExecution("w", run.runId());
    assertThat(swf.last(execution))
        .isEqualTo(new Event.DecisionTaskScheduled(new TaskList("typed"), "33", "11", "NONE"));
  }

  @Test
  void theCallsOwnValuesGoFirst() {
    registerWithDefaults();
    WorkflowType type = new WorkflowType("Full", "1");
    Run run =
        swf.does(
            new Action.StartWorkflowExecution(
                "d",
                "w",
                type,
                new TaskList("own"),
                "-1",
                "in",
                "5",
                List.of("t", "u"),
                "NONE",
                ChildPolicy.REQUEST_CANCEL,
                "arn:own"));
    assertThat(begun(run))
        .isEqualTo(
            new Event.WorkflowExecutionStarted(
                "in",
                "5",
                "NONE",
                ChildPolicy.REQUEST_CANCEL,
                new TaskList("own"),
                "-1",
                type,
                List.of("t", "u"),
                null,
                null,
                0L,
                "arn:own"));
    var detail =
        swf.does(
            new Action.DescribeWorkflowExecution("d", new WorkflowExecution("w", run.runId())));
    assertThat(detail.executionConfiguration())
        .isEqualTo(
            new WorkflowExecutionConfiguration(
                "NONE", "5", new TaskList("own"), "-1", ChildPolicy.REQUEST_CANCEL, "arn:own"));
    assertThat(detail.executionInfo().executionStatus()).isEqualTo(ExecutionStatus.OPEN);
    assertThat(detail.executionInfo().tagList()).containsExactly("t", "u");
    assertThat(detail.executionInfo().cancelRequested()).isFalse();
    assertThat(detail.openCounts()).isEqualTo(new WorkflowExecutionOpenCounts(0, 1, 0, 0, 0));
    assertThat(detail.latestActivityTaskTimestamp()).isNull();
    assertThat(detail.latestExecutionContext()).isNull();
  }

  @Test
  void whatNobodyDefinesIsNamed() {
    swf.does(of(Action.RegisterWorkflowType.class, "domain", "d", "name", "Bare", "version", "1"));
    Object[][] steps = {
      {"executionStartToCloseTimeout", "60", "defaultExecutionStartToCloseTimeout"},
      {"taskStartToCloseTimeout", "30", "defaultTaskStartToCloseTimeout"},
      {"childPolicy", ChildPolicy.TERMINATE, "defaultChildPolicy"},
      {"taskList", new TaskList("l"), "defaultTaskList"}
    };
    Object[] members = {"workflowType", BARE};
    for (Object[] step : steps) {
      assertThat(refusal(swf, start(members))).isEqualTo("DefaultUndefinedFault: " + step[2]);
      Object[] more = java.util.Arrays.copyOf(members, members.length + 2);
      more[members.length] = step[0];
      more[members.length + 1] = step[1];
      members = more;
    }
    assertThat(begun(swf.does(start(members))).taskPriority()).isNull();
  }

  @Test
  void anEmptyTimeoutCountsAsNone() {
    Run run =
        swf.does(
            start(
                "workflowType",
                Stepped.WORKFLOW,
                "executionStartToCloseTimeout",
                "",
                "taskStartToCloseTimeout",
                ""));
    assertThat(begun(run).executionStartToCloseTimeout()).isEqualTo("3600");
    assertThat(begun(run).taskStartToCloseTimeout()).isEqualTo("30");
  }

  @Test
  void onlyOneExecutionOfAWorkflowIdIsOpen() {
    WorkflowExecution first = swf.starts("w");
    assertThat(refusal(swf, start("workflowType", Stepped.WORKFLOW)))
        .isEqualTo("WorkflowExecutionAlreadyStartedFault: Already Started");
    swf.does(new Action.TerminateWorkflowExecution("d", "w", null, null, null, null));
    WorkflowExecution second = swf.starts("w");
    assertThat(second.runId()).isNotEqualTo(first.runId()).hasSizeLessThanOrEqualTo(64);
    swf.does(new Action.RegisterDomain("e", null, "1", null));
    assertThat(
            refusal(
                swf,
                of(
                    Action.StartWorkflowExecution.class,
                    "domain",
                    "e",
                    "workflowId",
                    "w",
                    "workflowType",
                    Stepped.WORKFLOW)))
        .isEqualTo("UnknownResourceFault: Unknown type: WorkflowType=[name=W, version=1]");
  }

  @Test
  void theTypeMustBeThereAndInUse() {
    assertThat(refusal(swf, start("workflowType", BARE)))
        .isEqualTo("UnknownResourceFault: Unknown type: WorkflowType=[name=Bare, version=1]");
    swf.does(new Action.DeprecateWorkflowType("d", Stepped.WORKFLOW));
    assertThat(refusal(swf, start("workflowType", Stepped.WORKFLOW)))
        .isEqualTo("TypeDeprecatedFault: WorkflowType=[name=W, version=1]");
    swf.does(new Action.DeleteWorkflowType("d", Stepped.WORKFLOW));
    assertThat(refusal(swf, start("workflowType", Stepped.WORKFLOW)))
        .startsWith("UnknownResourceFault: Unknown type");
  }

  @Test
  void aWorkflowIdMayHoldAColon() {
    WorkflowExecution run = swf.starts("parent-run:1");
    assertThat(swf.decision().workflowExecution()).isEqualTo(run);
  }

  @Test
  void callsWithoutARunIdMeanTheOpenOne() {
    WorkflowExecution old = swf.starts("w");
    swf.does(new Action.TerminateWorkflowExecution("d", "w", null, null, null, null));
    WorkflowExecution open = swf.starts("w");
    for (String runId : new String[] {null, "", open.runId()}) {
      swf.does(new Action.SignalWorkflowExecution("d", "w", runId, "s", "1"));
      swf.does(new Action.RequestCancelWorkflowExecution("d", "w", runId));
    }
    assertThat(all(swf, open, Event.WorkflowExecutionSignaled.class))
        .containsOnly(new Event.WorkflowExecutionSignaled("s", "1", null, 0L))
        .hasSize(3);
    assertThat(all(swf, open, Event.WorkflowExecutionCancelRequested.class))
        .containsOnly(new Event.WorkflowExecutionCancelRequested(null, 0L, null))
        .hasSize(3);
    String gone =
        "UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId="
            + old.runId()
            + "]";
    for (Action<?> late : toOne("w", old.runId())) {
      assertThat(refusal(swf, late)).isEqualTo(gone);
    }
    for (Action<?> stray : toOne("nobody", null)) {
      assertThat(refusal(swf, stray))
          .isEqualTo("UnknownResourceFault: Unknown execution, workflowId = nobody");
    }
    assertThat(
            swf.does(new Action.DescribeWorkflowExecution("d", open))
                .executionInfo()
                .cancelRequested())
        .isTrue();
    swf.does(new Action.TerminateWorkflowExecution("d", "w", open.runId(), null, null, null));
    assertThat(swf.last(open)).isInstanceOf(Event.WorkflowExecutionTerminated.class);
  }

  private static List<Action<?>> toOne(String workflowId, String runId) {
    return List.of(
        new Action.SignalWorkflowExecution("d", workflowId, runId, "s", null),
        new Action.RequestCancelWorkflowExecution("d", workflowId, runId),
        new Action.TerminateWorkflowExecution("d", workflowId, runId, null, null, null));
  }

  @Test
  void readsNeedTheRightRun() {
    WorkflowExecution run = swf.starts("w");
    WorkflowExecution other = new WorkflowExecution("v", run.runId());
    for (Action<?> read :
        List.of(
            new Action.DescribeWorkflowExecution("d", other),
            new Action.GetWorkflowExecutionHistory("d", other, null, null, null))) {
      assertThat(refusal(swf, read))
          .isEqualTo(
              "UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=v, runId="
                  + run.runId()
                  + "]");
    }
  }

  @Test
  void everyActionOnADomainNeedsIt() {
    for (Action<?> action : Everywhere.actions("nowhere")) {
      assertThat(refusal(swf, action)).isEqualTo("UnknownResourceFault: Unknown domain: nowhere");
    }
  }
}
