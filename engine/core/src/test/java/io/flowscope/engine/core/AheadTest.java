package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.LocalBackend.Ahead;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.MemoryStore;
import io.flowscope.engine.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A decider of this process computes ahead of the disk, and nobody else ever notices. */
class AheadTest {
  private static final int STEPS = 20;

  private final HookedStore store = new HookedStore();
  private final Stepped swf = new Stepped(Map.of(), store);
  private final List<Batch> batches = new ArrayList<>();
  private final List<CompletableFuture<Done>> answers = new ArrayList<>();
  private final List<Ahead> given = new ArrayList<>();
  private final List<DecisionTask> lost = new ArrayList<>();

  @BeforeEach
  void register() {
    swf.register();
    store.after = batches::add;
  }

  @AfterEach
  void close() {
    swf.close();
  }

  /** Waits for a task and answers it at once, within the step that gives it out. */
  private CompletableFuture<Ahead> decides(Function<DecisionTask, List<Decision>> decider) {
    CompletableFuture<Ahead> poll = poll();
    poll.thenAccept(
        ahead -> {
          given.add(ahead);
          ahead
              .durable()
              .exceptionally(
                  failure -> {
                    lost.add(ahead.task());
                    return null;
                  });
          answers.add(swf.ask(answer(ahead.task(), decider.apply(ahead.task()))));
        });
    swf.engine().runUntilIdle();
    return poll;
  }

  private CompletableFuture<Ahead> poll() {
    return swf.engine()
        .pollAhead(
            new Action.PollForDecisionTask(
                Stepped.DOMAIN, Stepped.DECISIONS, "decider", null, null, null, true));
  }

  private static Action.RespondDecisionTaskCompleted answer(
      DecisionTask task, List<Decision> decisions) {
    return new Action.RespondDecisionTaskCompleted(task.taskToken(), decisions, null, null, null);
  }

  private CompletableFuture<ActivityTask> activity() {
    CompletableFuture<ActivityTask> poll =
        swf.ask(new Action.PollForActivityTask(Stepped.DOMAIN, Stepped.ACTIVITIES, "worker"));
    swf.engine().runUntilIdle();
    return poll;
  }

  private CompletableFuture<Run> start(String workflowId) {
    return swf.ask(
        new Action.StartWorkflowExecution(
            Stepped.DOMAIN,
            workflowId,
            Stepped.WORKFLOW,
            null,
            null,
            "[]",
            null,
            null,
            null,
            null,
            null));
  }

  @Test
  void aStepOfAChainIsOneBatch() {
    int step = 1;
    decides(task -> List.of(Stepped.schedule("a1")));
    CompletableFuture<ActivityTask> activity = activity();
    CompletableFuture<Run> run = start("w");
    swf.engine().runUntilIdle();
    assertThat(batches).hasSize(1);
    while (step < STEPS) {
      String next = "a" + ++step;
      decides(task -> List.of(Stepped.schedule(next)));
      CompletableFuture<ActivityTask> following = activity();
      int before = batches.size();
      swf.does(new Action.RespondActivityTaskCompleted(activity.join().taskToken(), "1"));
      assertThat(batches).hasSize(before + 1);
      activity = following;
    }
    decides(task -> List.of(Stepped.complete("done")));
    swf.does(new Action.RespondActivityTaskCompleted(activity.join().taskToken(), "1"));

    List<HistoryEvent> history = swf.history(new WorkflowExecution("w", run.join().runId()));
    assertThat(history).hasSize(STEPS * 6 + 5);
    assertThat(history.getLast().event()).isInstanceOf(Event.WorkflowExecutionCompleted.class);
    assertThat(batches).hasSize(STEPS + 1);
    assertThat(given).hasSize(STEPS + 1).allMatch(ahead -> ahead.durable().isDone());
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(Verify.store(store).violations()).isEmpty();
  }

  @Test
  void theTaskTellsWhatTheHistoryWillSay() {
    decides(task -> List.of(Stepped.schedule("a")));
    CompletableFuture<ActivityTask> activity = activity();
    WorkflowExecution run = new WorkflowExecution("w", swf.starts("w").runId());
    decides(task -> List.of(Stepped.complete("x")));
    swf.does(new Action.RespondActivityTaskCompleted(activity.join().taskToken(), "1"));
    List<HistoryEvent> history = swf.history(run);
    assertThat(given).hasSize(2);
    assertThat(given.get(0).task().events()).isEqualTo(history.subList(0, 3));
    assertThat(given.get(1).task().previousStartedEventId()).isEqualTo(3);
    assertThat(given.get(1).task().events()).isEqualTo(history.subList(2, 9));
  }

  @Test
  void nothingLeavesTheEngineBeforeItIsDurable() {
    CompletableFuture<ActivityTask> activity = activity();
    List<CompletableFuture<?>> outside = new ArrayList<>(List.of(activity));
    List<Batch> looked = new ArrayList<>();
    store.before =
        batch -> {
          looked.add(batch);
          assertThat(batch.events()).hasSize(6);
          assertThat(given).hasSize(1).noneMatch(ahead -> ahead.durable().isDone());
          assertThat(answers).hasSize(1).noneMatch(CompletableFuture::isDone);
          assertThat(outside).hasSize(2).noneMatch(CompletableFuture::isDone);
          assertThat(swf.engine().call(count()).join().count()).isZero();
        };
    store.after = store.before;
    decides(task -> List.of(Stepped.schedule("a")));
    outside.add(start("w"));
    swf.engine().runUntilIdle();
    assertThat(looked).hasSize(2);
    assertThat(outside).allMatch(CompletableFuture::isDone);
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(swf.engine().call(count()).join().count()).isEqualTo(1);
  }

  private static Action.CountOpenWorkflowExecutions count() {
    return new Action.CountOpenWorkflowExecutions(
        Stepped.DOMAIN, new ExecutionTimeFilter(Instant.EPOCH, null), null, null, null);
  }

  @Test
  void aBatchThatIsLostTakesWithItAllThatWasComputedOnIt() {
    CompletableFuture<ActivityTask> activity = activity();
    decides(task -> List.of(Stepped.schedule("a")));
    store.before =
        batch -> {
          assertThat(lost).isEmpty();
          throw new StoreException("The disk is full.");
        };
    CompletableFuture<Run> start = start("w");
    swf.engine().runUntilIdle();

    assertThat(start).isCompletedExceptionally();
    assertThat(answers).hasSize(1).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(activity).isCompletedExceptionally();
    assertThat(given).hasSize(1);
    assertThat(lost).containsExactly(given.get(0).task());
    assertThat(batches).isEmpty();
    store.before = batch -> {};
    assertThatThrownBy(() -> swf.does(answer(given.get(0).task(), List.of())))
        .isInstanceOf(SwfFault.class)
        .hasMessageContaining("Unknown decision task");
    assertThat(swf.does(count()).count()).isZero();
    assertThat(swf.engine().runningTasks()).isEmpty();
    assertThat(swf.engine().taskLists()).isEmpty();
  }

  @Test
  void aLostTaskComesAgainWithAnotherTokenAndItsDeciderHasForgottenBefore() {
    List<Integer> lostWhenGiven = new ArrayList<>();
    int[] failures = {1};
    store.before =
        batch -> {
          if (failures[0]-- > 0) {
            throw new StoreException("The disk is slow.");
          }
        };
    CompletableFuture<Ahead> first =
        decides(
            task -> {
              lostWhenGiven.add(lost.size());
              return List.of(Stepped.complete("x"));
            });
    CompletableFuture<Ahead> second =
        decides(
            task -> {
              lostWhenGiven.add(lost.size());
              return List.of(Stepped.complete("x"));
            });
    CompletableFuture<Run> start = start("u");
    swf.engine().runUntilIdle();
    assertThat(start).isCompletedExceptionally();
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    swf.starts("u");
    assertThat(second).isCompleted();
    assertThat(lostWhenGiven).containsExactly(0, 1);
    assertThat(second.join().task().taskToken()).isNotEqualTo(first.join().task().taskToken());
    assertThat(Verify.store(store).violations()).isEmpty();
  }

  @Test
  void aBatchMayChangeMoreExecutionsThanMemoryKeeps() {
    try (Stepped few = new Stepped(Map.of("limits.memory.runs", "1"), new MemoryStore())) {
      few.register();
      List<CompletableFuture<Done>> decided = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        var unused =
            few.engine()
                .pollAhead(
                    new Action.PollForDecisionTask(
                        Stepped.DOMAIN, Stepped.DECISIONS, "decider", null, null, null, true))
                .thenAccept(
                    ahead ->
                        decided.add(
                            few.ask(answer(ahead.task(), List.of(Stepped.complete("early"))))));
      }
      List<CompletableFuture<Run>> starts = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        starts.add(
            few.ask(
                new Action.StartWorkflowExecution(
                    Stepped.DOMAIN,
                    "w" + i,
                    Stepped.WORKFLOW,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)));
      }
      few.engine().runUntilIdle();
      assertThat(decided)
          .hasSize(5)
          .allMatch(one -> one.isDone() && !one.isCompletedExceptionally());
      for (int i = 0; i < 5; i++) {
        assertThat(few.types(new WorkflowExecution("w" + i, starts.get(i).join().runId())))
            .hasSize(5)
            .endsWith("WorkflowExecutionCompleted");
      }
      assertThat(Verify.store(few.store()).violations()).isEmpty();
    }
  }

  @Test
  void whoComputesForLongHoldsNobodyUp() {
    CompletableFuture<Ahead> poll = poll();
    swf.engine().runUntilIdle();
    WorkflowExecution run = swf.starts("w");
    Ahead ahead = poll.join();
    assertThat(ahead.durable()).isCompleted();
    assertThat(swf.types(run)).endsWith("DecisionTaskStarted");
    swf.does(answer(ahead.task(), List.of(Stepped.complete("late"))));
    assertThat(swf.types(run)).endsWith("WorkflowExecutionCompleted");
  }

  @Test
  void whatIsNotInMemoryIsReadWhenItIsDurable() {
    WorkflowExecution run = swf.starts("w");
    for (int i = 0; i < 100; i++) {
      swf.signals("w", "s" + i);
    }
    CompletableFuture<Ahead> poll = poll();
    swf.engine().runUntilIdle();
    assertThat(poll.join().durable()).isCompleted();
    assertThat(poll.join().task().events()).isEqualTo(swf.history(run)).hasSize(103);
  }
}
