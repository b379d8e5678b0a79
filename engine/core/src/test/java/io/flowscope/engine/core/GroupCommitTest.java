package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits is written together, made durable once, and answered then and not before. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {
  private static final int CALLS = 300;

  private final HookedStore store = new HookedStore();
  private final Stepped swf = new Stepped(Map.of(), store);
  private final List<Batch> written = new ArrayList<>();
  private final List<CompletableFuture<?>> calls = new ArrayList<>();
  private int syncs;

  @BeforeEach
  void someExecutions() {
    swf.register();
    for (int i = 0; i < 10; i++) {
      swf.starts("w" + i);
    }
    store.after = written::add;
    store.syncing =
        () -> {
          syncs++;
          assertThat(calls).as("answered too early").noneMatch(CompletableFuture::isDone);
        };
  }

  @AfterEach
  void close() {
    swf.close();
  }

  private void signal(int number) {
    calls.add(
        swf.ask(
            new Action.SignalWorkflowExecution(
                Stepped.DOMAIN, "w" + number % 10, null, "s" + number, null)));
  }

  @Test
  void threeHundredCommandsAreOneWriteAndOneSync() {
    for (int i = 0; i < CALLS; i++) {
      signal(i);
    }
    // One that is refused, and polls that get tasks in the same batch.
    calls.add(swf.ask(new Action.SignalWorkflowExecution(Stepped.DOMAIN, "x", null, "s", null)));
    List<CompletableFuture<DecisionTask>> polls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      polls.add(
          swf.ask(
              new Action.PollForDecisionTask(
                  Stepped.DOMAIN, Stepped.DECISIONS, null, null, null, null, null)));
    }
    calls.addAll(polls);
    swf.engine().runUntilIdle();

    assertThat(syncs).isEqualTo(1);
    assertThat(written).hasSize(1);
    assertThat(written.get(0).events()).hasSize(CALLS + polls.size());
    assertThat(calls).allMatch(CompletableFuture::isDone);
    assertThat(calls).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(1);
  }

  @Test
  void aWorkerThatIsLostStaysLostWhenABatchFails() {
    WorkflowExecution run = swf.starts("x");
    swf.does(
        new Action.RespondDecisionTaskCompleted(
            swf.decisionOf("x").taskToken(), List.of(), null, new TaskList("mine"), "5"));
    var lost = swf.engine().workerLost("mine");
    swf.engine().runUntilIdle();
    assertThat(lost.join()).isZero();
    store.before =
        batch -> {
          throw new StoreException("The disk is full.");
        };
    assertThatThrownBy(() -> swf.signals("x", "lost")).hasCauseInstanceOf(StoreException.class);
    store.before = batch -> {};
    swf.passes(Duration.ofSeconds(2));

    swf.signals("x", "kept");

    assertThat(((Event.DecisionTaskScheduled) swf.last(run)).taskList())
        .isEqualTo(Stepped.DECISIONS);
  }

  @Test
  void aBatchThatEndsByAnErrorIsForgottenAndTheThreadGoesOn() {
    HookedStore failing = new HookedStore();
    AtomicReference<Error> error = new AtomicReference<>();
    failing.before =
        batch -> {
          Error now = error.getAndSet(null);
          if (now != null) {
            throw now;
          }
        };
    try (Engine engine = Engine.open(EngineConfig.inMemory(), failing)) {
      for (Error one :
          List.of(new OutOfMemoryError("simulated"), new NoClassDefFoundError("x"), new Odd())) {
        error.set(one);
        String name = one.getClass().getSimpleName();
        Action.RegisterDomain register = new Action.RegisterDomain(name, null, "1", null);
        assertThatThrownBy(() -> engine.call(register).join())
            .hasCauseInstanceOf(StoreException.class)
            .hasMessageContaining("A batch failed and is forgotten")
            .hasMessageContaining(one.toString());
        // It would be refused if anything of the batch that failed had stayed.
        engine.call(register).join();
      }
    }
  }

  private static final class Odd extends Error {
    private static final long serialVersionUID = 1;
  }
}
