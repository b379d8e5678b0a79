package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.queue.TaskListStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Polls that wait, and who gets which task. */
class PollsTest extends Scenario {
  private final Stepped swf = stepped();

  private CompletableFuture<DecisionTask> decider(String list, String identity) {
    CompletableFuture<DecisionTask> poll =
        swf.ask(
            new Action.PollForDecisionTask(
                "d", new TaskList(list), identity, null, null, null, null));
    swf.engine().runUntilIdle();
    return poll;
  }

  private CompletableFuture<ActivityTask> worker(String identity) {
    CompletableFuture<ActivityTask> poll =
        swf.ask(new Action.PollForActivityTask("d", Stepped.ACTIVITIES, identity));
    swf.engine().runUntilIdle();
    return poll;
  }

  @Test
  void aTaskGoesToOnePollOnlyAndToTheOneThatWaitsLongest() {
    CompletableFuture<DecisionTask> first = decider("decisions", "first");
    CompletableFuture<DecisionTask> second = decider("decisions", "second");
    WorkflowExecution run = swf.starts("w");
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(swf.only(run, Event.DecisionTaskStarted.class))
        .isEqualTo(new Event.DecisionTaskStarted("first", 2));
    swf.starts("v");
    assertThat(second.join().workflowExecution().workflowId()).isEqualTo("v");
  }

  @Test
  void aPollGetsTasksOfItsOwnListKindAndDomainOnly() {
    swf.does(new Action.RegisterDomain("e", null, "1", null));
    CompletableFuture<DecisionTask> otherList = decider("elsewhere", null);
    CompletableFuture<ActivityTask> otherKind =
        swf.ask(new Action.PollForActivityTask("d", Stepped.DECISIONS, null));
    CompletableFuture<DecisionTask> otherDomain =
        swf.ask(
            new Action.PollForDecisionTask("e", Stepped.DECISIONS, null, null, null, null, null));
    swf.starts("w");
    assertThat(List.of(otherList, otherKind, otherDomain)).noneMatch(CompletableFuture::isDone);
    assertThat(swf.does(new Action.CountPendingDecisionTasks("d", Stepped.DECISIONS)).count())
        .isOne();
  }

  @Test
  void aPollThatGetsNothingGetsTheEmptyAnswer() {
    CompletableFuture<DecisionTask> decider = decider("decisions", "lost");
    CompletableFuture<ActivityTask> worker = worker("lost");
    var gone = swf.engine().workerLost("lost");
    swf.engine().runUntilIdle();
    assertThat(gone.join()).isZero();
    assertThat(decider.join().taskToken()).isNull();
    assertThat(decider.join().startedEventId()).isZero();
    assertThat(decider.join().previousStartedEventId()).isZero();
    assertThat(decider.join().events()).isNull();
    assertThat(worker.join().taskToken()).isNull();
    assertThat(worker.join().startedEventId()).isZero();
  }

  @Test
  void aTaskThatReachedNobodyDoesNotGoFromOnePollOfAGoneWorkerToTheNext() {
    CompletableFuture<DecisionTask> first = decider("decisions", "gone");
    CompletableFuture<DecisionTask> second = decider("decisions", "gone");
    CompletableFuture<DecisionTask> third = decider("decisions", "gone");
    CompletableFuture<DecisionTask> other = decider("decisions", "other");
    WorkflowExecution run = swf.starts("w");

    swf.engine().undelivered(first.join().taskToken());
    swf.engine().runUntilIdle();

    assertThat(second.join().taskToken()).isNull();
    assertThat(third.join().taskToken()).isNull();
    assertThat(other.join().workflowExecution()).isEqualTo(run);
    assertThat(swf.types(run)).containsOnlyOnce("DecisionTaskTimedOut");
  }

  @Test
  void aPollEndsAfterAMinuteWhateverTheClockSays() {
    CompletableFuture<ActivityTask> worker = worker("w");
    swf.set(swf.now().minus(Duration.ofDays(1)));
    swf.elapses(Duration.ofSeconds(59));
    CompletableFuture<DecisionTask> decider = decider("decisions", "d");
    swf.set(swf.now().plus(Duration.ofDays(2)));
    assertThat(worker).isNotDone();
    swf.elapses(Duration.ofSeconds(1));
    assertThat(worker.join().taskToken()).isNull();
    assertThat(decider).isNotDone();
    assertThat(swf.engine().taskLists()).extracting(TaskListStatus::pollers).containsExactly(1);
    swf.elapses(Duration.ofSeconds(59));
    assertThat(decider.join().taskToken()).isNull();
    assertThat(swf.engine().taskLists()).isEmpty();
  }

  @Test
  void manyWaitingWorkersShareTheTasks() {
    List<CompletableFuture<ActivityTask>> polls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      polls.add(worker("w" + i));
    }
    swf.starts("w");
    swf.decides(
        swf.decision(), Stepped.schedule("a"), Stepped.schedule("b"), Stepped.schedule("c"));
    assertThat(polls.stream().filter(CompletableFuture::isDone).map(poll -> poll.join()))
        .extracting(ActivityTask::activityId)
        .containsExactly("a", "b", "c");
    assertThat(polls.get(3)).isNotDone();
  }

  @Test
  void aDeprecatedDomainStillHandsOutItsTasks() {
    swf.starts("w");
    swf.does(new Action.DeprecateDomain("d"));
    assertThat(swf.decision().taskToken()).isNotEmpty();
  }
}
