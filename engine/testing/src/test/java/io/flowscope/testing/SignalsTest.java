package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signals are queues. Warm and cold in every round. */
class SignalsTest {
  @Test
  void signals_are_a_queue_and_are_taken_when_observed() {
    BothWays.of(
            w -> {
              List<String> seen = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                Promise<String> once = w.flow().signal("s", String.class);
                Promise<String> again = w.flow().signal("s", String.class);
                boolean same = once == again;
                seen.add(w.flow().signal("s", String.class).get() + same);
              }
              return seen;
            })
        .story(
            (engine, run) -> {
              run.signal("s", "a");
              engine.pass(seconds(1));
              run.signal("s", "b");
              run.signal("s", "c");
            },
            run -> assertThat(run.resultJson()).isEqualTo("[\"atrue\",\"btrue\",\"ctrue\"]"));
  }

  @Test
  void a_signal_that_lost_is_not_taken() {
    BothWays.of(
            w -> {
              var first =
                  Promise.first(
                      w.tasks().echo(Promise.of("task")), w.flow().signal("s", String.class));
              String won = first.get();
              w.flow().sleep(seconds(5)).get();
              return List.of(won, w.flow().signal("s", String.class).get());
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              run.signal("s", "late");
            },
            run -> assertThat(run.resultJson()).isEqualTo("[\"task\",\"late\"]"));
  }

  @Test
  void a_signal_travels_to_another_execution() {
    BothWays.of(
            w -> {
              w.flow().signal("nobody", "x", 1).outcome();
              return "sent";
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"sent\"");
              assertThat(run.events(Event.SignalExternalWorkflowExecutionInitiated.class))
                  .hasSize(1);
            });
  }

  @Test
  void an_argument_and_the_winner_of_first_take_a_signal() {
    BothWays.of(
            w -> {
              String one = w.tasks().echo(w.flow().signal("s", String.class)).get();
              var two =
                  Promise.first(
                      w.flow().signal("s", String.class),
                      w.flow().sleep(seconds(90)).map(v -> "late"));
              String second = two.get();
              return List.of(one, second, w.flow().signal("s", String.class));
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              for (String each : List.of("a", "b", "c")) {
                run.signal("s", each);
                engine.pass(seconds(1));
              }
              engine.runUntilIdle();
            },
            run -> assertThat(run.resultJson()).isEqualTo("[\"a\",\"b\",\"c\"]"));
  }
}
