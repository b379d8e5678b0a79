package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EngineTest extends Scenario {
  private final Stepped swf = stepped();

  @Test
  void aChainOfOneActivityHasSwfsHistory() {
    WorkflowExecution run = swf.starts("w");
    DecisionTask first = swf.decision();
    assertThat(first.events()).hasSize(3);
    assertThat(first.startedEventId()).isEqualTo(3);
    assertThat(first.previousStartedEventId()).isZero();
    swf.decides(first, Stepped.schedule("a"));
    ActivityTask task = swf.activity();
    assertThat(task.input()).isEqualTo("[\"a\"]");
    assertThat(task.activityId()).isEqualTo("a");
    swf.does(new Action.RespondActivityTaskCompleted(task.taskToken(), "1"));
    DecisionTask second = swf.decision();
    assertThat(second.previousStartedEventId()).isEqualTo(3);
    swf.decides(second, Stepped.complete("2"));

    assertThat(swf.types(run))
        .containsExactly(
            "WorkflowExecutionStarted",
            "DecisionTaskScheduled",
            "DecisionTaskStarted",
            "DecisionTaskCompleted",
            "ActivityTaskScheduled",
            "ActivityTaskStarted",
            "ActivityTaskCompleted",
            "DecisionTaskScheduled",
            "DecisionTaskStarted",
            "DecisionTaskCompleted",
            "WorkflowExecutionCompleted");
    var detail = swf.does(new Action.DescribeWorkflowExecution(Stepped.DOMAIN, run));
    assertThat(detail.executionInfo().closeStatus()).isEqualTo(CloseStatus.COMPLETED);
    var closed =
        swf.does(
            new Action.ListClosedWorkflowExecutions(
                Stepped.DOMAIN,
                new ExecutionTimeFilter(Instant.EPOCH, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
    assertThat(closed.executionInfos()).hasSize(1);
  }

  @Test
  void aTokenIsGoodForOneAnswer() {
    swf.starts("w");
    DecisionTask task = swf.decision();
    swf.decides(task, Stepped.schedule("a"));
    assertThatThrownBy(() -> swf.decides(task))
        .hasToString("UnknownResourceFault: Unknown decision task, scheduledEventId = 2");
  }

  @Test
  void aWaitingPollGetsItsTaskInTheSameBatch() {
    CompletableFuture<DecisionTask> poll =
        swf.ask(
            new Action.PollForDecisionTask(
                Stepped.DOMAIN, Stepped.DECISIONS, null, null, null, null, null));
    swf.engine().runUntilIdle();
    assertThat(poll).isNotDone();
    WorkflowExecution run = swf.starts("w");
    assertThat(poll).isCompleted();
    assertThat(swf.types(run)).endsWith("DecisionTaskStarted");
  }

  @Test
  void aCanceledPollNeverGetsATask() {
    CompletableFuture<DecisionTask> poll =
        swf.ask(
            new Action.PollForDecisionTask(
                Stepped.DOMAIN, Stepped.DECISIONS, null, null, null, null, null));
    swf.engine().runUntilIdle();
    assertThat(poll.cancel(true)).isTrue();
    WorkflowExecution run = swf.starts("w");
    assertThat(swf.types(run)).endsWith("DecisionTaskScheduled");
    assertThat(swf.engine().taskLists())
        .singleElement()
        .satisfies(list -> assertThat(list.pollers()).isZero());
  }
}
