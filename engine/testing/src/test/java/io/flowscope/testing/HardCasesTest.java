package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong only when several things happen at once. */
class HardCasesTest {
  @Test
  void a_timer_that_lost_and_is_asked_for_in_the_same_round_goes_on() {
    BothWays.of(
            w -> {
              Promise<Void> timer = w.flow().sleep(seconds(60));
              Promise.first(w.tasks().number(2), timer).get();
              timer.get();
              return "late";
            })
        .with(c -> c.taking("Tasks.number", seconds(5)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"late\"");
              assertThat(run.summary().wallMillis()).isEqualTo(60_000);
            });
  }

  @Test
  void what_the_result_needs_is_recorded_once() {
    BothWays.of(w -> List.of(w.tasks().number(1), w.tasks().number(2)))
        .with(c -> c.taking("Tasks.number-1", seconds(5)))
        .run(
            run -> {
              List<List<String>> results =
                  run.events(Event.DecisionTaskCompleted.class).stream()
                      .map(e -> RecordCodec.readRound(e.executionContext(), List.of()))
                      .map(round -> round.map(RoundRecord::result).orElse(null))
                      .filter(Objects::nonNull)
                      .toList();
              assertThat(results).containsExactly(List.of("Tasks.number-1", "Tasks.number-2"));
            });
  }

  @Test
  void a_signal_that_refuses_a_restart_is_carried_too() {
    TestRun[] running = new TestRun[1];
    boolean[] sent = new boolean[1];
    BothWays.of(
            w -> {
              w.tasks().number(1).get();
              return w.flow().restart("again");
            })
        .with(
            c ->
                c.faults(
                    task -> {
                      boolean late = task.startedEventId() > 5 && !sent[0];
                      if (late) {
                        sent[0] = true;
                        running[0].signal("s", "late");
                      }
                      return Faults.Fault.NONE;
                    }))
        .story(
            (engine, run) -> {
              running[0] = run;
              sent[0] = false;
              for (int i = 0; i < 60 && run.open(); i++) {
                engine.step(engine.instant().plusSeconds(1));
              }
            },
            run -> {
              assertThat(run.events(Event.ContinueAsNewWorkflowExecutionFailed.class)).hasSize(1);
              var closing = (Event.WorkflowExecutionContinuedAsNew) run.closing();
              assertThat(closing.input()).contains("\"name\":\"s\"").contains("late");
            });
  }

  @Test
  void signals_that_are_too_long_to_be_carried_fail_the_run_and_do_not_hang_it() {
    BothWays.of(
            w -> {
              w.flow().sleep(seconds(5)).get();
              return w.flow().restart("again");
            })
        .with(c -> c.valueCap(35_000))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.signal("s", "x".repeat(20_000));
              run.signal("s", "y".repeat(20_000));
              engine.runUntilIdle();
            },
            run -> assertThat(run.failure().reason()).contains("restart.signals: has 40"));
  }

  /** Writes itself badly. */
  public record Sour(int grapes) {
    @Override
    public int grapes() {
      throw new AssertionError("sour");
    }
  }

  @Test
  void a_value_whose_code_throws_fails_the_run_with_its_path() {
    BothWays.of(w -> w.flow().branch(() -> new Sour(w.tasks().number(1).get())))
        .run(run -> assertThat(run.failure().reason()).contains("sour"));
    BothWays.of(w -> List.of(new Sour(1)))
        .run(run -> assertThat(run.failure().reason()).contains("grapes").contains("sour"));
  }

  @Test
  void a_canceled_run_whose_result_waits_for_a_timer_closes_as_canceled() {
    BothWays.of(w -> List.of(w.flow().sleep(seconds(100)), w.tasks().number(1)))
        .with(c -> c.taking("Tasks.number", seconds(50)))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.cancel();
              engine.runUntilIdle();
            },
            run -> assertThat(run.closing()).isInstanceOf(Event.WorkflowExecutionCanceled.class));
  }

  @Test
  void calls_that_a_limit_refused_keep_their_order() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> all = new ArrayList<>();
              for (int i = 0; i < 12; i++) {
                all.add(w.tasks().number(i));
              }
              return w.tasks().sum(all);
            })
        .with(c -> c.limits(Map.of("limits.openActivities", "3")).deciding(5, 5))
        .with(c -> c.taking("Tasks.number", seconds(3)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("66");
              List<String> wanted = new ArrayList<>();
              for (int i = 1; i <= 12; i++) {
                wanted.add("Tasks.number-" + i);
              }
              wanted.add("Tasks.sum-1");
              assertThat(scheduled(run)).isEqualTo(wanted);
            });
  }

  /** A value that JSON cannot give back: a number where there was text. */
  @Test
  void a_signal_that_cannot_be_read_is_a_failure_and_hangs_nothing() {
    BothWays.of(
            w ->
                switch (w.flow().signal("n", Integer.class).outcome()) {
                  case Outcome.Succeeded<Integer>(Integer n) -> "read " + n;
                  case Outcome<Integer> other -> "unreadable";
                })
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.signal("n", "no number");
              engine.runUntilIdle();
            },
            run -> assertThat(run.resultJson()).isEqualTo("\"unreadable\""));
    BothWays.of(w -> w.flow().signal("n", Integer.class).recover(f -> -1))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.signal("n", "no number");
              engine.runUntilIdle();
            },
            run -> assertThat(run.resultJson()).isEqualTo("-1"));
  }

  @Test
  void both_orders_in_one_batch_and_in_two_give_the_same_first() {
    for (boolean aFirst : new boolean[] {true, false}) {
      for (boolean oneBatch : new boolean[] {true, false}) {
        BothWays.of(
                w -> {
                  var a = w.flow().signal("a", String.class);
                  var b = w.flow().signal("b", String.class);
                  var first = Promise.first(a, b);
                  // The worker is away until the slow barrier is passed.
                  w.flow().signal("go", String.class).get();
                  return List.of(first, w.tasks().echo(first));
                })
            .story(
                (engine, run) -> {
                  engine.pass(seconds(1));
                  run.signal(aFirst ? "a" : "b", aFirst ? "a" : "b");
                  if (!oneBatch) {
                    engine.pass(seconds(1));
                  }
                  run.signal(aFirst ? "b" : "a", aFirst ? "b" : "a");
                  if (!oneBatch) {
                    engine.pass(seconds(1));
                  }
                  run.signal("go", "now");
                },
                run ->
                    assertThat(run.resultJson())
                        .isEqualTo(aFirst ? "[\"a\",\"a\"]" : "[\"b\",\"b\"]"));
      }
    }
  }

  private static final BothWays.Script MIXED =
      w -> {
        List<Promise<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          int n = i;
          all.add(
              w.flow()
                  .branch(
                      () -> {
                        int a = w.tasks().number(n).get();
                        return w.tasks().square(Promise.of(a)).get();
                      }));
        }
        int first = Promise.first(all.get(2), all.get(4)).get();
        var timer = w.flow().sleep(seconds(3));
        Promise.first(w.tasks().slow(1), timer).get();
        return List.of(first, w.tasks().sum(all), w.helper().help(w.tasks().number(3)));
      };

  private static TestConfig mixed(TestConfig config) {
    return config
        .taking("2.Tasks.number-1", seconds(1))
        .taking("4.Tasks.number-1", seconds(2))
        .taking("Tasks.slow", seconds(1))
        .taking("Tasks.square", seconds(1));
  }

  @Test
  void two_workers_that_hand_a_run_back_and_forth_decide_what_one_decides() {
    List<List<String>> histories = new ArrayList<>();
    for (int workers = 1; workers <= 3; workers++) {
      int number = workers;
      BothWays.of(MIXED)
          .with(HardCasesTest::mixed)
          .with(c -> c.deciders(number))
          .run(
              run -> {
                assertThat(run.resultJson()).isEqualTo("[4,55,9]");
                histories.add(BothWays.plain(run));
              });
    }
    assertThat(histories.stream().distinct()).hasSize(1);
  }

  @Test
  void a_worker_killed_between_poll_and_answer_loses_nothing_and_does_nothing_twice() {
    for (int killed = 0; killed < 8; killed++) {
      int[] decisions = new int[1];
      int at = killed;
      BothWays.of(MIXED)
          .with(HardCasesTest::mixed)
          .with(
              c ->
                  c.deciders(2)
                      .faults(
                          task ->
                              decisions[0]++ == at
                                  ? Faults.Fault.DIES_BEFORE_ANSWER
                                  : Faults.Fault.NONE))
          .story(
              (engine, run) -> {
                decisions[0] = 0;
                engine.runUntilIdle();
              },
              run -> {
                assertThat(run.resultJson()).isEqualTo("[4,55,9]");
                assertThat(scheduled(run)).doesNotHaveDuplicates();
              });
    }
  }

  @Test
  void branches_that_stand_cost_nothing_in_each_round() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> all = new ArrayList<>();
              for (int i = 0; i < 300; i++) {
                int n = i;
                all.add(w.flow().branch(() -> w.tasks().number(n).get()));
              }
              return w.tasks().sum(all);
            })
        .run(run -> assertThat(run.resultJson()).isEqualTo("44850"));
  }

  @Test
  void what_swf_would_refuse_is_refused_where_it_is_asked_for() {
    BothWays.of(w -> w.flow().sleep(Duration.ofDays(4_000)))
        .run(run -> assertThat(run.failure().reason()).contains("99,999,999 seconds"));
    BothWays.of(
            w -> {
              w.flow().marker("long", "x".repeat(40_000));
              return "done";
            })
        .with(c -> c.valueCap(35_000))
        .run(run -> assertThat(run.failure().reason()).contains("marker long: has 40002"));
    BothWays.of(
            w -> {
              w.flow().marker("", "no name");
              return "done";
            })
        .run(run -> assertThat(run.failure().reason()).contains("name of a marker"));
    BothWays.of(w -> nested(w, 200))
        .run(run -> assertThat(run.failure().details()).contains("branches within"));
  }

  private static int nested(BothWays.World w, int depth) {
    return depth == 0
        ? w.tasks().number(1).get()
        : w.flow().branch(() -> nested(w, depth - 1)).get();
  }

  @Test
  @Tag("local")
  void code_that_makes_branches_without_end_is_seen_by_the_watchdog() {
    TestEngine[] engines = new TestEngine[1];
    BothWays.Script script =
        w -> {
          long before = engines[0].decider().running().getFirst().sinceNanos();
          w.flow().branch(() -> 1);
          return before == engines[0].decider().running().getFirst().sinceNanos();
        };
    try (TestEngine engine = BothWays.config(script).start()) {
      engines[0] = engine;
      assertThat(engine.start("Scripted", "in").resultJson()).isEqualTo("true");
    }
  }

  @Test
  @Tag("local")
  void undos_see_the_classes_of_their_jar() {
    ClassLoader[] seen = new ClassLoader[2];
    BothWays.Script script =
        w -> {
          seen[0] = Thread.currentThread().getContextClassLoader();
          w.flow().onFailure(() -> seen[1] = Thread.currentThread().getContextClassLoader());
          throw new IllegalStateException("undo");
        };
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try (TestEngine engine = BothWays.config(script).start()) {
      assertThat(engine.start("Scripted", "in").failure().reason()).contains("undo");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(seen[1]).isSameAs(seen[0]);
  }
}
