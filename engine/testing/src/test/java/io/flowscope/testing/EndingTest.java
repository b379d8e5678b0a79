package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How runs end: results, failures, undos, restart. Warm and cold in every round. */
class EndingTest {
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
              assertThat(run.failure().details()).contains("EndingTest");
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
  void a_result_is_complete_when_nothing_within_it_is_pending() {
    BothWays.of(
            w ->
                Map.of(
                    "deep",
                    List.of(
                        Optional.of(w.tasks().number(1)),
                        w.flow().branch(() -> List.of(w.tasks().number(2))))))
        .with(c -> c.taking("Tasks.number-1", seconds(3)))
        .with(c -> c.taking("1.Tasks.number-1", seconds(7)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("{\"deep\":[1,[2]]}");
              assertThat(run.summary().wallMillis()).isEqualTo(7_000);
            });
  }

  @Test
  void a_restart_waits_for_its_arguments_and_fails_with_them() {
    BothWays.of(w -> w.flow().restart(w.tasks().echo(Promise.of("next"))))
        .with(c -> c.taking("Tasks.echo", seconds(4)))
        .story(
            (engine, run) -> engine.pass(seconds(5)),
            run -> {
              assertThat(((Event.WorkflowExecutionContinuedAsNew) run.closing()).input())
                  .isEqualTo("[\"next\"]");
              assertThat(run.summary().wallMillis()).isEqualTo(4_000);
            });
    BothWays.of(w -> w.flow().restart(w.tasks().fail("not again")))
        .run(run -> assertThat(run.failure().reason()).contains("not again"));
  }

  @Test
  void a_run_that_has_returned_goes_on_until_its_completion_is_taken() {
    TestRun[] running = new TestRun[1];
    boolean[] sent = new boolean[1];
    BothWays.of(
            w -> {
              w.flow()
                  .branch(
                      () -> {
                        w.flow().signal("late", String.class).get();
                        w.flow().marker("the branch", "ran");
                        return 0;
                      });
              w.tasks().number(3).get();
              w.flow().marker("before", "the end");
              return "done";
            })
        .with(
            c ->
                c.faults(
                    task -> {
                      if (task.startedEventId() > 3 && !sent[0]) {
                        sent[0] = true;
                        running[0].signal("late", "x");
                      }
                      return Faults.Fault.NONE;
                    }))
        .story(
            (engine, run) -> {
              running[0] = run;
              sent[0] = false;
              engine.runUntilIdle();
            },
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"done\"");
              assertThat(run.events(Event.CompleteWorkflowExecutionFailed.class)).hasSize(1);
              assertThat(run.events(Event.MarkerRecorded.class))
                  .extracting(Event.MarkerRecorded::markerName)
                  .containsExactly("before", "the branch");
            });
  }

  @Test
  void a_canceled_run_is_undone_too() {
    BothWays.of(
            w -> {
              w.flow().onFailure(() -> w.tasks().echo(Promise.of("undone")));
              return w.tasks().slow(1).get();
            })
        .with(c -> c.taking("Tasks.slow", seconds(9)))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.cancel();
              engine.runUntilIdle();
            },
            run -> {
              assertThat(run.closing()).isInstanceOf(Event.WorkflowExecutionCanceled.class);
              assertThat(scheduled(run)).containsExactly("Tasks.slow-1", "1.Tasks.echo-1");
              assertThat(run.events(Event.ActivityTaskCompleted.class))
                  .extracting(Event.ActivityTaskCompleted::result)
                  .contains("\"undone\"");
            });
  }

  @Test
  void a_restarted_run_gets_its_arguments_and_the_signals_that_nobody_took() {
    BothWays.of(
            w -> {
              if (w.input().equals("in")) {
                w.flow().sleep(seconds(5)).get();
                return w.flow().restart("again");
              }
              return w.input() + " " + w.flow().signal("s", String.class).get();
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.signal("s", "carried");
              engine.pass(seconds(60));
            },
            run -> {
              assertThat(run.continued().resultJson()).isEqualTo("\"again carried\"");
            });
  }
}
