package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Edges through promises that are no calls of their own are those of the data. */
@Tag("local")
class EdgesTest {
  private static void into(String call, BothWays.Script script, String... from) {
    Set<String> wanted = new TreeSet<>();
    for (String id : from) {
      wanted.add(id + " > " + call);
    }
    BothWays.of(script)
        .with(c -> c.taking("Tasks.number", Duration.ofSeconds(1)))
        .with(c -> c.taking("Tasks.square", Duration.ofSeconds(1)))
        .run(run -> assertThat(Edges.into(call, Edges.data(run.graph()))).isEqualTo(wanted));
  }

  @Test
  void map_and_recover_hand_on_what_they_are_made_of() {
    into(
        "Tasks.square-1",
        w -> w.tasks().square(w.tasks().number(1).map(n -> n + 1)),
        "Tasks.number-1");
    into(
        "Tasks.echo-1",
        w -> w.tasks().echo(w.tasks().fail("no").recover(f -> "saved")),
        "Tasks.fail-1");
    into(
        "Tasks.echo-2",
        w -> w.tasks().echo(w.tasks().echo(Promise.of("x")).orElse("y")),
        "Tasks.echo-1");
  }

  @Test
  void an_edge_through_a_map_is_there_before_the_value_is() {
    BothWays.of(w -> w.tasks().square(w.tasks().number(1).map(n -> n + 1)))
        .with(c -> c.taking("Tasks.number", Duration.ofSeconds(9)))
        .story(
            (engine, run) -> engine.pass(Duration.ofSeconds(1)),
            run ->
                assertThat(Edges.data(run.graph()))
                    .containsExactly("Tasks.number-1 > Tasks.square-1"));
  }

  @Test
  void a_map_that_makes_a_call_hands_on_that_call() {
    into(
        "Tasks.sum-1",
        w ->
            w.tasks()
                .sum(
                    flat(
                        w.tasks()
                            .number(1)
                            .map(n -> List.of(w.tasks().number(n), w.tasks().number(n + 1))))),
        "1.Tasks.number-1",
        "1.Tasks.number-2");
  }

  @SuppressWarnings("unchecked") // a resolved promise is its value, at any depth
  private static List<Promise<Integer>> flat(Promise<List<Promise<Integer>>> nested) {
    return List.of(
        (Promise<Integer>) (Promise<?>) nested.map(List::getFirst),
        (Promise<Integer>) (Promise<?>) nested.map(List::getLast));
  }

  @Test
  void a_branch_that_returns_a_plain_value_hands_on_what_it_looked_at_last() {
    into(
        "Tasks.square-1",
        w ->
            w.tasks()
                .square(
                    w.flow()
                        .branch(
                            () -> {
                              int a = w.tasks().number(1).get();
                              return w.tasks().number(a).get();
                            })),
        "1.Tasks.number-2");
    into(
        "Tasks.square-1",
        w -> {
          var a = w.tasks().number(1);
          var b = w.tasks().number(2);
          return w.tasks().square(w.flow().branch(() -> a.get() + b.get()));
        },
        "Tasks.number-1",
        "Tasks.number-2");
    into(
        "Tasks.square-1",
        w ->
            w.tasks()
                .square(
                    w.flow()
                        .branch(
                            () -> {
                              int a = w.tasks().number(1).get();
                              w.tasks().echo(Promise.of("unrelated"));
                              return a;
                            })),
        "1.Tasks.number-1");
  }

  @Test
  void branches_in_branches_and_a_failure() {
    into(
        "Tasks.square-1",
        w ->
            w.tasks()
                .square(
                    w.flow().branch(() -> w.flow().branch(() -> w.tasks().number(1).get()).get())),
        "1.1.Tasks.number-1");
    into(
        "Tasks.echo-1",
        w ->
            w.tasks()
                .echo(
                    w.flow()
                        .<String>branch(() -> w.tasks().fail("no").get())
                        .recover(f -> "saved")),
        "1.Tasks.fail-1");
  }

  @Test
  void a_branch_that_others_need_only_after_its_end() {
    into(
        "Tasks.square-1",
        w -> {
          var branch = w.flow().branch(() -> w.tasks().number(1).get());
          w.flow().sleep(Duration.ofSeconds(30)).get();
          return w.tasks().square(branch);
        },
        "1.Tasks.number-1");
  }

  @Test
  void promises_within_settled_promises_are_not_lost() {
    into(
        "Tasks.echo-1",
        w -> {
          var a = w.tasks().number(1);
          return w.tasks().echo(Promise.all(List.of(Promise.of(List.of(a)))).map(Object::toString));
        },
        "Tasks.number-1");
  }

  @Test
  void reduce_needs_what_it_took_and_nothing_else() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> numbers = new ArrayList<>();
              numbers.add(Promise.of(40));
              for (int i = 1; i <= 5; i++) {
                numbers.add(w.tasks().number(i));
              }
              return Promise.reduce(numbers, w.tasks()::add);
            })
        .with(c -> c.taking("Tasks.number-1", Duration.ofSeconds(9)))
        .with(c -> c.taking("Tasks.number-3", Duration.ofSeconds(4)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("55");
              Set<String> edges = Edges.data(run.graph());
              assertThat(edges).hasSize(9);
              assertThat(Edges.into("Tasks.add-1", edges))
                  .containsExactly("Tasks.number-2 > Tasks.add-1");
              for (int i = 2; i <= 5; i++) {
                assertThat(Edges.into("Tasks.add-" + i, edges)).hasSize(2);
              }
              assertThat(run.timeline().calls().needs().toString()).doesNotContain("Promise.of");
            });
  }

  @Test
  void rows_stand_in_the_order_in_which_the_code_made_the_calls() {
    BothWays.of(
            w -> {
              var one = w.tasks().number(1);
              var square = w.tasks().square(one);
              var two = w.tasks().number(2);
              var sum = w.tasks().add(square, two);
              var pause = w.flow().sleep(seconds(1));
              var help = w.helper().help(sum);
              var three = w.tasks().number(3);
              pause.get();
              w.tasks().number(4);
              return List.of(help, w.tasks().square(three), w.tasks().square(help), three);
            })
        .story(
            (engine, run) -> {
              engine.pass(Duration.ofMillis(1));
              assertThat(run.timeline().calls().id())
                  .containsExactly(
                      "Tasks.number-1",
                      "Tasks.square-1",
                      "Tasks.number-2",
                      "Tasks.add-1",
                      "Flow.sleep-1",
                      "Helper.help-1",
                      "Tasks.number-3");
              engine.runUntilIdle();
            },
            run ->
                assertThat(run.timeline().calls().id())
                    .hasSize(10)
                    .endsWith("Tasks.number-4", "Tasks.square-2", "Tasks.square-3"));
  }
}
