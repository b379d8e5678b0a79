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

  private final List<Running> told = new ArrayList<>();
  private final Watchdog watchdog = new Watchdog(5_000, TimeUnit.SECONDS.toNanos(10), told::add);

  @Test
  void onlyABranchThatHadTheTurnTooLongIsTold() {
    for (int second = 11; second <= 15; second++) {
      watchdog.look(List.of(BRANCH), TimeUnit.SECONDS.toNanos(second));
    }
    assertThat(told).isEmpty();

    watchdog.look(List.of(BRANCH), TimeUnit.SECONDS.toNanos(15) + 1);
    assertThat(told).containsExactly(BRANCH);
  }

  @Test
  void timeInWhichTheWholeProcessStoodStillDoesNotCount() {
    watchdog.look(List.of(BRANCH), TimeUnit.SECONDS.toNanos(11));
    watchdog.look(List.of(BRANCH), TimeUnit.HOURS.toNanos(3));
    watchdog.look(List.of(BRANCH), TimeUnit.HOURS.toNanos(3) + TimeUnit.SECONDS.toNanos(3));

    assertThat(told).isEmpty();
  }

  @Test
  void aTurnThatEndedIsForgotten() {
    for (int second = 11; second <= 14; second++) {
      watchdog.look(List.of(BRANCH), TimeUnit.SECONDS.toNanos(second));
    }
    watchdog.look(List.of(), TimeUnit.SECONDS.toNanos(15));
    watchdog.look(List.of(BRANCH), TimeUnit.SECONDS.toNanos(16));

    assertThat(told).isEmpty();
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
