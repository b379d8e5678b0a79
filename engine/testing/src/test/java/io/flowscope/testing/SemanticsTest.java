package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import io.flowscope.engine.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule of the workflow model, warm and cold in every round. */
class SemanticsTest {
  private static Duration seconds(int n) {
    return Duration.ofSeconds(n);
  }

  private static List<String> scheduled(TestRun run) {
    return run.events(Event.ActivityTaskScheduled.class).stream()
        .map(Event.ActivityTaskScheduled::activityId)
        .toList();
  }

  private static List<String> warnings(TestRun run) {
    return run.events(Event.MarkerRecorded.class).stream()
        .filter(m -> m.markerName().equals("flowscope.warning"))
        .map(Event.MarkerRecorded::details)
        .toList();
  }

  // --- calls and arguments

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

  // --- barriers, branches

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

  // --- order

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

  // --- ending

  @Test
  void the_first_failure_in_the_result_fails_the_run_at_once() {
    BothWays.of(w -> List.of(w.tasks().number(1), w.tasks().fail("boom")))
        .with(c -> c.taking("Tasks.number", seconds(50)))
        .run(
            run -> {
              assertThat(run.failure().reason())
                  .isEqualTo("Tasks.fail-1: IllegalStateException: boom");
              assertThat(run.summary().wallMillis()).isZero();
              assertThat(warnings(run)).containsExactly("{\"abandoned\":[\"Tasks.number-1\"]}");
            });
  }

  @Test
  void an_exception_that_escapes_fails_the_run() {
    BothWays.of(
            w -> {
              throw new IllegalArgumentException("bad");
            })
        .run(
            run -> {
              assertThat(run.failure().reason()).isEqualTo("IllegalArgumentException: bad");
              assertThat(run.failure().details()).contains("SemanticsTest");
            });
  }

  @Test
  void a_failure_that_nobody_observed_is_reported_once() {
    BothWays.of(
            w -> {
              w.tasks().fail("lonely");
              return w.tasks().number(1).get();
            })
        .run(
            run ->
                assertThat(warnings(run))
                    .containsExactly(
                        "{\"unobserved\":[\"Tasks.fail-1: IllegalStateException: lonely\"]}"));
  }

  @Test
  void on_close_wait_and_cancel() {
    BothWays.of(
            w -> {
              w.tasks().number(1);
              return "early";
            })
        .waiting()
        .with(c -> c.taking("Tasks.number", seconds(50)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"early\"");
              assertThat(run.summary().wallMillis()).isEqualTo(50_000);
            });
    BothWays.of(
            w -> {
              w.tasks().number(1);
              w.tasks().square(Promise.of(2)).get();
              return "early";
            })
        .canceling()
        .with(c -> c.taking("Tasks.number", seconds(50)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"early\"");
              assertThat(run.events(Event.ActivityTaskCancelRequested.class)).hasSize(1);
            });
  }

  @Test
  void undos_run_in_reverse_order_before_the_run_fails() {
    BothWays.of(
            w -> {
              w.flow().onFailure(() -> w.tasks().echo(Promise.of("first")).get());
              w.flow().onFailure(() -> w.tasks().echo(Promise.of("second")));
              return w.tasks().fail("x").get();
            })
        .with(c -> c.taking("Tasks.echo", seconds(2)))
        .run(
            run -> {
              assertThat(run.failure().reason()).contains("x");
              assertThat(run.events(Event.ActivityTaskScheduled.class))
                  .extracting(Event.ActivityTaskScheduled::input)
                  .containsExactly("[\"x\"]", "[\"second\"]", "[\"first\"]");
              assertThat(run.events(Event.ActivityTaskCompleted.class)).hasSize(2);
            });
  }

  // --- errors, retries

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

  // --- children

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

  // --- signals

  @Test
  void signals_are_a_queue_and_are_taken_when_observed() {
    BothWays.of(
            w -> {
              List<String> seen = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                Promise<String> once = w.flow().signal("s", String.class);
                Promise<String> again = w.flow().signal("s", String.class);
                boolean same = once == again;
                seen.add(w.flow().signal("s", String.class).get() + same);
              }
              return seen;
            })
        .story(
            (engine, run) -> {
              run.signal("s", "a");
              engine.pass(seconds(1));
              run.signal("s", "b");
              run.signal("s", "c");
            },
            run -> assertThat(run.resultJson()).isEqualTo("[\"atrue\",\"btrue\",\"ctrue\"]"));
  }

  @Test
  void a_signal_that_lost_is_not_taken() {
    BothWays.of(
            w -> {
              var first =
                  Promise.first(
                      w.tasks().echo(Promise.of("task")), w.flow().signal("s", String.class));
              String won = first.get();
              w.flow().sleep(seconds(5)).get();
              return List.of(won, w.flow().signal("s", String.class).get());
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.signal("s", "late");
            },
            run -> assertThat(run.resultJson()).isEqualTo("[\"task\",\"late\"]"));
  }

  @Test
  void a_signal_travels_to_another_execution() {
    BothWays.of(
            w -> {
              w.flow().signal("nobody", "x", 1).outcome();
              return "sent";
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"sent\"");
              assertThat(run.events(Event.SignalExternalWorkflowExecutionInitiated.class))
                  .hasSize(1);
            });
  }

  // --- time and chance

  @Test
  void now_random_uuid_side_effects_and_versions_are_the_same_in_every_replay() {
    int[] ran = new int[1];
    BothWays.of(
            w -> {
              var before = w.flow().now();
              String id = w.flow().uuid().toString();
              int dice = w.flow().random().nextInt(6);
              String effect = w.flow().sideEffect(String.class, () -> "effect" + ran[0]++ * 0);
              int version = w.flow().version("change", 1, 3);
              w.tasks().number(1).get();
              w.flow().sleep(Duration.ofMillis(1500)).get();
              return List.of(
                  Duration.between(before, w.flow().now()).toSeconds(), id, dice, effect, version);
            })
        .run(
            run -> {
              assertThat(run.resultJson()).startsWith("[2,").endsWith(",\"effect0\",3]");
              assertThat(ran[0]).isLessThanOrEqualTo(2);
            });
    assertThat(ran[0]).isEqualTo(2);
  }

  @Test
  void markers_and_progress() {
    BothWays.of(
            w -> {
              w.flow().marker("m", Map.of("a", 1));
              w.flow().progress(1, 2);
              w.tasks().number(1).get();
              w.flow().progress(2, 2);
              return "x";
            })
        .run(
            run ->
                assertThat(run.events(Event.MarkerRecorded.class))
                    .extracting(m -> m.markerName() + " " + m.details())
                    .containsExactly(
                        "m {\"a\":1}",
                        "flowscope.progress {\"done\":1,\"of\":2}",
                        "flowscope.progress {\"done\":2,\"of\":2}"));
  }

  // --- cancellation

  @Test
  void cancel_of_a_promise_requests_it_of_the_call() {
    BothWays.of(
            w -> {
              var timer = w.flow().sleep(seconds(100));
              var pending = w.tasks().square(w.tasks().number(1));
              pending.cancel();
              w.tasks().slow(1).get();
              timer.cancel();
              return timer.outcome() instanceof Outcome.Canceled<Void>
                  && pending.outcome() instanceof Outcome.Canceled<Integer>;
            })
        .with(c -> c.taking("Tasks.number", seconds(30)))
        .gives("true");
  }

  @Test
  void a_cancel_request_cancels_open_calls_and_the_next_barrier_throws() {
    BothWays.of(
            w -> {
              try {
                w.tasks().number(1).get();
                return "not canceled";
              } catch (TaskCanceled e) {
                w.tasks().echo(Promise.of("cleanup")).get();
                throw e;
              }
            })
        .with(c -> c.taking("Tasks.number", seconds(30)))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.cancel();
              engine.runUntilIdle();
            },
            run -> {
              assertThat(run.closing()).isInstanceOf(Event.WorkflowExecutionCanceled.class);
              assertThat(scheduled(run)).containsExactly("Tasks.number-1", "Tasks.echo-1");
              assertThat(run.events(Event.ActivityTaskCancelRequested.class)).hasSize(1);
            });
  }

  @Test
  void code_that_asks_for_cancel_requests_is_left_alone() {
    BothWays.of(
            w -> {
              int rounds = 0;
              while (!w.flow().cancelRequested()) {
                w.flow().sleep(seconds(10)).get();
                rounds++;
              }
              return rounds;
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(25));
              run.cancel();
              engine.runUntilIdle();
            },
            run -> assertThat(run.resultJson()).isEqualTo("3"));
  }

  @Test
  void a_workflow_may_ignore_cancel_requests() {
    BothWays.of(w -> w.tasks().slow(5).get())
        .ignoringCancel()
        .with(c -> c.taking("Tasks.slow", seconds(5)))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.cancel();
              engine.runUntilIdle();
            },
            run -> assertThat(run.resultJson()).isEqualTo("5"));
  }

  // --- restart and limits

  @Test
  void restart_carries_signals_that_nobody_took() {
    BothWays.of(
            w -> {
              if (w.input().equals("in")) {
                w.flow().sleep(seconds(5)).get();
                return w.flow().restart("again");
              }
              return w.input() + w.flow().signal("s", String.class).get();
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.signal("s", "carried");
              engine.runUntilIdle();
            },
            run -> {
              var closing = (Event.WorkflowExecutionContinuedAsNew) run.closing();
              assertThat(closing.input())
                  .isEqualTo(
                      "{\"args\":[\"again\"],\"signals\":[{\"name\":\"s\",\"input\":\"\\\"carried\\\"\"}]}");
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
  void an_answer_that_is_lost_changes_nothing() {
    assertThatThrownBy(() -> TestEngine.of(BothWays.jar(w -> 1)).start().start("Nothing"))
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
}
