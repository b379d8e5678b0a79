package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Outcome;
import io.flowscope.TaskFailed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Barriers and the branches that cure them. Warm and cold in every round. */
class BarriersTest {
  @Test
  void map_and_recover_run_in_branches_of_their_own() {
    BothWays.of(
            w -> {
              var doubled = w.tasks().number(4).map(n -> n * 2);
              var saved = w.tasks().fail("x").recover(f -> "saved from " + f.reason());
              var other = w.tasks().fail("y").orElse("else");
              return List.of(doubled, saved, other);
            })
        .gives("[8,\"saved from IllegalStateException: x\",\"else\"]");
  }

  @Test
  void two_barriers_hide_what_comes_after() {
    BothWays.of(
            w -> {
              int a = w.tasks().number(1).get();
              int b = w.tasks().number(a + 1).get();
              return a + b;
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("3");
              assertThat(run.rounds().rounds().get(0).waits().getFirst().barrier())
                  .isEqualTo("get-1");
              assertThat(run.rounds().rounds().get(1).waits().getFirst().barrier())
                  .isEqualTo("get-2");
              assertThat(run.rounds().rounds().get(1).waits().getFirst().after())
                  .containsExactly("get-1");
            });
  }

  @Test
  void catch_throwable_and_finally_cannot_break_a_barrier() {
    BothWays.of(
            w -> {
              int calls = 0;
              try {
                return w.tasks().number(7).get();
              } catch (Throwable t) {
                return "caught " + t;
              } finally {
                calls++;
                w.tasks().number(calls);
              }
            })
        .gives("7");
  }

  @Test
  void outcome_gives_the_failure_as_a_value() {
    BothWays.of(
            w ->
                switch (w.tasks().fail("x").outcome()) {
                  case Outcome.Succeeded<String>(String v) -> v;
                  case Outcome.Failed<String>(TaskFailed f) -> "failed " + f.reason();
                  case Outcome.TimedOut<String> t -> "timed out";
                  case Outcome.Canceled<String> c -> "canceled";
                })
        .gives("\"failed IllegalStateException: x\"");
  }
}
