package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import io.flowscope.engine.model.Event;
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
  void a_call_never_waits_and_never_runs_the_task() {
    List<String> order = new ArrayList<>();
    BothWays.of(
            w -> {
              order.clear();
              var first = w.tasks().number(1);
              order.add(first.toString());
              var second = w.tasks().square(first);
              order.add(second.toString());
              return second;
            })
        .with(c -> c.taking("Tasks.number", seconds(5)))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              assertThat(order).containsExactly("pending Tasks.number-1", "pending Tasks.square-1");
              assertThat(scheduled(run)).containsExactly("Tasks.number-1");
              assertThat(run.events(Event.ActivityTaskCompleted.class)).isEmpty();
              engine.runUntilIdle();
            },
            run -> assertThat(run.resultJson()).isEqualTo("1"));
  }

  @Test
  void calls_that_wait_have_their_identity_already() {
    BothWays.of(
            w -> {
              var late = w.tasks().number(1);
              var waits = w.tasks().square(late);
              var goesOn = w.tasks().square(Promise.of(5));
              return List.of(waits, goesOn, w.tasks().square(goesOn));
            })
        .with(c -> c.taking("Tasks.number", seconds(9)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[1,25,625]");
              assertThat(scheduled(run))
                  .containsExactly(
                      "Tasks.number-1", "Tasks.square-2", "Tasks.square-3", "Tasks.square-1");
            });
  }

  @Test
  void another_call_of_one_task_renames_no_other() {
    List<List<String>> squares = new ArrayList<>();
    for (boolean more : new boolean[] {false, true}) {
      BothWays.of(
              w -> {
                if (more) {
                  w.tasks().number(0);
                }
                var one = w.tasks().square(Promise.of(1));
                if (more) {
                  w.flow().branch(() -> w.tasks().square(Promise.of(7)).get());
                }
                return List.of(one, w.tasks().square(Promise.of(2)));
              })
          .run(
              run -> {
                assertThat(run.resultJson()).isEqualTo("[1,4]");
                squares.add(
                    scheduled(run).stream().filter(id -> id.startsWith("Tasks.square")).toList());
              });
    }
    assertThat(squares).containsOnly(List.of("Tasks.square-1", "Tasks.square-2"));
  }

  @Test
  void identities_hold_nothing_that_swf_forbids() {
    BothWays.of(
            w -> {
              var head = w.flow().signal("strange: name/with|all", String.class);
              var first =
                  w.flow()
                      .branch(
                          () -> w.helper().help(w.tasks().number(2)).get() + head.get().length());
              w.flow().sleep(seconds(1)).get();
              w.flow().onFailure(() -> w.tasks().number(3));
              return w.tasks().fail(first.get() + "!").get();
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(5));
              run.signal("strange: name/with|all", "four");
              engine.runUntilIdle();
            },
            run -> {
              assertThat(run.failure().reason()).contains("8!");
              List<String> ids = new ArrayList<>(scheduled(run));
              run.events(Event.TimerStarted.class).forEach(e -> ids.add(e.timerId()));
              run.events(Event.StartChildWorkflowExecutionInitiated.class)
                  .forEach(e -> ids.add(e.workflowId()));
              assertThat(ids).hasSize(5).allMatch(id -> id.matches("[A-Za-z0-9._-]+"));
              assertThat(run.graph().nodes()).allMatch(n -> n.id().matches("[A-Za-z0-9._-]+"));
            });
  }
}
