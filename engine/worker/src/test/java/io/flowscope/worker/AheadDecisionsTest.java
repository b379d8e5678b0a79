package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.LocalBackend;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.FailingStore;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One task that goes wrong, whoever's fault it is, is told and does not end the polling. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AheadDecisionsTest {
  private static final TaskList LIST = new TaskList("l");

  private final CompletableFuture<DecisionTask> lost = new CompletableFuture<>();
  private final CompletableFuture<DecisionTask> next = new CompletableFuture<>();

  /** What becomes of a task that is the first. */
  private interface First {
    void decide(LocalBackend.Ahead ahead);
  }

  private AheadDecisions polling(Engine engine, First first) {
    AheadDecisions.Work work =
        new AheadDecisions.Work() {
          private boolean any;

          @Override
          public void decide(LocalBackend.Ahead ahead) {
            if (!any) {
              any = true;
              first.decide(ahead);
            } else {
              next.complete(ahead.task());
            }
          }

          @Override
          public void lost(DecisionTask task) {
            lost.complete(task);
          }
        };
    Action.PollForDecisionTask poll =
        new Action.PollForDecisionTask("d", LIST, "me", null, null, null, null);
    return new AheadDecisions(engine, poll, work, new Backoff(new Random(1))).start();
  }

  /** Two writes. */
  private static void register(Engine engine) {
    engine.call(new Action.RegisterDomain("d", null, "1", null)).join();
    engine
        .call(
            new Action.RegisterWorkflowType(
                "d", "W", "1", null, "3600", "3600", LIST, null, ChildPolicy.ABANDON, null))
        .join();
  }

  private static CompletableFuture<Run> start(Engine engine, String id) {
    return engine.call(
        new Action.StartWorkflowExecution(
            "d", id, new WorkflowType("W", "1"), null, null, null, null, null, null, null, null));
  }

  @Test
  void anErrorIsToldAndTheNextTaskComesAllTheSame() {
    try (Engine engine = Engine.open(EngineConfig.inMemory())) {
      register(engine);
      AheadDecisions polling =
          polling(
              engine,
              ahead -> {
                throw new StackOverflowError("of the author's code");
              });
      start(engine, "a").join();
      assertThat(lost.join().workflowExecution().workflowId()).isEqualTo("a");
      start(engine, "b").join();
      assertThat(next.join().workflowExecution().workflowId()).isEqualTo("b");
      polling.stop();
    }
  }

  @Test
  void aTaskWhoseEventsWereLostIsToldOf() {
    FailingStore store = new FailingStore(3);
    try (Engine engine = store.open(EngineConfig.inMemory())) {
      register(engine);
      AheadDecisions polling =
          polling(engine, ahead -> ahead.durable().exceptionally(e -> null).join());
      assertThatThrownBy(() -> start(engine, "a").join()).hasMessageContaining("Write 3 failed");
      assertThat(lost.join().workflowExecution().workflowId()).isEqualTo("a");
      start(engine, "b").join();
      assertThat(next.join().workflowExecution().workflowId()).isEqualTo("b");
      polling.stop();
    }
    assertThat(store.violations()).isEmpty();
  }
}
