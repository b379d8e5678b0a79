package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Limit;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Stubs;
import io.flowscope.Task;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits and rates hold calls back in order and are never errors. Warm and cold in every round. */
class CallLimitsTest {
  /** Tasks with limits. */
  public interface Jobs {
    @Task(limit = @Limit(open = 3))
    Promise<Integer> three(int n);

    @Task(limit = @Limit(rate = "5/m"))
    Promise<Integer> paced(int n);

    @Task(limit = @Limit(open = 1), retry = @Retry(on = "*", delay = "PT10S"))
    Promise<Integer> alone(int n);

    Promise<Integer> free(int n);

    @Task(taskList = "gpu")
    Promise<Integer> render(int n);

    @Task(taskList = "gpu")
    Promise<Integer> encode(int n);
  }

  /** Their implementation. */
  public static final class Work {
    private boolean failed;

    public int three(int n) {
      return n;
    }

    public int paced(int n) {
      return n;
    }

    public int alone(int n) {
      if (n == 1 && !failed) {
        failed = true;
        throw new IllegalStateException("once");
      }
      return n;
    }

    public int free(int n) {
      return n;
    }

    public int render(int n) {
      return n;
    }

    public int encode(int n) {
      return n;
    }
  }

  /** A workflow without limits of its own. */
  @Workflow(name = "Plain")
  public interface Plain {
    Promise<Object> run();
  }

  /** One that limits all its calls, and those of one list. */
  @Workflow(
      name = "Limited",
      callLimits = {@Limit(open = 6), @Limit(taskList = "gpu", open = 2)})
  public interface Limited {
    Promise<Object> run();
  }

  /** A child of which two run at once. */
  @Workflow(name = "Part", limit = @Limit(open = 2))
  public interface Part {
    Promise<Integer> run(int n);
  }

  private static WorkflowJar jar(Function<Stubs, Object> body) {
    return catalogue -> {
      catalogue.tasks(Jobs.class, Work::new);
      catalogue.workflow(
          Part.class,
          stubs -> {
            Jobs jobs = stubs.of(Jobs.class);
            return jobs::free;
          });
      catalogue.workflow(Plain.class, stubs -> () -> Promise.of(body.apply(stubs)));
      catalogue.workflow(Limited.class, stubs -> () -> Promise.of(body.apply(stubs)));
    };
  }

  private static List<Promise<Integer>> calls(int number, IntFunction<Promise<Integer>> call) {
    return IntStream.rangeClosed(1, number).mapToObj(call).toList();
  }

  private static List<String> ids(String task, int number) {
    return IntStream.rangeClosed(1, number).mapToObj(n -> "Jobs." + task + "-" + n).toList();
  }

  /** Most calls open at once whose activity id, or workflow id, contains {@code part}. */
  private static int peak(TestRun run, String part) {
    Map<Long, String> open = new HashMap<>();
    int peak = 0;
    for (HistoryEvent event : run.history()) {
      switch (event.event()) {
        case Event.ActivityTaskScheduled e when e.activityId().contains(part) ->
            open.put(event.eventId(), part);
        case Event.StartChildWorkflowExecutionInitiated e when e.workflowId().contains(part) ->
            open.put(event.eventId(), part);
        case Event.ActivityTaskCompleted e -> open.remove(e.scheduledEventId());
        case Event.ActivityTaskFailed e -> open.remove(e.scheduledEventId());
        case Event.ChildWorkflowExecutionCompleted e -> open.remove(e.initiatedEventId());
        case Event e -> {}
      }
      peak = Math.max(peak, open.size());
    }
    return peak;
  }

  /** Seconds after the start at which calls were scheduled. */
  private static List<Long> times(TestRun run) {
    Instant start = run.history().getFirst().eventTimestamp();
    return run.history().stream()
        .filter(e -> e.event() instanceof Event.ActivityTaskScheduled)
        .map(e -> Duration.between(start, e.eventTimestamp()).toSeconds())
        .toList();
  }

  @Test
  void calls_of_a_limited_task_wait_in_order_and_hold_nothing_else_back() {
    BothWays.of(
            jar(
                stubs -> {
                  Jobs jobs = stubs.of(Jobs.class);
                  return List.of(calls(20, jobs::three), calls(5, jobs::free));
                }),
            "Plain")
        .with(c -> c.taking("Jobs.three", seconds(2)).taking("Jobs.free", seconds(1)))
        .run(
            run -> {
              assertThat(run.resultJson()).startsWith("[[1,2,3,4,5").endsWith("20],[1,2,3,4,5]]");
              assertThat(peak(run, "three")).isEqualTo(3);
              List<String> scheduled = scheduled(run);
              assertThat(scheduled.subList(0, 8))
                  .containsExactly(
                      "Jobs.three-1",
                      "Jobs.three-2",
                      "Jobs.three-3",
                      "Jobs.free-1",
                      "Jobs.free-2",
                      "Jobs.free-3",
                      "Jobs.free-4",
                      "Jobs.free-5");
              assertThat(scheduled.stream().filter(id -> id.contains("three")))
                  .containsExactlyElementsOf(ids("three", 20));
            });
  }

  @Test
  void a_workflow_limits_all_its_calls_and_those_of_a_list() {
    BothWays.of(
            jar(
                stubs -> {
                  Jobs jobs = stubs.of(Jobs.class);
                  List<Promise<Integer>> all = new ArrayList<>();
                  for (int i = 1; i <= 6; i++) {
                    all.add(jobs.render(i));
                    all.add(jobs.encode(i));
                    all.add(jobs.free(i));
                  }
                  return all;
                }),
            "Limited")
        .with(c -> c.taking("Jobs.render", seconds(3)).taking("Jobs.encode", seconds(2)))
        .with(c -> c.taking("Jobs.free", seconds(5)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[1,1,1,2,2,2,3,3,3,4,4,4,5,5,5,6,6,6]");
              assertThat(peak(run, "Jobs")).isEqualTo(6);
              assertThat(peak(run, "render") + peak(run, "encode")).isLessThanOrEqualTo(4);
              List<String> gpu =
                  scheduled(run).stream().filter(id -> !id.contains("free")).toList();
              assertThat(gpu)
                  .as("both tasks wait in one queue")
                  .startsWith("Jobs.render-1", "Jobs.encode-1", "Jobs.render-2", "Jobs.encode-2");
            });
  }

  @Test
  void a_rate_is_kept_by_timers() {
    BothWays.of(
            jar(
                stubs -> {
                  Jobs jobs = stubs.of(Jobs.class);
                  return List.of(calls(12, jobs::paced), jobs.free(1));
                }),
            "Plain")
        .with(c -> c.taking("Jobs.paced", seconds(7)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[[1,2,3,4,5,6,7,8,9,10,11,12],1]");
              assertThat(times(run))
                  .containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 60L, 60L, 60L, 60L, 60L, 120L, 120L);
              assertThat(scheduled(run).stream().filter(id -> id.contains("paced")))
                  .containsExactlyElementsOf(ids("paced", 12));
              assertThat(run.events(Event.TimerStarted.class))
                  .as("one timer for each span")
                  .hasSize(2)
                  .allMatch(t -> t.timerId().startsWith("flowscope.more."));
            });
  }

  @Test
  void a_pause_before_the_next_attempt_gives_its_place_to_others() {
    BothWays.of(jar(stubs -> calls(3, stubs.of(Jobs.class)::alone)), "Plain")
        .with(c -> c.taking("Jobs.alone", seconds(1)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[1,2,3]");
              assertThat(peak(run, "alone")).isEqualTo(1);
              assertThat(scheduled(run))
                  .containsExactly(
                      "Jobs.alone-1", "Jobs.alone-2", "Jobs.alone-3", "Jobs.alone-1.2");
            });
  }

  @Test
  void a_stub_has_limits_of_its_own_and_children_are_limited_too() {
    BothWays.of(
            jar(
                stubs -> {
                  Policy two = Policy.override().limit(2).rate(4, seconds(30));
                  Jobs jobs = stubs.of(Jobs.class, two);
                  return List.of(calls(6, jobs::free), calls(5, stubs.of(Part.class)::run));
                }),
            "Plain")
        .with(c -> c.taking("Jobs.free", seconds(1)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[[1,2,3,4,5,6],[1,2,3,4,5]]");
              assertThat(peak(run, "Jobs.free")).isEqualTo(2);
              assertThat(peak(run, "Part.run")).isEqualTo(2);
              assertThat(times(run)).containsExactly(0L, 0L, 1L, 1L, 30L, 30L);
            });
  }

  @Test
  void what_an_engine_refuses_goes_back_to_its_place() {
    for (Map<String, String> refusing :
        List.of(
            Map.of("limits.openActivities", "2"),
            Map.of("limits.rate.ScheduleActivityTask", "2", "limits.openActivities", "3"))) {
      BothWays.of(
              jar(
                  stubs -> {
                    Jobs jobs = stubs.of(Jobs.class);
                    return List.of(calls(9, jobs::three), calls(9, jobs::paced));
                  }),
              "Plain")
          .with(c -> c.limits(refusing).taking("Jobs.three", seconds(2)))
          .run(
              run -> {
                assertThat(run.resultJson()).isEqualTo("[[1,2,3,4,5,6,7,8,9],[1,2,3,4,5,6,7,8,9]]");
                assertThat(run.events(Event.ScheduleActivityTaskFailed.class)).isNotEmpty();
                assertThat(scheduled(run).stream().filter(id -> id.contains("three")))
                    .containsExactlyElementsOf(ids("three", 9));
                assertThat(scheduled(run).stream().filter(id -> id.contains("paced")))
                    .containsExactlyElementsOf(ids("paced", 9));
              });
    }
  }

  @Test
  void a_replay_reads_what_went_when_from_the_history() {
    for (int later : new int[] {1, 9}) {
      int[] limit = new int[1];
      BothWays.of(
              jar(
                  stubs -> {
                    Jobs jobs = stubs.of(Jobs.class, Policy.override().limit(limit[0]));
                    List<Promise<Integer>> all = calls(9, jobs::free);
                    stubs.of(Flow.class).sleep(seconds(10)).get();
                    return all;
                  }),
              "Plain")
          .with(c -> c.taking("Jobs.free", seconds(1)))
          .with(c -> c.deciders(2))
          .story(
              (engine, run) -> {
                limit[0] = 4;
                engine.pass(Duration.ofMillis(500));
                limit[0] = later;
                engine.runUntilIdle();
              },
              run -> {
                assertThat(run.resultJson()).isEqualTo("[1,2,3,4,5,6,7,8,9]");
                assertThat(times(run)).startsWith(0L, 0L, 0L, 0L, 1L);
                assertThat(scheduled(run)).containsExactlyElementsOf(ids("free", 9));
              });
    }
  }
}
