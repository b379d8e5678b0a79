package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What calls are given and what they give. Warm and cold in every round. */
class ArgumentsTest {
  @Test
  void arguments_are_frozen_when_the_call_is_made() {
    BothWays.of(
            w -> {
              List<Promise<Integer>> list = new ArrayList<>(List.of(w.tasks().number(1)));
              var sum = w.tasks().sum(list);
              list.add(Promise.of(100));
              return sum;
            })
        .gives("1");
  }

  @Test
  void a_value_that_cannot_be_written_is_a_clear_error() {
    BothWays.of(w -> w.flow().signal("other", "x", List.of(1).iterator()))
        .run(run -> assertThat(run.failure().reason()).contains("iterator"));
  }

  @Test
  void a_failed_argument_fails_the_call_without_scheduling_it() {
    BothWays.of(
            w -> {
              var failed = w.tasks().fail("no");
              var passed = w.tasks().echo(w.tasks().echo(failed));
              try {
                return passed.get();
              } catch (TaskFailed e) {
                return e.task() + " " + e.reason();
              }
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"Tasks.fail-1 IllegalStateException: no\"");
              assertThat(scheduled(run)).containsExactly("Tasks.fail-1");
              assertThat(warnings(run)).isEmpty();
            });
  }

  @Test
  void objects_that_get_hands_out_are_fresh() {
    BothWays.of(
            w -> {
              var box = w.tasks().echo(Promise.of("x"));
              Object once = box.get();
              Object again = box.get();
              return once == again ? "same" : "fresh";
            })
        .gives("\"fresh\"");
  }

  @Test
  void promises_are_found_at_any_depth() {
    BothWays.of(
            w ->
                w.tasks()
                    .look(
                        new Programs.Deep(
                            w.tasks().number(1),
                            List.of(w.tasks().number(2)),
                            Map.of("a", w.tasks().number(3)),
                            Optional.of(w.tasks().number(4)),
                            array(w.tasks().number(5)),
                            Set.of(List.of(w.tasks().number(6))))))
        .with(c -> c.taking("Tasks.number-6", seconds(3)).taking("Tasks.number-4", seconds(2)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"1[2]34[5][6]\"");
              assertThat(Edges.into("Tasks.look-1", Edges.data(run.graph()))).hasSize(6);
            });
  }

  @SafeVarargs
  private static <T> T[] array(T... elements) {
    return elements;
  }

  @Test
  void values_come_back_as_they_were_declared() {
    Programs.Declared declared =
        new Programs.Declared(
            Set.of(7),
            Instant.parse("2026-01-02T03:04:05.006Z"),
            new UUID(1, 2),
            new byte[] {1, -2, 3},
            Thread.State.BLOCKED,
            Map.of(5, List.of(new Programs.Circle(1), new Programs.Square(2))),
            Optional.of(Duration.ofMillis(1_500)));
    BothWays.of(
            w -> {
              var back = w.tasks().same(w.tasks().same(Promise.of(declared))).get();
              return List.of(
                  back.set().equals(declared.set()),
                  back.instant().equals(declared.instant()),
                  back.uuid().equals(declared.uuid()),
                  List.of(back.bytes()[0], back.bytes()[1], back.bytes()[2]),
                  back.state() == declared.state(),
                  back.shapes().equals(declared.shapes()),
                  back.duration().equals(declared.duration()));
            })
        .gives("[true,true,true,[1,-2,3],true,true,true]");
  }

  @Test
  void what_get_hands_out_can_be_changed_without_changing_the_value() {
    BothWays.of(
            w -> {
              var numbers = w.tasks().upTo(3);
              List<Integer> mine = numbers.get();
              mine.clear();
              return List.of(
                  numbers.get(), w.tasks().sum(numbers.get().stream().map(Promise::of).toList()));
            })
        .gives("[[1,2,3],6]");
  }

  @Test
  void cycles_streams_and_iterators_are_named_with_their_path() {
    List<Object> cycle = new ArrayList<>();
    cycle.add(Map.of("here", cycle));
    Map<String, Object> wrong =
        Map.of("contains itself", cycle, "stream", Stream.of(1), "iterator", cycle.iterator());
    wrong.forEach(
        (word, value) ->
            BothWays.of(w -> w.flow().signal("other", "x", Map.of("inside", List.of(value))))
                .run(
                    run ->
                        assertThat(run.failure().reason())
                            .contains("inside")
                            .containsIgnoringCase(word)));
  }

  @Test
  void a_call_fails_with_the_argument_that_failed_first_and_keeps_its_place() {
    for (boolean firstFails : new boolean[] {true, false}) {
      BothWays.of(
              w -> {
                var a = w.tasks().slowFail("a");
                var b = w.tasks().slowFail("b");
                var sum = w.tasks().join(List.of(a, b));
                var later = w.tasks().slow(1);
                // What failed for its argument is as old as that: it comes before the slow task.
                var order = Promise.finishOrder(List.of(later.map(n -> "late"), sum));
                try {
                  return order.getFirst().get();
                } catch (TaskFailed e) {
                  return e.task() + " " + sum;
                }
              })
          .with(c -> c.taking("Tasks.slowFail-1", seconds(firstFails ? 1 : 3)))
          .with(c -> c.taking("Tasks.slowFail-2", seconds(2)).taking("Tasks.slow", seconds(5)))
          .run(
              run -> {
                assertThat(run.resultJson())
                    .isEqualTo(
                        "\"Tasks.slowFail-" + (firstFails ? 1 : 2) + " failed Tasks.join-1\"");
                assertThat(scheduled(run)).doesNotContain("Tasks.join-1");
                assertThat(warnings(run)).hasSize(1);
              });
    }
  }
}
