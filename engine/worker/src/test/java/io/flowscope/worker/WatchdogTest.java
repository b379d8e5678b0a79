package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.worker.replay.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final Running BRANCH =
      new Running(
          new WorkflowExecution("order-7", "run1"),
          "Endless",
          "1.2",
          TimeUnit.SECONDS.toNanos(10),
          new StackTraceElement[] {
            new StackTraceElement("shop.Endless", "run", "Endless.java", 12)
          });

  @Test
  void onlyABranchThatHadTheTurnTooLongIsTold() {
    List<Running> told = new ArrayList<>();
    Watchdog.check(List.of(BRANCH), TimeUnit.SECONDS.toNanos(15), 5_000, told::add);
    assertThat(told).isEmpty();
    Watchdog.check(List.of(BRANCH), TimeUnit.SECONDS.toNanos(15) + 1, 5_000, told::add);
    assertThat(told).containsExactly(BRANCH);
  }

  @Test
  void theSentenceNamesRunBranchAndLine() {
    assertThat(Watchdog.sentence(BRANCH, TimeUnit.SECONDS.toNanos(16)))
        .startsWith(
            "The workflow Endless of execution order-7 (run run1) has run for 6.0 s in branch 1.2"
                + " without coming to a barrier")
        .endsWith("\n\tat shop.Endless.run(Endless.java:12)");
  }
}
