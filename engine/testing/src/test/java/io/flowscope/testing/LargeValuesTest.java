package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.payload.PayloadRef;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of more than SWF's 32,768 characters, warm and cold in every round. */
class LargeValuesTest {
  private static final int LIMIT = 32_768;

  /** The tasks. */
  public interface Texts {
    Promise<String> make(int chars);

    Promise<Integer> length(Promise<String> text);

    Promise<String> join(List<Promise<String>> texts);

    Promise<Page> page(int chars);
  }

  /** Something with parts. */
  public record Page(String title, List<Item> items) {}

  /** A part of it. */
  public record Item(String body) {}

  /** How they are done. */
  public static final class Work {
    public String make(int chars) {
      return "x".repeat(chars);
    }

    public int length(String text) {
      return text.length();
    }

    public String join(List<String> texts) {
      return String.join("", texts);
    }

    public Page page(int chars) {
      return new Page("t", List.of(new Item("a"), new Item("b".repeat(chars)), new Item("c")));
    }
  }

  /** Every program. */
  public interface Program {
    Promise<Object> run(String input);
  }

  /** Another workflow, called as a task. */
  public interface Doubling {
    Promise<String> twice(Promise<String> text);
  }

  /** What a program is given. */
  record World(Texts texts, Flow flow, Doubling doubling, String input) {}

  /** The code under test. */
  interface Script {
    Object run(World world);
  }

  private record Scripted(Texts texts, Flow flow, Doubling doubling, Script script)
      implements Program {
    @Override
    public Promise<Object> run(String input) {
      Object result = script.run(new World(texts, flow, doubling, input));
      return result instanceof Promise<?> promise ? promise.map(x -> x) : Promise.of(result);
    }
  }

  private record Twice(Texts texts) implements Doubling {
    @Override
    public Promise<String> twice(Promise<String> text) {
      return texts.join(List.of(text, text));
    }
  }

  private static WorkflowJar jar(Script script) {
    return catalogue -> {
      catalogue.tasks(Texts.class, Work::new);
      catalogue.workflow(Doubling.class, stubs -> new Twice(stubs.of(Texts.class)));
      catalogue.workflow(
          Program.class,
          stubs ->
              new Scripted(
                  stubs.of(Texts.class), stubs.of(Flow.class), stubs.of(Doubling.class), script));
    };
  }

  private record Both(TestEngine engine, TestRun run) {}

  private static void bothWays(Script script, Consumer<Both> check) {
    bothWays(script, "in", 16_000_000, check);
  }

  private static void bothWays(Script script, String input, long cap, Consumer<Both> check) {
    List<List<String>> histories = new ArrayList<>();
    for (boolean cold : new boolean[] {false, true}) {
      try (TestEngine engine = TestEngine.of(jar(script)).cold(cold).valueCap(cap).start()) {
        TestRun run = engine.start("Scripted", input);
        check.accept(new Both(engine, run));
        histories.add(BothWays.plain(run));
      } catch (Throwable e) {
        throw new AssertionError(cold ? "cold in every round" : "warm", e);
      }
    }
    assertThat(histories.get(1)).as("cold decides what warm decides").isEqualTo(histories.get(0));
  }

  private static int stored(Both both) {
    return both.engine().store().size();
  }

  /** Two quotes belong to the JSON of a text. */
  @ParameterizedTest
  @ValueSource(ints = {LIMIT - 2, LIMIT - 1})
  void a_result_travels_as_it_is_up_to_the_limit_and_as_a_reference_above(int chars) {
    bothWays(
        w -> w.texts().make(chars).get().length(),
        both -> {
          assertThat(both.run().resultJson()).isEqualTo(Integer.toString(chars));
          String result = both.run().events(Event.ActivityTaskCompleted.class).getFirst().result();
          if (chars + 2 == LIMIT) {
            assertThat(result).hasSize(LIMIT);
            assertThat(stored(both)).isZero();
          } else {
            assertThat(result)
                .startsWith("{\"flowscope.payload\":\"sha256:")
                .endsWith("\",\"chars\":32769}");
            assertThat(stored(both)).isEqualTo(1);
          }
        });
  }

  @Test
  void a_reference_that_is_passed_on_is_not_stored_again() {
    bothWays(
        w -> {
          var text = w.texts().make(50_000);
          var twice = w.texts().join(List.of(text, text));
          return w.texts().length(twice);
        },
        both -> {
          assertThat(both.run().resultJson()).isEqualTo("100000");
          assertThat(stored(both)).isEqualTo(2);
          assertThat(both.run().history().toString().length()).isLessThan(20_000);
        });
  }

  @Test
  void many_values_that_are_large_together_are_one_payload_of_references() {
    bothWays(
        w -> {
          List<Promise<String>> all = new ArrayList<>();
          for (int i = 0; i < 24; i++) {
            all.add(w.texts().make(i % 2 == 0 ? 33_000 : 20_000));
          }
          return w.texts().length(w.texts().join(all));
        },
        both ->
            assertThat(both.run().resultJson())
                .isEqualTo(Integer.toString(12 * 33_000 + 12 * 20_000)));
  }

  @Test
  void input_result_signal_marker_side_effect_and_child() {
    bothWays(
        w -> {
          String large = w.flow().sideEffect(String.class, () -> "s".repeat(40_000));
          w.flow().marker("seen", w.input());
          String signal = w.flow().signal("text", String.class).get();
          String child = w.doubling().twice(Promise.of(large)).get();
          return w.input() + signal + child;
        },
        "i".repeat(40_001),
        16_000_000,
        both -> {
          both.engine().runUntilIdle();
          both.run().signal("text", "t".repeat(40_002));
          assertThat(both.run().resultJson()).hasSize(40_001 + 40_002 + 80_000 + 2);
          for (var event : both.run().history()) {
            assertThat(event.event().toString().length()).isLessThan(20_000);
          }
          assertThat(
                  PayloadRef.maybeIn(
                      both.run().events(Event.WorkflowExecutionStarted.class).getFirst().input()))
              .isTrue();
          assertThat(
                  both.run().events(Event.MarkerRecorded.class).stream()
                      .filter(marker -> PayloadRef.maybeIn(marker.details())))
              .hasSize(2);
        });
  }

  @Test
  void a_restart_carries_large_arguments_and_signals_that_nobody_took() {
    try (TestEngine engine =
        TestEngine.of(
                jar(
                    w -> {
                      if (w.input().equals("first")) {
                        w.flow().signal("go", String.class).get();
                        return w.flow().restart("r".repeat(50_000));
                      }
                      return w.flow().signal("left", String.class).get() + w.input();
                    }))
            .start()) {
      TestRun run = engine.start("Scripted", "first");
      run.signal("left", "l".repeat(34_000));
      run.signal("go", "now");
      engine.runUntilIdle();
      var continued = run.events(Event.WorkflowExecutionContinuedAsNew.class).getFirst();
      assertThat(continued.input().length()).isLessThan(1_000);
      var next =
          engine.history(
              new io.flowscope.engine.model.WorkflowExecution(
                  run.execution().workflowId(), continued.newExecutionRunId()));
      var completed = (Event.WorkflowExecutionCompleted) next.getLast().event();
      assertThat(engine.payloads().expand(completed.result())).hasSize(84_002);
    }
  }

  @Test
  void a_result_above_the_cap_fails_its_task_and_names_the_large_part() {
    bothWays(
        w -> w.texts().page(60_000).get().title(),
        "in",
        50_000,
        both ->
            assertThat(both.run().failure().reason())
                .contains(
                    "result.items[1].body: has 60002 of the 60061 characters of JSON, more than the"
                        + " 50000 that values.maxCharacters allows"));
  }

  @Test
  void arguments_above_the_cap_fail_the_call_and_name_the_large_part_behind_references_too() {
    bothWays(
        w -> {
          var text = w.texts().make(45_000);
          return w.texts().join(List.of(text, text)).outcome().toString();
        },
        "in",
        50_000,
        both ->
            assertThat(both.run().resultJson())
                .contains("argument 1: has 90007 of the 90009 characters of JSON"));
  }

  @Test
  void a_result_of_the_workflow_above_the_cap_fails_it() {
    bothWays(
        w -> Map.of("a", "x", "body", "y".repeat(60_000)),
        "in",
        50_000,
        both -> assertThat(both.run().failure().reason()).contains("result.body: has 60002"));
  }

  @Test
  void a_missing_value_stops_the_decision_and_not_the_workflow_and_no_code_can_catch_it() {
    Set<String> caught = new java.util.TreeSet<>();
    Script script =
        w -> {
          var text = w.texts().make(40_000);
          Promise<Integer> inBranch =
              w.flow()
                  .branch(
                      () -> {
                        try {
                          return text.get().length();
                        } catch (Throwable e) {
                          caught.add(e.toString());
                          throw e;
                        } finally {
                          caught.add("finally");
                        }
                      });
          w.flow().signal("go", String.class).get();
          return inBranch;
        };
    try (TestEngine engine =
        TestEngine.of(jar(script))
            .cold(true)
            .taking("Texts.make", java.time.Duration.ofSeconds(1))
            .start()) {
      TestRun run = engine.start("Scripted", "in");
      while (run.events(Event.ActivityTaskStarted.class).isEmpty()) {
        assertThat(engine.step(engine.instant().plusMillis(1))).isTrue();
      }
      String hash = PayloadRef.hash(PayloadRef.bytes("\"" + "x".repeat(40_000) + "\""));
      engine.loseValues();
      engine.runUntilIdle();

      RoundRecord last =
          RecordCodec.readRound(
                  run.events(Event.DecisionTaskCompleted.class).getLast().executionContext(),
                  List.of())
              .orElseThrow();
      assertThat(last.stopped()).isNotNull();
      assertThat(last.stopped().why())
          .contains("A large value of 40002 characters (sha256:" + hash.substring(0, 12))
          .contains("is not there");
      assertThat(run.open()).isTrue();
      assertThat(caught).isEmpty();

      engine.findValues();
      run.signal("flowscope.wake", null);
      run.signal("go", "now");
      assertThat(run.resultJson()).isEqualTo("40000");
    }
  }
}
