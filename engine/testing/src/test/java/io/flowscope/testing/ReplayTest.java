package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.view.CallRecord;
import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What replaying must and must not do. */
class ReplayTest {
  @Test
  void in_a_warm_round_no_line_that_has_run_runs_again() {
    int[] lines = new int[6];
    BothWays.Script script =
        w -> {
          lines[0]++;
          var a = w.tasks().number(1);
          lines[1]++;
          w.flow()
              .branch(
                  () -> {
                    lines[2]++;
                    a.get();
                    lines[3]++;
                    return w.tasks().square(a).get();
                  });
          lines[4]++;
          w.tasks().add(a, w.tasks().number(a.get())).get();
          lines[5]++;
          return "x";
        };
    try (TestEngine engine = BothWays.config(script).start()) {
      assertThat(engine.start("Scripted", "in").resultJson()).isEqualTo("\"x\"");
    }
    assertThat(lines).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  @Tag("local")
  void recorded_edges_are_the_data_flow_of_the_program(int seed) {
    Set<String> flow = new TreeSet<>();
    BothWays.of(w -> randomProgram(w, new Random(seed), flow))
        .with(c -> c.taking("Tasks.number", Duration.ofSeconds(seed % 4)))
        .with(c -> c.taking("Tasks.square", Duration.ofSeconds(2)))
        .run(
            run -> {
              assertThat(run.closing()).isInstanceOf(Event.WorkflowExecutionCompleted.class);
              assertThat(Edges.data(run.graph())).isEqualTo(flow);
              Edges.afterEachRound(run, graph -> graphSoFarIsPartOf(flow, graph));
            });
  }

  /** Nothing is drawn that is not so, and what is scheduled has all its edges already. */
  private static void graphSoFarIsPartOf(Set<String> flow, Graph graph) {
    Set<String> edges = Edges.data(graph);
    assertThat(flow).containsAll(edges);
    for (Graph.Node node : graph.nodes()) {
      if (node.scheduledAt() != null) {
        assertThat(Edges.into(node.id(), edges)).isEqualTo(Edges.into(node.id(), flow));
      }
    }
  }

  /** A promise and the calls that its value is made of. */
  private record Named(Set<String> from, Promise<Integer> promise) {
    void flowsTo(String call, Set<String> flow) {
      from.forEach(id -> flow.add(id + " > " + call));
    }
  }

  private static Named named(String id, Promise<Integer> promise) {
    return new Named(Set.of(id), promise);
  }

  private static Set<String> both(Named a, Named b) {
    Set<String> both = new TreeSet<>(a.from());
    both.addAll(b.from());
    return both;
  }

  @SuppressWarnings("unchecked") // a resolved promise is its value, at any depth
  private static Promise<Integer> flat(Promise<Promise<Integer>> nested) {
    return (Promise<Integer>) (Promise<?>) nested;
  }

  private static Object randomProgram(BothWays.World w, Random random, Set<String> flow) {
    List<Named> all = new ArrayList<>();
    int[] counters = new int[5];
    all.add(named("Tasks.number-" + ++counters[0], w.tasks().number(1)));
    for (int i = 0; i < 25; i++) {
      Named a = all.get(random.nextInt(all.size()));
      Named b = all.get(random.nextInt(all.size()));
      switch (random.nextInt(9)) {
        case 0 -> all.add(named("Tasks.number-" + ++counters[0], w.tasks().number(i)));
        case 1 -> {
          String id = "Tasks.square-" + ++counters[1];
          a.flowsTo(id, flow);
          all.add(named(id, w.tasks().square(a.promise())));
        }
        case 2 -> {
          String id = "Tasks.add-" + ++counters[2];
          a.flowsTo(id, flow);
          b.flowsTo(id, flow);
          all.add(named(id, w.tasks().add(a.promise(), b.promise())));
        }
        case 4 -> {
          // Branches count together with maps, in order of creation.
          counters[4]++;
          all.add(new Named(a.from(), a.promise().map(n -> n + 1)));
        }
        case 5 -> {
          String id = ++counters[4] + ".Tasks.square-1";
          all.add(
              named(
                  id,
                  w.flow()
                      .branch(() -> w.tasks().square(Promise.of(a.promise().get() % 10)).get())));
        }
        case 6 -> {
          counters[4]++;
          all.add(
              new Named(both(a, b), w.flow().branch(() -> a.promise().get() + b.promise().get())));
        }
        case 7 -> {
          String id = ++counters[4] + ".Tasks.add-1";
          a.flowsTo(id, flow);
          b.flowsTo(id, flow);
          Promise<Promise<Integer>> nested =
              w.flow()
                  .branch(
                      () -> {
                        b.promise().get();
                        return w.tasks().add(a.promise(), b.promise());
                      });
          String user = "Tasks.square-" + ++counters[1];
          flow.add(id + " > " + user);
          all.add(named(user, w.tasks().square(flat(nested))));
        }
        case 3 -> {
          String id = "Tasks.sum-" + ++counters[3];
          List<Promise<Integer>> some = new ArrayList<>();
          for (Named each : all) {
            if (random.nextBoolean()) {
              some.add(each.promise());
              each.flowsTo(id, flow);
            }
          }
          all.add(named(id, w.tasks().sum(some)));
        }
        default -> a.promise().get();
      }
    }
    return all.stream().map(Named::promise).toList();
  }

  @Test
  @Tag("local")
  void twenty_thousand_promises_and_pending_calls_do_not_break_the_record() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> all = new ArrayList<>();
              for (int i = 0; i < 20_000; i++) {
                all.add(w.tasks().square(w.tasks().number(i)));
              }
              return w.tasks().sum(all);
            })
        .with(c -> c.taking("Tasks.number", Duration.ofDays(1)))
        .story(
            (engine, run) -> engine.pass(Duration.ofSeconds(1)),
            run -> {
              var done = run.events(Event.DecisionTaskCompleted.class).getFirst();
              assertThat(done.executionContext().length()).isLessThanOrEqualTo(16_000);
              List<String> markers =
                  run.events(Event.MarkerRecorded.class).stream()
                      .map(Event.MarkerRecorded::details)
                      .toList();
              RoundRecord round =
                  RecordCodec.readRound(done.executionContext(), markers).orElseThrow();
              assertThat(round.cut()).isFalse();
              assertThat(round.calls().size()).isGreaterThanOrEqualTo(39_002);
              CallRecord sum =
                  round.calls().stream()
                      .filter(c -> c.call().equals("Tasks.sum-1"))
                      .findFirst()
                      .orElseThrow();
              assertThat(sum.needs().size()).isEqualTo(20_000);
            });
  }

  @Test
  @Tag("local")
  void evicted_runs_are_collected_and_none_of_their_code_runs() {
    List<WeakReference<Object>> seen = new ArrayList<>();
    List<String> ran = new ArrayList<>();
    BothWays.Script script =
        w -> {
          Object local = new Object();
          seen.add(new WeakReference<>(local));
          try {
            w.tasks().slow(1).get();
          } finally {
            ran.add("finally " + local);
          }
          return local.toString();
        };
    TestConfig config = BothWays.config(script).taking("Tasks.slow", Duration.ofSeconds(5));
    try (TestEngine engine = config.start()) {
      for (int i = 0; i < 50; i++) {
        engine.start("Scripted", "in");
      }
      engine.pass(Duration.ofSeconds(1));
      assertThat(engine.decider().warmRuns()).isEqualTo(50);
      engine.decider().evictAll();
      for (int i = 0; i < 100 && !collected(seen, 50); i++) {
        System.gc();
      }
      assertThat(collected(seen, 50)).isTrue();
      assertThat(ran).isEmpty();
    }
  }

  private static boolean collected(List<WeakReference<Object>> seen, int wanted) {
    return seen.stream().filter(ref -> ref.refersTo(null)).count() >= wanted;
  }

  @Test
  void a_completion_that_was_refused_is_sent_again() {
    TestRun[] running = new TestRun[1];
    int[] decisions = new int[1];
    BothWays.of(w -> w.tasks().number(3).get())
        .with(
            c ->
                c.faults(
                    task -> {
                      if (decisions[0]++ % 3 == 1) {
                        running[0].signal("late", "x");
                      }
                      return Faults.Fault.NONE;
                    }))
        .story(
            (engine, run) -> {
              running[0] = run;
              decisions[0] = 0;
              engine.runUntilIdle();
            },
            run -> {
              assertThat(run.resultJson()).isEqualTo("3");
              assertThat(run.events(Event.CompleteWorkflowExecutionFailed.class)).hasSize(1);
              assertThat(run.events(Event.ActivityTaskScheduled.class)).hasSize(1);
            });
  }

  @Test
  void an_attempt_whose_worker_is_gone_does_not_count() {
    TestConfig config =
        BothWays.config(w -> w.tasks().slow(1).get()).taking("Tasks.slow", Duration.ofSeconds(5));
    try (TestEngine engine = config.start()) {
      TestRun run = engine.start("Scripted", "in");
      for (int i = 0; i < 4; i++) {
        engine.pass(Duration.ofSeconds(1));
        engine.now(engine.engine().workerLost("tester"));
      }
      assertThat(run.resultJson()).isEqualTo("1");
      assertThat(run.events(Event.ActivityTaskScheduled.class).getLast().activityId())
          .isEqualTo("Tasks.slow-1.5");
    }
  }

  @Test
  @Tag("local")
  void a_long_chain_is_decided_link_by_link() {
    BothWays.Script script =
        w -> {
          Promise<Integer> last = w.tasks().number(0);
          for (int i = 0; i < 300; i++) {
            last = w.tasks().add(last, Promise.of(1));
          }
          return last;
        };
    try (TestEngine engine = BothWays.config(script).start()) {
      TestRun run = engine.start("Scripted", "in");
      assertThat(run.resultJson()).isEqualTo("300");
      assertThat(run.rounds().rounds()).hasSize(302);
    }
  }
}
