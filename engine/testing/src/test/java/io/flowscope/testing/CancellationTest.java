package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskCanceled;
import io.flowscope.engine.model.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Canceling calls and whole runs. Warm and cold in every round. */
class CancellationTest {
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

  @Test
  void cancel_reaches_children_and_running_tasks() {
    BothWays.of(
            w -> {
              var child = w.helper().help(w.tasks().slow(4));
              var running = w.helper().help(Promise.of(5));
              var task = w.tasks().beats();
              w.flow().sleep(seconds(2)).get();
              child.cancel();
              running.cancel();
              task.cancel();
              return List.of(
                  child.outcome() instanceof Outcome.Canceled<Integer>,
                  running.outcome() instanceof Outcome.Canceled<Integer>,
                  task.outcome() instanceof Outcome.Canceled<String>);
            })
        .with(c -> c.taking("Tasks.slow", seconds(30)).taking("Tasks.square", seconds(30)))
        .with(c -> c.taking("Tasks.beats", seconds(6)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[true,true,true]");
              assertThat(run.events(Event.ChildWorkflowExecutionCanceled.class)).hasSize(1);
              assertThat(run.events(Event.ActivityTaskCanceled.class)).hasSize(1);
            });
  }
}
