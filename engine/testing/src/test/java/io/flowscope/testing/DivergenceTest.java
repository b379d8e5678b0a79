package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that does not fit its history: what stops, what is said, and how it goes on. */
class DivergenceTest {
  private static final String NUMBERS =
      """
      package io.flowscope.testing;

      public class Encoding implements java.util.function.BiFunction<Programs.Tasks, io.flowscope.Flow, Object> {
        @Override public Object apply(Programs.Tasks tasks, io.flowscope.Flow flow) {
          var first = tasks.number(1);
          flow.signal("go", String.class).get();
          return tasks.square(first);
        }
      }
      """;

  /** The same with another first task. */
  private static final String ECHOES =
      NUMBERS.replace("tasks.number(1)", "tasks.upTo(2).map(l -> l.size())");

  /** The same on other lines, with other input and another line of code that calls nothing. */
  private static final String MOVED =
      NUMBERS.replace(
          "    var first = tasks.number(1);",
          "\n\n    int n = 1 + 1;\n    var first = tasks.number(n);");

  /** The same with one call more after the barrier. */
  private static final String LONGER =
      NUMBERS.replace(
          "return tasks", "tasks.echo(io.flowscope.Promise.of(\"more\")); return tasks");

  @TempDir Path folder;
  private int compiled;

  /** Compiled apart and loaded apart, as two jars are. */
  @SuppressWarnings("unchecked")
  private BiFunction<Programs.Tasks, Flow, Object> code(String source) throws Exception {
    Path home = Files.createDirectories(folder.resolve("v" + ++compiled));
    Path file = Files.writeString(home.resolve("Encoding.java"), source);
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                System.err,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                home.toString(),
                file.toString());
    if (errors != 0) {
      throw new IOException("The source was not compiled:\n" + source);
    }
    ClassLoader classes =
        new URLClassLoader(new URL[] {home.toUri().toURL()}, DivergenceTest.class.getClassLoader());
    return (BiFunction<Programs.Tasks, Flow, Object>)
        classes.loadClass("io.flowscope.testing.Encoding").getConstructor().newInstance();
  }

  private static final String NUMBER = "number-1";
  private static final String UP_TO = "upTo-1";

  @Test
  @Tag("local")
  void two_sources_compiled_apart_stop_each_others_histories_in_both_orders() throws Exception {
    var numbers = code(NUMBERS);
    var echoes = code(ECHOES);
    stops(numbers, echoes, "history has " + NUMBER + ", the code now calls " + UP_TO, "1");
    stops(echoes, numbers, "history has " + UP_TO + ", the code now calls " + NUMBER, "4");
  }

  /** Begins with one code, meets the other, and ends with the first again. */
  private static void stops(
      BiFunction<Programs.Tasks, Flow, Object> begun,
      BiFunction<Programs.Tasks, Flow, Object> other,
      String why,
      String result) {
    AtomicReference<BiFunction<Programs.Tasks, Flow, Object>> code = new AtomicReference<>(begun);
    try (TestEngine engine =
        BothWays.config(w -> code.get().apply(w.tasks(), w.flow())).coldInEveryRound().start()) {
      TestRun run = engine.start("Scripted", "in");
      engine.runUntilIdle();
      code.set(other);
      run.signal("go", "now");
      engine.runUntilIdle();
      RoundRecord.Stopped stopped = lastRound(run).stopped();
      assertThat(stopped.why()).isEqualTo(why + " at Encoding.java:5");
      assertThat(stopped.at()).isEqualTo("Encoding.java:5");
      assertThat(scheduled(run)).hasSize(1);
      assertThat(run.open()).isTrue();
      code.set(begun);
      run.signal("flowscope.wake", null);
      // The signal of the stopped round is fed with the next one's.
      assertThat(run.resultJson()).isEqualTo(result);
    }
  }

  @Test
  @Tag("local")
  void other_lines_other_input_and_more_calls_later_are_no_divergence() throws Exception {
    for (String source : List.of(MOVED, LONGER)) {
      for (boolean reversed : new boolean[] {false, true}) {
        var begun = code(reversed ? source : NUMBERS);
        AtomicReference<BiFunction<Programs.Tasks, Flow, Object>> code =
            new AtomicReference<>(begun);
        try (TestEngine engine =
            BothWays.config(w -> code.get().apply(w.tasks(), w.flow()))
                .coldInEveryRound()
                .start()) {
          TestRun run = engine.start("Scripted", "in");
          engine.runUntilIdle();
          code.set(code(reversed ? NUMBERS : source));
          run.signal("go", "now");
          boolean two = reversed && source.equals(MOVED);
          assertThat(run.resultJson()).isEqualTo(two ? "4" : "1");
        }
      }
    }
  }

  @Test
  void another_version_of_a_task_is_another_task() {
    boolean[] changed = new boolean[1];
    BothWays.Script script =
        w -> {
          var first = changed[0] ? w.second().same(1) : w.first().same(1);
          w.flow().signal("go", String.class).get();
          return first;
        };
    try (TestEngine engine = BothWays.config(script).coldInEveryRound().start()) {
      TestRun run = engine.start("Scripted", "in");
      engine.runUntilIdle();
      changed[0] = true;
      run.signal("go", "now");
      engine.runUntilIdle();
      assertThat(lastRound(run).stopped().why())
          .isEqualTo(
              "history has Versioned.same-1 of type Versioned.same 1, the code now calls"
                  + " Versioned.same 2");
    }
  }

  @Test
  void which_call_was_made_in_which_round_is_read_from_the_history() {
    BothWays.Script script =
        w -> {
          List<Promise<Integer>> all = new ArrayList<>();
          for (int i = 0; i < 12; i++) {
            all.add(w.tasks().number(i));
          }
          var sum = w.tasks().sum(all);
          w.flow().signal("go", String.class).get();
          return sum;
        };
    List<List<String>> orders = new ArrayList<>();
    for (boolean changes : new boolean[] {false, true}) {
      TestConfig config =
          BothWays.config(script)
              .coldInEveryRound()
              .deciding(5, 3)
              .taking("Tasks.number", seconds(2));
      try (TestEngine engine = config.start()) {
        TestRun run = engine.start("Scripted", "in");
        engine.pass(seconds(1));
        assertThat(scheduled(run)).hasSize(5);
        if (changes) {
          // The next workers take more at once; what was decided stays decided.
          engine.limits(1_000, 1_000);
        }
        engine.pass(seconds(30));
        run.signal("go", "now");
        assertThat(run.resultJson()).isEqualTo("66");
        orders.add(scheduled(run));
      }
    }
    assertThat(orders.get(1)).isEqualTo(orders.get(0)).hasSize(13).doesNotHaveDuplicates();
  }

  @Test
  void a_workflow_that_no_jar_has_stops_and_goes_on_when_one_has_it() {
    TestConfig config = BothWays.config(w -> w.flow().signal("go", String.class).get());
    try (TestEngine engine = config.coldInEveryRound().start()) {
      TestRun run = engine.start("Scripted", "in");
      engine.runUntilIdle();
      engine.withJar(
          catalogue -> catalogue.tasks(Programs.Versioned.class, Programs.Same::new),
          () -> {
            run.signal("go", "now");
            engine.runUntilIdle();
          });
      assertThat(lastRound(run).stopped().why())
          .isEqualTo("This jar has no workflow Scripted of version 1.");
      assertThat(run.open()).isTrue();
      run.signal("flowscope.wake", null);
      assertThat(run.resultJson()).isEqualTo("\"now\"");
    }
  }

  private static RoundRecord lastRound(TestRun run) {
    return RecordCodec.readRound(
            run.events(Event.DecisionTaskCompleted.class).getLast().executionContext(), List.of())
        .orElseThrow();
  }

  @Test
  void code_that_does_not_fit_the_history_stops_the_decision_and_not_the_workflow() {
    boolean[] changed = new boolean[1];
    BothWays.Script script =
        w -> {
          var first = changed[0] ? w.tasks().square(Promise.of(1)) : w.tasks().number(1);
          w.flow().signal("go", String.class).get();
          return first.get();
        };
    try (TestEngine engine = BothWays.config(script).coldInEveryRound().start()) {
      TestRun run = engine.start("Scripted", "in");
      engine.runUntilIdle();
      changed[0] = true;
      run.signal("go", "now");
      engine.runUntilIdle();
      RoundRecord round = lastRound(run);
      assertThat(round.stopped()).isNotNull();
      assertThat(round.stopped().why())
          .isEqualTo(
              "history has number-1, the code now calls square-1 at " + round.stopped().at());
      assertThat(round.stopped().at()).startsWith("DivergenceTest.java:");
      assertThat(run.open()).isTrue();
      changed[0] = false;
      run.signal("flowscope.wake", null);
      assertThat(run.resultJson()).isEqualTo("1");
    }
  }

  @Test
  void three_decisions_that_ran_out_of_time_stop_the_run() {
    int[] decisions = new int[1];
    TestConfig config =
        BothWays.config(w -> w.tasks().number(1).get())
            .faults(
                task -> decisions[0]++ < 3 ? Faults.Fault.DIES_BEFORE_ANSWER : Faults.Fault.NONE);
    try (TestEngine engine = config.start()) {
      TestRun run = engine.start("Scripted", "in");
      engine.runUntilIdle();
      assertThat(lastRound(run).stopped().why()).contains("three decisions");
      run.signal("flowscope.wake", null);
      assertThat(run.resultJson()).isEqualTo("1");
    }
  }
}
