package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** More than the engine can take: it says so at once, and loses nothing of what it took. */
class OverloadTest {
  private static Stepped stepped(Map<String, String> limits) {
    Stepped swf = new Stepped(limits, new MemoryStore());
    swf.register();
    return swf;
  }

  private static Action.StartWorkflowExecution start(String id, String input) {
    return new Action.StartWorkflowExecution(
        Stepped.DOMAIN, id, Stepped.WORKFLOW, null, null, input, null, null, null, null, null);
  }

  private static void assertThrottled(CompletableFuture<?> call) {
    assertThat(call).isCompletedExceptionally();
    assertThatThrownBy(call::join).hasCause(new SwfFault("ThrottlingException", "Rate exceeded"));
  }

  @Test
  void aFullQueueRefusesAtOnceAndTakesAgainWhenThereIsRoom() {
    try (Stepped swf = stepped(Map.of("limits.queue.calls", "10"))) {
      List<CompletableFuture<Run>> taken = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        taken.add(swf.ask(start("w" + i, "[]")));
      }
      for (int i = 10; i < 1_000; i++) {
        assertThrottled(swf.ask(start("w" + i, "[]")));
      }
      assertThat(taken).noneMatch(CompletableFuture::isDone);
      swf.engine().runUntilIdle();
      assertThat(taken).allMatch(call -> call.isDone() && !call.isCompletedExceptionally());
      swf.starts("w10");
      assertThat(open(swf.engine())).isEqualTo(11);
    }
  }

  @Test
  void whatWaitsIsBoundedByItsSizeToo() {
    try (Stepped swf = stepped(Map.of("limits.queue.characters", "100000"))) {
      String input = "x".repeat(30_000);
      List<CompletableFuture<Run>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        calls.add(swf.ask(start("w" + i, input)));
      }
      assertThat(calls.subList(0, 3)).noneMatch(CompletableFuture::isDone);
      calls.subList(3, 5).forEach(OverloadTest::assertThrottled);
      swf.engine().runUntilIdle();
      assertThat(open(swf.engine())).isEqualTo(3);
    }
  }

  @Test
  void pollsThatWaitAreBoundedAndACanceledOneGivesItsPlaceBackAtOnce() {
    try (Stepped swf = stepped(Map.of("limits.queue.polls", "5"))) {
      List<CompletableFuture<ActivityTask>> polls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        polls.add(swf.ask(poll("list" + i)));
      }
      swf.engine().runUntilIdle();
      assertThrottled(swf.ask(poll("list9")));
      assertThat(polls.get(2).cancel(true)).isTrue();
      CompletableFuture<ActivityTask> another = swf.ask(poll("list2"));
      assertThat(another).isNotDone();
      assertThrottled(swf.ask(poll("list9")));
      swf.engine().runUntilIdle();
      assertThat(swf.engine().taskLists())
          .hasSize(5)
          .allMatch(list -> list.kind() == TaskKind.ACTIVITY && list.pollers() == 1);
    }
  }

  private static Action.PollForActivityTask poll(String list) {
    return new Action.PollForActivityTask(Stepped.DOMAIN, new TaskList(list), null);
  }

  @Test
  void callsBeyondTheirRateAreRefusedUntilTimeHasPassed() {
    try (Stepped swf = stepped(Map.of("limits.rate.SignalWorkflowExecution", "4"))) {
      swf.starts("w");
      for (int i = 0; i < 4; i++) {
        swf.signals("w", "s");
      }
      assertThrottled(swf.ask(signal()));
      swf.starts("v");
      swf.passes(Duration.ofMillis(249));
      assertThrottled(swf.ask(signal()));
      swf.passes(Duration.ofMillis(1));
      swf.signals("w", "s");
      assertThrottled(swf.ask(signal()));
      swf.passes(Duration.ofHours(1));
      for (int i = 0; i < 4; i++) {
        swf.ask(signal());
      }
      assertThrottled(swf.ask(signal()));
    }
  }

  private static Action.SignalWorkflowExecution signal() {
    return new Action.SignalWorkflowExecution(Stepped.DOMAIN, "w", null, "s", null);
  }

  @Test
  void aRunWithManyTasksDoesNotMakeOthersWait() {
    HookedStore store = new HookedStore();
    AtomicInteger writes = new AtomicInteger();
    store.before = batch -> writes.incrementAndGet();
    try (Stepped swf = new Stepped(Map.of("limits.openActivities", "5000"), store)) {
      swf.register();
      int alone = writesOfOne(swf, "before", writes);
      swf.starts("noisy");
      Decision[] many = new Decision[5_000];
      for (int i = 0; i < many.length; i++) {
        many[i] = Stepped.schedule("a" + i);
      }
      swf.decides(swf.decision(), many);
      List<CompletableFuture<?>> polls = new ArrayList<>();
      for (int i = 0; i < 900; i++) {
        polls.add(swf.ask(new Action.PollForActivityTask("d", Stepped.ACTIVITIES, "w" + i)));
      }
      // The first of these writes has the 900 starts, too.
      assertThat(writesOfOne(swf, "after", writes)).isLessThanOrEqualTo(alone + 2);
      assertThat(polls).allMatch(CompletableFuture::isDone);
    }
  }

  /** How many batches it takes to start an execution, to get its task and to answer it. */
  private static int writesOfOne(Stepped swf, String workflowId, AtomicInteger writes) {
    int before = writes.get();
    swf.starts(workflowId);
    swf.decides(swf.decision(), Stepped.complete(null));
    return writes.get() - before;
  }

  @Test
  void aLongListDoesNotKeepAShortOneWaiting() {
    try (Stepped swf = stepped(Map.of())) {
      for (int i = 0; i < 200; i++) {
        swf.starts("w" + i);
      }
      List<CompletableFuture<?>> polls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        polls.add(
            swf.ask(
                new Action.PollForDecisionTask(
                    Stepped.DOMAIN, Stepped.DECISIONS, null, null, null, null, null)));
      }
      swf.does(
          new Action.StartWorkflowExecution(
              Stepped.DOMAIN,
              "other",
              Stepped.WORKFLOW,
              new TaskList("short"),
              null,
              null,
              null,
              null,
              null,
              null,
              null));
      assertThat(swf.decision("short").workflowExecution().workflowId()).isEqualTo("other");
      assertThat(polls).allMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void readsDoNotWaitForTheDisk() throws InterruptedException {
    HookedStore store = new HookedStore();
    try (Engine engine =
        Engine.open(
            EngineConfig.inMemory().withLimits(Map.of("limits.queue.calls", "100")), store)) {
      engine.call(new Action.RegisterDomain(Stepped.DOMAIN, null, "1", null)).join();
      engine
          .call(
              new Action.RegisterWorkflowType(
                  Stepped.DOMAIN,
                  "W",
                  "1",
                  null,
                  "30",
                  "3600",
                  Stepped.DECISIONS,
                  null,
                  ChildPolicy.TERMINATE,
                  null))
          .join();
      String run = engine.call(start("first", "[]")).join().runId();
      CountDownLatch stands = new CountDownLatch(1);
      CountDownLatch goesOn = new CountDownLatch(1);
      store.before =
          batch -> {
            stands.countDown();
            await(goesOn);
          };
      List<CompletableFuture<Done>> taken = new ArrayList<>();
      taken.add(engine.call(signalTo("first")));
      stands.await();
      for (int i = 0; i < 100; i++) {
        taken.add(engine.call(signalTo("first")));
      }
      for (int i = 0; i < 1_000; i++) {
        assertThrottled(engine.call(signalTo("first")));
      }

      WorkflowExecution execution = new WorkflowExecution("first", run);
      assertThat(open(engine)).isEqualTo(1);
      assertThat(
              engine
                  .call(
                      new Action.GetWorkflowExecutionHistory(
                          Stepped.DOMAIN, execution, null, null, null))
                  .join()
                  .events())
          .hasSize(2);
      assertThat(
              engine
                  .call(new Action.CountPendingDecisionTasks(Stepped.DOMAIN, Stepped.DECISIONS))
                  .join()
                  .count())
          .isEqualTo(1);
      assertThat(engine.taskLists()).hasSize(1);
      assertThat(engine.runningTasks()).isEmpty();
      assertThat(engine.leaseHolders()).isEmpty();
      assertThat(taken).noneMatch(CompletableFuture::isDone);

      goesOn.countDown();
      taken.forEach(CompletableFuture::join);
      assertThat(taken).hasSize(101);
      assertThat(
              engine
                  .call(
                      new Action.GetWorkflowExecutionHistory(
                          Stepped.DOMAIN, execution, null, null, null))
                  .join()
                  .events())
          .hasSize(2 + 101);
    }
  }

  private static Action.SignalWorkflowExecution signalTo(String workflowId) {
    return new Action.SignalWorkflowExecution(Stepped.DOMAIN, workflowId, null, "s", null);
  }

  private static int open(Engine engine) {
    return engine
        .call(
            new Action.CountOpenWorkflowExecutions(
                Stepped.DOMAIN, new ExecutionTimeFilter(Instant.EPOCH, null), null, null, null))
        .join()
        .count();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
