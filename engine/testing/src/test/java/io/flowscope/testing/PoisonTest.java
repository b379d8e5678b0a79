package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.Task;
import io.flowscope.TaskFailed;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.TaskList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Results that do not fit what the interface says, as a worker in another language may send them.
 * Warm and cold in every round.
 */
class PoisonTest {
  /** A value whose own code refuses some. */
  public record Even(int n) {
    public Even {
      if (n % 2 != 0) {
        throw new IllegalArgumentException(n + " is odd");
      }
    }
  }

  /** Tasks of workers elsewhere. */
  public interface Foreign {
    @Task(taskList = "elsewhere")
    Promise<Integer> number();

    @Task(taskList = "elsewhere")
    Promise<Even> even();

    @Task(taskList = "elsewhere")
    Promise<Object> anything();

    @Task(taskList = "elsewhere")
    int plain();
  }

  /** Tasks of this jar. */
  public interface Own {
    Promise<Integer> next(Promise<Integer> n);
  }

  /** Their implementation. */
  public static final class Work {
    public int next(int n) {
      return n + 1;
    }
  }

  /** The workflow. */
  @Workflow(name = "Plain")
  public interface Plain {
    Promise<Object> run();
  }

  private static final Map<String, String> POISONS =
      Map.of(
          "Foreign.number", "\"seven\"",
          "Foreign.even", "{\"n\":7}",
          "Foreign.anything", "[".repeat(2_000) + "]".repeat(2_000),
          "Foreign.plain", "no JSON at all");

  private static BothWays plain(BiFunction<Foreign, Own, Object> body) {
    WorkflowJar jar =
        catalogue -> {
          catalogue.tasks(Foreign.class);
          catalogue.tasks(Own.class, Work::new);
          catalogue.workflow(
              Plain.class,
              stubs -> {
                Foreign foreign = stubs.of(Foreign.class);
                Own own = stubs.of(Own.class);
                return () -> Promise.of(body.apply(foreign, own));
              });
        };
    return BothWays.of(jar, "Plain");
  }

  /** The worker elsewhere answers {@code tasks} of them. */
  private static void answer(TestEngine engine, int tasks) {
    for (int i = 0; i < tasks; i++) {
      engine.pass(seconds(1));
      ActivityTask task =
          engine.ask(
              new Action.PollForActivityTask(
                  TestEngine.DOMAIN, new TaskList("elsewhere"), "other"));
      engine.ask(
          new Action.RespondActivityTaskCompleted(
              task.taskToken(), POISONS.get(task.activityType().name())));
    }
    engine.runUntilIdle();
  }

  @Test
  void the_call_fails_where_it_is_looked_at_with_the_place_in_the_value() {
    plain(
            (foreign, own) -> {
              Promise<Integer> number = foreign.number();
              Promise<Even> even = foreign.even();
              Promise<Object> anything = foreign.anything();
              List<String> reasons = new ArrayList<>();
              for (Promise<?> poison : List.of(number, even, anything)) {
                try {
                  poison.get();
                } catch (TaskFailed e) {
                  reasons.add(e.task() + ": " + e.reason());
                }
              }
              try {
                foreign.plain();
              } catch (TaskFailed e) {
                reasons.add(e.task() + ": " + e.reason());
              }
              return List.of(reasons, even.recover(f -> new Even(2)), number.orElse(0));
            })
        .story(
            (engine, run) -> answer(engine, 4),
            run ->
                assertThat(run.resultJson())
                    .contains("Foreign.number-1: result of Foreign.number-1", "seven")
                    .contains("Foreign.even-1: result of Foreign.even-1", "7 is odd")
                    .contains("Foreign.anything-1: result of Foreign.anything-1", "nesting depth")
                    .contains("Foreign.plain-1: result of Foreign.plain-1")
                    .endsWith("],{\"n\":2},0]"));
  }

  @Test
  void a_task_that_gets_it_fails_and_a_run_that_hands_it_out_does_not_hang() {
    plain((foreign, own) -> own.next(foreign.number()))
        .story(
            (engine, run) -> answer(engine, 1),
            run -> assertThat(run.failure().reason()).contains("Own.next-1", "argument 1"));
    plain((foreign, own) -> foreign.number())
        .story(
            (engine, run) -> answer(engine, 1),
            run -> assertThat(run.resultJson()).isEqualTo("\"seven\""));
  }
}
