package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.store.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk stands still in the middle of a write: who reads does not wait, and nothing is lost. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowDiskTest {
  private static final int SIGNALS = 200;
  private static final int WAITING = 50;
  private static final TaskList LIST = new TaskList("l");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final CountDownLatch standing = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private volatile boolean stands;

  private void stall() {
    if (stands) {
      standing.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void reads_are_answered_while_it_stands_and_every_call_and_timer_afterwards() throws Exception {
    EngineConfig config = EngineConfig.inMemory().withClock(now::get);
    try (Engine engine =
        Engine.open(config, HookedStore.stalling(new MemoryStore(), this::stall))) {
      WorkflowExecution execution = withTimer(engine);
      stands = true;
      List<CompletableFuture<Done>> signals = new ArrayList<>();
      for (int i = 0; i < SIGNALS; i++) {
        signals.add(engine.call(new Action.SignalWorkflowExecution("d", "w", null, "s" + i, null)));
      }
      standing.await();
      now.updateAndGet(time -> time.plusSeconds(60));

      assertThat(
              engine
                  .call(new Action.DescribeWorkflowExecution("d", execution))
                  .join()
                  .openCounts()
                  .openTimers())
          .isEqualTo(1);
      assertThat(history(engine, execution)).hasSize(5);
      assertThat(
              engine
                  .call(
                      new Action.CountOpenWorkflowExecutions(
                          "d", new ExecutionTimeFilter(Instant.EPOCH, null), null, null, null))
                  .join()
                  .count())
          .isEqualTo(1);
      assertThat(signals).noneMatch(CompletableFuture::isDone);

      stands = false;
      goesOn.countDown();
      signals.forEach(CompletableFuture::join);
      List<Event> seen = decided(engine).stream().map(HistoryEvent::event).toList();
      assertThat(seen).filteredOn(Event.TimerFired.class::isInstance).hasSize(1);
      assertThat(seen)
          .filteredOn(Event.WorkflowExecutionSignaled.class::isInstance)
          .map(event -> ((Event.WorkflowExecutionSignaled) event).signalName())
          .hasSize(SIGNALS)
          .startsWith("s0", "s1", "s2");
    }
  }

  @Test
  void polls_end_while_it_stands() throws Exception {
    AtomicLong elapsed = new AtomicLong();
    EngineConfig config = EngineConfig.inMemory().withClock(now::get).withElapsed(elapsed::get);
    try (Engine engine =
        Engine.open(config, HookedStore.stalling(new MemoryStore(), this::stall))) {
      withTimer(engine);
      CompletableFuture<ActivityTask> before = engine.call(poll());
      // The writer takes calls in their order, so this one is parked when the next is carried out.
      stands = true;
      CompletableFuture<Done> signal =
          engine.call(new Action.SignalWorkflowExecution("d", "w", null, "s", null));
      standing.await();
      CompletableFuture<ActivityTask> meanwhile = engine.call(poll());

      elapsed.addAndGet(TimeUnit.SECONDS.toNanos(60));
      assertThat(before.get().taskToken()).isNull();
      assertThat(meanwhile.get().taskToken()).isNull();
      assertThat(signal).isNotDone();
      goesOn.countDown();
      signal.get();
    }
  }

  private static Action.PollForActivityTask poll() {
    return new Action.PollForActivityTask("d", LIST, null);
  }

  @Test
  void more_calls_than_may_wait_are_refused_and_the_others_carried_out() throws Exception {
    EngineConfig config =
        EngineConfig.inMemory()
            .withClock(now::get)
            .withLimits(Map.of("limits.queue.calls", Integer.toString(WAITING)));
    try (Engine engine =
        Engine.open(config, HookedStore.stalling(new MemoryStore(), this::stall))) {
      WorkflowExecution execution = withTimer(engine);
      stands = true;
      List<CompletableFuture<Done>> signals = new ArrayList<>();
      signals.add(engine.call(new Action.SignalWorkflowExecution("d", "w", null, "first", null)));
      standing.await();
      for (int i = 0; i < SIGNALS; i++) {
        signals.add(engine.call(new Action.SignalWorkflowExecution("d", "w", null, "s" + i, null)));
      }
      List<CompletableFuture<Done>> refused =
          signals.stream().filter(CompletableFuture::isDone).toList();
      assertThat(refused).hasSize(SIGNALS - WAITING);
      assertThat(refused)
          .allSatisfy(
              call ->
                  assertThat(call.exceptionNow())
                      .isInstanceOfSatisfying(
                          SwfFault.class,
                          fault -> assertThat(fault.type()).isEqualTo("ThrottlingException")));

      stands = false;
      goesOn.countDown();
      signals.stream().filter(call -> !refused.contains(call)).forEach(CompletableFuture::join);
      assertThat(history(engine, execution))
          .filteredOn(event -> event.event() instanceof Event.WorkflowExecutionSignaled)
          .hasSize(1 + WAITING);
    }
  }

  /** An execution whose first decision started a timer of a minute. */
  private static WorkflowExecution withTimer(Engine engine) {
    engine.call(new Action.RegisterDomain("d", null, "1", null)).join();
    engine
        .call(
            new Action.RegisterWorkflowType(
                "d", "W", "1", null, "NONE", "3600", LIST, null, ChildPolicy.ABANDON, null))
        .join();
    String run =
        engine
            .call(
                new Action.StartWorkflowExecution(
                    "d",
                    "w",
                    new WorkflowType("W", "1"),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null))
            .join()
            .runId();
    DecisionTask task =
        engine.call(new Action.PollForDecisionTask("d", LIST, "x", null, null, null, null)).join();
    engine
        .call(
            new Action.RespondDecisionTaskCompleted(
                task.taskToken(),
                List.of(new Decision.StartTimer("t", null, "60")),
                null,
                null,
                null))
        .join();
    return new WorkflowExecution("w", run);
  }

  /** The history as the next decider sees it once the timer has fired. */
  private static List<HistoryEvent> decided(Engine engine) {
    while (true) {
      DecisionTask task =
          engine
              .call(new Action.PollForDecisionTask("d", LIST, "x", null, null, null, null))
              .join();
      if (task.events().stream().anyMatch(event -> event.event() instanceof Event.TimerFired)) {
        return task.events();
      }
      engine
          .call(
              new Action.RespondDecisionTaskCompleted(
                  task.taskToken(), List.of(), null, null, null))
          .join();
    }
  }

  private static List<HistoryEvent> history(Engine engine, WorkflowExecution execution) {
    return engine
        .call(new Action.GetWorkflowExecutionHistory("d", execution, null, null, null))
        .join()
        .events();
  }
}
