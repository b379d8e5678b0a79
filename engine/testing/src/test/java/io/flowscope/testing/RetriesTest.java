package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import io.flowscope.engine.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Retries, timeouts and limits. Warm and cold in every round. */
class RetriesTest {
  @Test
  void failures_are_retried_by_policy_with_a_delay() {
    BothWays.of(w -> w.tasks().flaky(2))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("3");
              assertThat(scheduled(run))
                  .containsExactly("Tasks.flaky-1", "Tasks.flaky-1.2", "Tasks.flaky-1.3");
              assertThat(run.events(Event.TimerStarted.class))
                  .extracting(t -> t.timerId() + " " + t.startToFireTimeout())
                  .containsExactly("Tasks.flaky-1.2.delay 4", "Tasks.flaky-1.3.delay 8");
            });
  }

  @Test
  void timeouts_are_retried_and_then_thrown() {
    BothWays.of(
            w -> {
              try {
                return w.tasks().slow(1).get();
              } catch (TaskTimedOut e) {
                return e.task() + " " + e.reason();
              }
            })
        .with(c -> c.taking("Tasks.slow", seconds(100)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"Tasks.slow-1 START_TO_CLOSE\"");
              assertThat(scheduled(run)).containsExactly("Tasks.slow-1", "Tasks.slow-1.2");
            });
  }

  @Test
  void limits_hold_calls_back_in_order_and_are_no_errors() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> all = new ArrayList<>();
              for (int i = 0; i < 30; i++) {
                all.add(w.tasks().number(i));
              }
              return w.tasks().sum(all);
            })
        .with(c -> c.deciding(7, 3).taking("Tasks.number", seconds(1)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("435");
              assertThat(run.summary().peakRunning()).isEqualTo(7);
              assertThat(run.events(Event.TimerStarted.class))
                  .extracting(Event.TimerStarted::timerId)
                  .contains("flowscope.more");
            });
    BothWays.of(
            w -> {
              List<Promise<Integer>> all = new ArrayList<>();
              for (int i = 0; i < 30; i++) {
                all.add(w.tasks().number(i));
              }
              return w.tasks().sum(all);
            })
        .with(c -> c.limits(Map.of("limits.openActivities", "4")))
        .with(c -> c.taking("Tasks.number", seconds(1)))
        .gives("435");
  }

  @Test
  void an_answer_that_is_lost_changes_nothing() {
    assertThatThrownBy(() -> BothWays.config(w -> 1).start().start("Nothing"))
        .hasMessageContaining("no workflow Nothing");
    for (Faults.Fault fault : List.of(Faults.Fault.ANSWER_LOST, Faults.Fault.DIES_BEFORE_ANSWER)) {
      int[] decisions = new int[1];
      BothWays.of(w -> w.tasks().square(Promise.of(w.tasks().number(3).get())))
          .with(
              c ->
                  c.faults(
                      task ->
                          task.startedEventId() % 2 == 0 && decisions[0]++ < 4
                              ? fault
                              : Faults.Fault.NONE))
          .gives("9");
    }
  }

  @Test
  void three_attempts_on_timeouts_and_one_on_failures_unless_the_policy_says_otherwise() {
    BothWays.of(w -> w.tasks().number(1).outcome() instanceof Outcome.TimedOut<Integer>)
        .with(c -> c.taking("Tasks.number", Duration.ofHours(2)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("true");
              assertThat(scheduled(run))
                  .containsExactly("Tasks.number-1", "Tasks.number-1.2", "Tasks.number-1.3");
              assertThat(run.summary().wallMillis()).isEqualTo(Duration.ofHours(3).toMillis());
            });
    BothWays.of(w -> w.tasks().fail("once").outcome() instanceof Outcome.Failed<String>)
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("true");
              assertThat(scheduled(run)).containsExactly("Tasks.fail-1");
            });
  }

  @Test
  void a_long_reason_is_cut_and_stands_whole_in_the_details() {
    BothWays.of(
            w -> {
              try {
                return w.tasks().fail("x".repeat(300) + " end").get();
              } catch (TaskFailed e) {
                return List.of(
                    e.reason().length(),
                    e.details().contains("x".repeat(300) + " end"),
                    e.details().contains("BothWays"));
              }
            })
        .gives("[256,true,true]");
  }
}
