package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import java.util.ArrayList;
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

  @Test
  void a_branch_runs_at_once_to_its_first_barrier_and_then_its_maker_goes_on() {
    List<String> lines = new ArrayList<>();
    BothWays.of(
            w -> {
              lines.clear();
              lines.add("before");
              var branch =
                  w.flow()
                      .branch(
                          () -> {
                            lines.add("inside");
                            int n = w.tasks().number(1).get();
                            lines.add("woken");
                            return n;
                          });
              lines.add("after");
              int n = branch.get();
              lines.add("end");
              return n;
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("1");
              assertThat(lines).containsExactly("before", "inside", "after", "woken", "end");
            });
  }

  @Test
  void branches_that_wake_together_go_on_in_the_order_of_their_creation_depth_first() {
    BothWays.of(
            w -> {
              List<String> woken = new ArrayList<>();
              var bell = w.tasks().number(1);
              var inner = new ArrayList<Promise<Integer>>();
              var first =
                  w.flow()
                      .branch(
                          () -> {
                            inner.add(w.flow().branch(() -> wake(woken, "1.1", bell)));
                            inner.add(w.flow().branch(() -> wake(woken, "1.2", bell)));
                            return wake(woken, "1", bell);
                          });
              var second = w.flow().branch(() -> wake(woken, "2", bell));
              wake(woken, "", bell);
              return List.of(
                  first.get(), second.get(), inner.get(0).get(), inner.get(1).get(), woken);
            })
        .gives("[1,1,1,1,[\"\",\"1\",\"1.1\",\"1.2\",\"2\"]]");
  }

  private static int wake(List<String> woken, String branch, Promise<Integer> bell) {
    int n = bell.get();
    woken.add(branch);
    return n;
  }

  @Test
  void nothing_after_a_barrier_is_discovered_before_the_value_is_there() {
    BothWays.of(
            w -> {
              w.tasks().number(1).get();
              return w.tasks().number(2);
            })
        .with(c -> c.taking("Tasks.number", seconds(10)))
        .story(
            (engine, run) -> {
              engine.pass(seconds(5));
              assertThat(scheduled(run)).containsExactly("Tasks.number-1");
              assertThat(run.graph().nodes()).noneMatch(n -> n.id().equals("Tasks.number-2"));
              engine.runUntilIdle();
            },
            run -> assertThat(run.resultJson()).isEqualTo("2"));
  }
}
