package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls, their identities and their arguments. Warm and cold in every round. */
class CallsTest {
  @Test
  void squares_of_the_talk_run_side_by_side() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> squares = new ArrayList<>();
              for (int i = 1; i <= 5; i++) {
                squares.add(w.tasks().square(w.tasks().number(i)));
              }
              return w.tasks().sum(squares);
            })
        .with(c -> c.taking("Tasks.square", seconds(1)).taking("Tasks.number", seconds(1)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("55");
              assertThat(run.summary().wallMillis()).isEqualTo(2_000);
              assertThat(run.rounds().rounds()).hasSize(4);
            });
  }

  @Test
  void a_plain_return_type_is_a_barrier() {
    BothWays.of(w -> w.tasks().plain(w.tasks().plain(1))).gives("3");
  }

  @Test
  void identity_counts_within_branch_and_task() {
    BothWays.of(
            w -> {
              w.tasks().number(1);
              w.tasks().square(Promise.of(2));
              var a =
                  w.flow()
                      .branch(
                          () -> {
                            w.tasks().number(3).get();
                            return w.flow().branch(() -> w.tasks().number(4).get()).get();
                          });
              var b = w.flow().branch(() -> w.tasks().number(5).get());
              w.tasks().number(6);
              return List.of(a, b);
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[4,5]");
              assertThat(scheduled(run))
                  .containsExactly(
                      "Tasks.number-1",
                      "Tasks.square-1",
                      "1.Tasks.number-1",
                      "2.Tasks.number-1",
                      "Tasks.number-2",
                      "1.1.Tasks.number-1");
            });
  }

  @Test
  void a_workflow_is_called_like_a_task() {
    BothWays.of(w -> w.helper().help(w.tasks().number(6))).gives("36");
    BothWays.of(
            w -> {
              try {
                return w.helper().help(w.tasks().number(-6)).get();
              } catch (TaskFailed e) {
                return e.task() + " " + e.reason();
              }
            })
        .gives("\"Helper.help-1 IllegalArgumentException: negative\"");
  }

  @Test
  void stubs_are_refused_on_other_threads() {
    BothWays.of(
            w -> {
              try {
                Thread thread = new Thread(() -> w.tasks().number(1), "stranger");
                List<String> seen = new ArrayList<>();
                thread.setUncaughtExceptionHandler((t, e) -> seen.add(e.getMessage()));
                thread.start();
                thread.join();
                return seen.getFirst()
                    .startsWith("Tasks.number was called on the thread \"stranger\"");
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .gives("true");
  }

  @Test
  void arguments_are_frozen_when_the_call_is_made() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> list = new ArrayList<>(List.of(w.tasks().number(1)));
              var sum = w.tasks().sum(list);
              list.add(Promise.of(100));
              return sum;
            })
        .gives("1");
  }

  @Test
  void a_value_that_cannot_be_written_is_a_clear_error() {
    BothWays.of(w -> w.flow().signal("other", "x", List.of(1).iterator()))
        .run(run -> assertThat(run.failure().reason()).contains("iterator"));
  }

  @Test
  void a_failed_argument_fails_the_call_without_scheduling_it() {
    BothWays.of(
            w -> {
              var failed = w.tasks().fail("no");
              var passed = w.tasks().echo(w.tasks().echo(failed));
              try {
                return passed.get();
              } catch (TaskFailed e) {
                return e.task() + " " + e.reason();
              }
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"Tasks.fail-1 IllegalStateException: no\"");
              assertThat(scheduled(run)).containsExactly("Tasks.fail-1");
              assertThat(warnings(run)).isEmpty();
            });
  }

  @Test
  void objects_that_get_hands_out_are_fresh() {
    BothWays.of(
            w -> {
              var box = w.tasks().echo(Promise.of("x"));
              Object once = box.get();
              Object again = box.get();
              return once == again ? "same" : "fresh";
            })
        .gives("\"fresh\"");
  }
}
