package io.flowscope.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine under the simulation: fixed seeds, and those that ever failed. {@code
 * scripts/simulate} runs any number of others.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 500);
  private static final int WHOLE = 300;

  /** Events that only AWS Lambda and permissions could cause. */
  private static final Set<String> IMPOSSIBLE =
      Set.of(
          "LambdaFunctionScheduled",
          "LambdaFunctionStarted",
          "LambdaFunctionCompleted",
          "LambdaFunctionFailed",
          "LambdaFunctionTimedOut",
          "StartLambdaFunctionFailed",
          "RecordMarkerFailed");

  @TempDir Path temp;

  @Test
  void nothingThatMustNotHappenHappens() throws IOException {
    List<Long> seeds = new ArrayList<>(everFailed());
    LongStream.range(0, SEEDS).filter(seed -> !seeds.contains(seed)).forEach(seeds::add);
    List<Campaign.Result> results = Campaign.run(seeds, 2, Boolean.getBoolean("simulation.stop"));
    Tally all = new Tally();
    results.forEach(result -> all.add(result.tally()));
    assertThat(results.stream().filter(result -> result.failure() != null))
        .extracting(Campaign.Result::line)
        .isEmpty();
    results.forEach(SimulationTest::didEnough);
    if (SEEDS >= WHOLE) {
      sawEverything(all);
    }
  }

  private static void didEnough(Campaign.Result result) {
    assertThat(result.tally().of("acknowledged")).as(result.floor()).isGreaterThanOrEqualTo(60);
    assertThat(result.tally().all("event ")).as(result.floor()).isGreaterThanOrEqualTo(180);
    assertThat(result.tally().all("read ")).as(result.floor()).isGreaterThanOrEqualTo(20);
    assertThat(result.tally().all("fault ")).as(result.floor()).isGreaterThanOrEqualTo(3);
  }

  private static void sawEverything(Tally all) {
    Set<String> missing = new TreeSet<>();
    for (Class<?> type : Event.class.getPermittedSubclasses()) {
      if (!IMPOSSIBLE.contains(type.getSimpleName())
          && all.of("event " + type.getSimpleName()) == 0) {
        missing.add(type.getSimpleName());
      }
    }
    assertThat(missing).as("events that never happened").isEmpty();
    assertThat(Arrays.stream(Fault.values()).filter(fault -> all.of("fault " + fault) < 10))
        .as("faults that hardly happened")
        .isEmpty();
    assertThat(all.of("polls that ended")).isGreaterThan(1_000);
    assertThat(all.of("acknowledged")).isGreaterThan(100L * SEEDS);
    assertThat(all.of("restarts")).isGreaterThan(SEEDS);
    assertThat(all.of("throttled")).isGreaterThan(SEEDS);
    assertThat(all.of("deleted")).isGreaterThan(SEEDS);
    assertThat(all.of("purged")).isGreaterThan(SEEDS);
    assertThat(all.of("tasks that others had to wait for")).isGreaterThan(SEEDS);
    assertThat(all.of("decisions beyond their rate")).isGreaterThan(SEEDS / 10);
    assertThat(all.of("event TimerFired")).isGreaterThan(SEEDS);
  }

  @Test
  void aSeedDoesTheSameEveryTime() {
    Campaign.Result one = Campaign.run(11, temp, null);
    Campaign.Result other = Campaign.run(11, temp, null);
    assertThat(other.fingerprint()).isEqualTo(one.fingerprint());
    assertThat(other.tally().counts()).isEqualTo(one.tally().counts());
  }

  private static List<Long> everFailed() throws IOException {
    List<Long> seeds = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SimulationTest.class.getResourceAsStream("seeds.txt"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String seed = line.replaceAll("#.*", "").strip();
        if (!seed.isEmpty()) {
          seeds.add(Long.parseLong(seed));
        }
      }
    }
    return seeds;
  }
}
