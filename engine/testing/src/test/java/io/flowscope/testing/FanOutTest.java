package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Chunks;
import io.flowscope.Limit;
import io.flowscope.Promise;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More calls than an answer, a history or SWF's limits hold. Warm and cold in every round. */
class FanOutTest {
  private static final int MEGABYTE = 1 << 20;

  /** The tasks. */
  public interface Jobs {
    Promise<Integer> twice(int n);

    Promise<String> read(String text);
  }

  /** Their implementation. */
  public static final class Work {
    public int twice(int n) {
      return 2 * n;
    }

    public String read(String text) {
      return text.substring(0, 1);
    }
  }

  /** Works at part of a list. */
  @Workflow(name = "Part", limit = @Limit(open = 3))
  public interface Part {
    Promise<List<Integer>> work(List<Integer> numbers);
  }

  /** The workflow. */
  @Workflow(name = "Wide")
  public interface Wide {
    Promise<Object> run(int number, int size);
  }

  /** What makes the calls. */
  interface Body {
    Object run(Jobs jobs, Part part, int number, int size);
  }

  private static WorkflowJar jar(Body body) {
    return catalogue -> {
      catalogue.tasks(Jobs.class, Work::new);
      catalogue.workflow(
          Part.class,
          stubs -> {
            Jobs jobs = stubs.of(Jobs.class);
            return numbers -> Promise.all(numbers.stream().map(jobs::twice).toList());
          });
      catalogue.workflow(
          Wide.class,
          stubs -> {
            Jobs jobs = stubs.of(Jobs.class);
            Part part = stubs.of(Part.class);
            return (number, size) -> Promise.of(body.run(jobs, part, number, size));
          });
    };
  }

  private static Promise<Integer> sum(Promise<List<Integer>> all) {
    return all.map(numbers -> numbers.stream().mapToInt(i -> i).sum());
  }

  private static WorkflowJar twice() {
    return jar(
        (jobs, part, number, size) ->
            sum(Promise.all(IntStream.rangeClosed(1, number).mapToObj(jobs::twice).toList())));
  }

  /** Warm, and replayed from the first event where an answer was lost. */
  @Test
  @Tag("local") // 60,000 requests
  void twenty_thousand_calls_from_one_decision() {
    int[] decisions = new int[1];
    TestConfig config =
        BothWays.configOf(twice())
            .limits(Map.of("limits.events", "100000"))
            .taking("Jobs.twice", seconds(1))
            .faults(
                task -> ++decisions[0] % 12 == 0 ? Faults.Fault.ANSWER_LOST : Faults.Fault.NONE);
    try (TestEngine engine = config.start()) {
      TestRun run = engine.start("Wide", 20_000, 0);
      assertThat(run.resultJson()).isEqualTo("400020000");
      assertThat(decisions[0]).isGreaterThan(20);
      assertThat(run.events(Event.ActivityTaskScheduled.class)).hasSize(20_000);
      assertThat(run.events(Event.ScheduleActivityTaskFailed.class))
          .as("SWF is never asked for more than it allows")
          .isEmpty();
      assertThat(run.summary().peakRunning()).isEqualTo(1_000);
      assertThat(warnings(run))
          .singleElement()
          .asString()
          .contains("SWF ends a run at 25,000")
          .contains("Chunks.map");
      assertThat(run.rounds().toString()).contains("warns: \"The history has 2");
    }
  }

  @Test
  void more_calls_than_may_be_open_or_than_an_answer_holds() {
    BothWays.of(twice(), "Wide", 300, 0)
        .with(c -> c.deciding(40, 25).taking("Jobs.twice", seconds(1)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("90300");
              assertThat(run.summary().peakRunning()).isEqualTo(40);
              assertThat(run.events(Event.ScheduleActivityTaskFailed.class)).isEmpty();
            });
  }

  @Test
  void arguments_of_many_megabytes_go_out_in_answers_of_less_than_one() {
    BothWays.of(
            jar(
                (jobs, part, number, size) -> {
                  List<Promise<String>> all = new ArrayList<>();
                  for (String letter : List.of("x", "\"", "ä", "漢")) {
                    for (int i = 0; i < number; i++) {
                      all.add(jobs.read(letter.repeat(size)));
                    }
                  }
                  return Promise.all(all).map(texts -> texts.size());
                }),
            "Wide",
            20,
            15_000)
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("80");
              Map<Long, Long> sizes = new HashMap<>();
              for (HistoryEvent event : run.history()) {
                if (event.event() instanceof Event.ActivityTaskScheduled e) {
                  sizes.merge(e.decisionTaskCompletedEventId(), bytes(e.input()), Long::sum);
                }
              }
              assertThat(sizes.values().stream().mapToLong(i -> i).sum())
                  .isGreaterThan(2L * MEGABYTE);
              assertThat(sizes.values()).allMatch(size -> size < MEGABYTE);
            });
  }

  /** As a string within a JSON request. */
  private static long bytes(String input) {
    String escaped = input.replace("\\", "\\\\").replace("\"", "\\\"");
    return escaped.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  @Tag("local") // twice 27,000 requests
  void chunks_in_children_go_over_more_tasks_than_one_history_holds() {
    BothWays.of(
            jar(
                (jobs, part, number, size) ->
                    sum(
                        Chunks.map(
                            IntStream.rangeClosed(1, number).boxed().toList(), size, part::work))),
            "Wide",
            9_100,
            1_000)
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo(Integer.toString(9_100 * 9_101));
              assertThat(run.events(Event.ChildWorkflowExecutionCompleted.class)).hasSize(10);
              assertThat(run.history()).hasSizeLessThan(150);
            });
  }
}
