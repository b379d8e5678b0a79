package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who finished first, by the history. Warm and cold in every round. */
class OrderTest {
  private static String firstOf(Promise<Integer> a, Promise<Integer> b) {
    return Promise.first(a.map(x -> "a"), b.map(x -> "b")).get();
  }

  @Test
  void first_is_who_finished_first_in_the_history() {
    for (int[] takes : new int[][] {{1, 2}, {2, 1}}) {
      BothWays.of(w -> firstOf(w.tasks().number(1), w.tasks().number(2)))
          .with(c -> c.taking("Tasks.number-1", seconds(takes[0])))
          .with(c -> c.taking("Tasks.number-2", seconds(takes[1])))
          .gives(takes[0] < takes[1] ? "\"a\"" : "\"b\"");
    }
  }

  @Test
  void one_batch_gives_what_two_batches_give() {
    // Both end while the worker is away, in the order 2, 1: one batch holds both.
    BothWays.of(
            w -> {
              var slow = w.flow().sleep(seconds(3));
              slow.get();
              return "x";
            })
        .gives("\"x\"");
    BothWays.of(w -> firstOf(w.tasks().number(1), w.tasks().number(2)))
        .with(c -> c.taking("Tasks.number", seconds(1)))
        .gives("\"a\"");
  }

  @Test
  void finish_order_counts_failures() {
    BothWays.of(
            w -> {
              List<Promise<Object>> order =
                  Promise.finishOrder(
                      List.of(w.tasks().number(1), w.tasks().fail("x"), w.tasks().number(3)));
              List<Object> seen = new ArrayList<>();
              for (Promise<Object> each : order) {
                seen.add(
                    switch (each.outcome()) {
                      case Outcome.Succeeded<Object>(Object v) -> v;
                      case Outcome<Object> other -> "failed";
                    });
              }
              return seen;
            })
        .with(c -> c.taking("Tasks.number-1", seconds(3)))
        .with(c -> c.taking("Tasks.number-2", seconds(2)))
        .with(c -> c.taking("Tasks.fail", seconds(1)))
        .gives("[\"failed\",3,1]");
  }

  @Test
  void first_n_and_all() {
    BothWays.of(
            w -> Promise.firstN(2, w.tasks().number(1), w.tasks().number(2), w.tasks().number(3)))
        .with(c -> c.taking("Tasks.number-1", seconds(3)))
        .with(c -> c.taking("Tasks.number-2", seconds(2)))
        .with(c -> c.taking("Tasks.number-3", seconds(1)))
        .gives("[3,2]");
  }

  @Test
  void reduce_starts_as_soon_as_two_operands_exist() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> numbers = new ArrayList<>();
              for (int i = 1; i <= 5; i++) {
                numbers.add(w.tasks().number(i));
              }
              return Promise.reduce(numbers, w.tasks()::add);
            })
        .with(c -> c.taking("Tasks.number-1", seconds(9)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("15");
              assertThat(scheduled(run)).filteredOn(id -> id.contains("add")).hasSize(4);
              assertThat(run.summary().wallMillis()).isEqualTo(9_000);
            });
  }

  @Test
  void a_timer_that_lost_is_canceled_and_comes_back_when_it_is_asked_for() {
    BothWays.of(
            w -> {
              Promise<Void> timeout = w.flow().sleep(seconds(60));
              Promise.first(w.tasks().number(1).map(n -> "n"), timeout.map(v -> "t")).get();
              Promise<Void> direct = w.flow().sleep(seconds(50));
              Promise.first(w.tasks().number(2), direct).get();
              w.tasks().slow(3).get();
              return "done";
            })
        .with(c -> c.taking("Tasks.number", seconds(5)).taking("Tasks.slow", seconds(5)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"done\"");
              assertThat(run.events(Event.TimerCanceled.class))
                  .extracting(Event.TimerCanceled::timerId)
                  .containsExactly("Flow.sleep-2");
            });
    BothWays.of(
            w -> {
              Promise<Void> timer = w.flow().sleep(seconds(60));
              Promise.first(w.tasks().number(2), timer).get();
              w.tasks().slow(3).get();
              timer.get();
              return "late";
            })
        .with(c -> c.taking("Tasks.number", seconds(5)).taking("Tasks.slow", seconds(5)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"late\"");
              assertThat(run.summary().wallMillis()).isEqualTo(60_000);
            });
  }

  @Test
  void all_derived_promises_are_the_same_for_one_batch_and_for_two() {
    for (boolean reversed : new boolean[] {false, true}) {
      for (boolean oneBatch : new boolean[] {true, false}) {
        BothWays.of(
                w -> {
                  var a = w.flow().signal("a", Integer.class);
                  var b = w.flow().signal("b", Integer.class);
                  var c = w.flow().signal("c", Integer.class);
                  var order = Promise.finishOrder(List.of(a, b, c));
                  var two = Promise.firstN(2, a, b, c);
                  var sum = Promise.reduce(List.of(a, b, c), w.tasks()::add);
                  w.flow().signal("go", String.class).get();
                  return List.of(order, two, sum);
                })
            .story(
                (engine, run) -> {
                  engine.pass(seconds(1));
                  for (int i = 0; i < 3; i++) {
                    int n = reversed ? 2 - i : i;
                    run.signal(String.valueOf((char) ('a' + n)), n + 1);
                    if (!oneBatch) {
                      engine.pass(seconds(1));
                    }
                  }
                  run.signal("go", "now");
                  engine.runUntilIdle();
                },
                run -> {
                  assertThat(run.resultJson())
                      .isEqualTo(reversed ? "[[3,2,1],[3,2],6]" : "[[1,2,3],[1,2],6]");
                  assertThat(run.events(Event.ActivityTaskScheduled.class))
                      .extracting(Event.ActivityTaskScheduled::input)
                      .startsWith(reversed ? "[3,2]" : "[1,2]");
                });
      }
    }
  }

  @Test
  void what_is_known_early_does_not_win_early() {
    // The second branch's value is known at once, the first one's came earlier in the history.
    BothWays.of(
            w -> {
              var early = w.tasks().number(1);
              w.flow().sleep(seconds(5)).get();
              var settled = w.flow().branch(() -> 2);
              return Promise.first(settled, early);
            })
        .with(c -> c.taking("Tasks.number", seconds(1)))
        .gives("1");
  }
}
