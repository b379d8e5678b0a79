package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import io.flowscope.engine.model.Event;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The examples of the talk about Flowy, one by one, in Java. Warm and cold in every round. Times
 * are virtual: squares take 1 s, or 5 s where they are slow, sums take 3 s.
 */
class TalkTest {
  private static TestConfig times(TestConfig config) {
    return config
        .taking("Tasks.square", seconds(1))
        .taking("Tasks.square-1", seconds(5))
        .taking("Tasks.add", seconds(3))
        .taking("1.Tasks.add-1", seconds(3))
        .taking("2.Tasks.add-1", seconds(3));
  }

  private static int runs(BothWays.Script script, String result) {
    int[] seconds = new int[1];
    BothWays.of(script)
        .with(TalkTest::times)
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo(result);
              seconds[0] = (int) (run.summary().wallMillis() / 1_000);
            });
    return seconds[0];
  }

  /** {@code if a_squared + b_squared > 100}: one barrier for both. */
  @Test
  void a_condition_over_two_results_waits_for_both_and_they_run_side_by_side() {
    int took =
        runs(
            w -> {
              var a = w.tasks().square(Promise.of(8));
              var b = w.tasks().square(Promise.of(7));
              return a.get() + b.get() > 100 ? a : b;
            },
            "64");
    assertThat(took).isEqualTo(5);
  }

  /** The sum of b is found only once a is there, though a does not need it. */
  @Test
  void two_ifs_after_each_other_make_the_second_wait_for_the_first() {
    int took =
        runs(
            w -> {
              var a = w.tasks().square(Promise.of(11));
              var b = w.tasks().square(Promise.of(3));
              if (a.get() < 100) {
                a = w.tasks().add(a, Promise.of(100));
              }
              if (b.get() < 100) {
                b = w.tasks().add(b, Promise.of(100));
              }
              return w.tasks().add(a, b);
            },
            "230");
    assertThat(took).isEqualTo(5 + 3 + 3);
  }

  @Test
  void branches_cure_the_two_ifs() {
    int took =
        runs(
            w -> {
              var a = w.tasks().square(Promise.of(11));
              var b = w.tasks().square(Promise.of(3));
              var first = w.flow().branch(() -> atLeast(w, a));
              var second = w.flow().branch(() -> atLeast(w, b));
              return w.tasks().add(flat(first), flat(second));
            },
            "230");
    assertThat(took).isEqualTo(5 + 3);
  }

  @Test
  void maps_cure_the_two_ifs_as_well() {
    int took =
        runs(
            w -> {
              var a = w.tasks().square(Promise.of(11));
              var b = w.tasks().square(Promise.of(3));
              return w.tasks()
                  .add(flat(a.map(n -> atLeast(w, a))), flat(b.map(n -> atLeast(w, b))));
            },
            "230");
    assertThat(took).isEqualTo(5 + 3);
  }

  private static Promise<Integer> atLeast(BothWays.World w, Promise<Integer> n) {
    return n.get() < 100 ? w.tasks().add(n, Promise.of(100)) : n;
  }

  @SuppressWarnings("unchecked") // a resolved promise is its value, at any depth
  private static Promise<Integer> flat(Promise<Promise<Integer>> nested) {
    return (Promise<Integer>) (Promise<?>) nested;
  }

  /** {@code Helper} squares what it is given, behind a barrier of its own. */
  @Test
  void child_workflows_cure_them_too() {
    int took =
        runs(
            w -> {
              var a = w.helper().help(w.tasks().square(Promise.of(2)));
              var b = w.helper().help(w.tasks().square(Promise.of(3)));
              return w.tasks().add(a, b);
            },
            "97");
    // The child of b ran while a was still squared: 5 + (5 for the child's own first) + 3.
    assertThat(took).isEqualTo(5 + 5 + 3);
  }

  @Test
  void try_around_the_call_catches_nothing() {
    BothWays.of(
            w -> {
              Promise<String> squared;
              try {
                squared = w.tasks().fail("no square");
              } catch (TaskFailed e) {
                return "never";
              }
              return squared.get() + "!";
            })
        .run(
            run ->
                assertThat(run.failure().reason())
                    .isEqualTo("Tasks.fail-1: IllegalStateException: no square"));
  }

  @Test
  void try_around_the_value_catches() {
    BothWays.of(
            w -> {
              var squared = w.tasks().fail("no square");
              try {
                return squared.get() + "!";
              } catch (TaskFailed e) {
                return 0;
              }
            })
        .gives("0");
  }

  /** Flowy's {@code wait(x)} forces without using: {@code get()} whose value nobody takes. */
  @Test
  void wait_is_get() {
    for (boolean fails : new boolean[] {true, false}) {
      BothWays.of(
              w -> {
                var squared = fails ? w.tasks().fail("no") : w.tasks().echo(Promise.of("5"));
                try {
                  squared.get();
                } catch (TaskFailed e) {
                  return "0";
                }
                return w.tasks().echo(squared);
              })
          .gives(fails ? "\"0\"" : "\"5\"");
    }
  }

  @Test
  void errors_travel_through_arguments_to_whoever_looks() {
    BothWays.of(
            w -> {
              var a = w.tasks().fail("no square");
              var b = w.tasks().echo(Promise.of("b"));
              return w.tasks().join(List.of(a, b));
            })
        .run(
            run -> {
              assertThat(run.failure().reason())
                  .isEqualTo("Tasks.fail-1: IllegalStateException: no square");
              assertThat(scheduled(run)).doesNotContain("Tasks.join-1");
            });
  }

  @Test
  void an_error_that_is_ignored_is_a_warning_and_no_failure() {
    BothWays.of(
            w -> {
              w.tasks().fail("ignored");
              return w.tasks().square(Promise.of(3));
            })
        .with(TalkTest::times)
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("9");
              assertThat(warnings(run))
                  .containsExactly(
                      "{\"unobserved\":[\"Tasks.fail-1: IllegalStateException: ignored\"]}");
            });
  }

  @Test
  void tuples_and_lists_of_results_are_results() {
    int took =
        runs(
            w -> {
              var chapters = w.tasks().upTo(3);
              var squares =
                  chapters.get().stream().map(n -> w.tasks().square(Promise.of(n))).toList();
              return List.of("video", w.tasks().square(Promise.of(5)), squares);
            },
            "[\"video\",25,[1,4,9]]");
    assertThat(took).isEqualTo(5);
  }

  @Test
  void a_workflow_that_restarts_itself_counts_down() {
    BothWays.of(
            w -> {
              int left = w.input().equals("in") ? 3 : Integer.parseInt(w.input());
              w.tasks().number(left).get();
              return left == 0 ? "lift off" : w.flow().restart(Integer.toString(left - 1));
            })
        .story(
            (engine, run) -> engine.pass(seconds(60)),
            run -> {
              TestRun last = run;
              for (int left = 3; left > 0; left--) {
                var closing = (Event.WorkflowExecutionContinuedAsNew) last.closing();
                assertThat(closing.input()).isEqualTo("[\"" + (left - 1) + "\"]");
                last = last.continued();
              }
              assertThat(last.resultJson()).isEqualTo("\"lift off\"");
            });
  }

  @Test
  void a_parallel_sum_adds_in_the_order_in_which_its_parts_are_finished() {
    int took =
        runs(
            w ->
                Promise.reduce(
                    IntStream.rangeClosed(1, 4)
                        .mapToObj(n -> w.tasks().square(Promise.of(n)))
                        .toList(),
                    w.tasks()::add),
            "30");
    // 4 and 9 at 1 s, then 16 with their sum at 4 s, then the slow one with that at 7 s.
    assertThat(took).isEqualTo(10);
  }
}
