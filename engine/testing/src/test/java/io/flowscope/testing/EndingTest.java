package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import java.util.List;
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
}
