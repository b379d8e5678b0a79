package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Time, chance and what else the flow gives. Warm and cold in every round. */
class TimeTest {
  @Test
  void now_random_uuid_side_effects_and_versions_are_the_same_in_every_replay() {
    int[] ran = new int[1];
    BothWays.of(
            w -> {
              var before = w.flow().now();
              String id = w.flow().uuid().toString();
              int dice = w.flow().random().nextInt(6);
              String effect = w.flow().sideEffect(String.class, () -> "effect" + ran[0]++ * 0);
              int version = w.flow().version("change", 1, 3);
              w.tasks().number(1).get();
              w.flow().sleep(Duration.ofMillis(1500)).get();
              return List.of(
                  Duration.between(before, w.flow().now()).toSeconds(), id, dice, effect, version);
            })
        .run(
            run -> {
              assertThat(run.resultJson()).startsWith("[2,").endsWith(",\"effect0\",3]");
              assertThat(ran[0]).isLessThanOrEqualTo(2);
            });
    assertThat(ran[0]).isEqualTo(2);
  }

  @Test
  void markers_and_progress() {
    BothWays.of(
            w -> {
              w.flow().marker("m", Map.of("a", 1));
              w.flow().progress(1, 2);
              w.tasks().number(1).get();
              w.flow().progress(2, 2);
              return "x";
            })
        .run(
            run ->
                assertThat(run.events(Event.MarkerRecorded.class))
                    .extracting(m -> m.markerName() + " " + m.details())
                    .containsExactly(
                        "m {\"a\":1}",
                        "flowscope.progress {\"done\":1,\"of\":2}",
                        "flowscope.progress {\"done\":2,\"of\":2}"));
  }

  @Test
  void now_is_when_the_decision_began() {
    BothWays.of(
            w -> {
              String first = w.flow().now().toString();
              w.flow().sleep(seconds(7)).get();
              return List.of(first, w.flow().now().toString(), w.flow().now().toString());
            })
        .run(
            run -> {
              List<String> began =
                  run.history().stream()
                      .filter(e -> e.event() instanceof Event.DecisionTaskStarted)
                      .map(e -> "\"" + e.eventTimestamp() + "\"")
                      .toList();
              assertThat(run.resultJson())
                  .isEqualTo("[" + began.get(0) + "," + began.get(1) + "," + began.get(1) + "]");
            });
  }

  @Test
  void durations_are_rounded_up_to_whole_seconds() {
    BothWays.of(w -> w.flow().sleep(Duration.ofMillis(1)))
        .run(run -> assertThat(run.summary().wallMillis()).isEqualTo(1_000));
    BothWays.of(w -> w.flow().sleep(Duration.ofMillis(2_001)))
        .run(run -> assertThat(run.summary().wallMillis()).isEqualTo(3_000));
  }
}
