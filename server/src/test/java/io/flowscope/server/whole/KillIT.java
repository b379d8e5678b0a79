package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is killed, every run finishes, and nothing is lost or done twice. */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillIT {
  private static final int KILLS = 4;
  private static final long SEED = 20150720;

  @TempDir Path temp;

  @Test
  void the_server_is_killed_again_and_again_with_clients_and_workflows_in_flight() {
    Path data = temp.resolve("data");
    ServerKills series = new ServerKills(data, SEED);

    KillFigures figures = series.run(KILLS);

    System.out.println(figures);
    assertThat(figures.violations()).as("seed %d", SEED).isEmpty();
    assertThat(figures.kills()).isEqualTo(KILLS);
    assertThat(figures.belowFloor()).as("rounds that did too little").isZero();
    assertThat(figures.tokensRepeated()).isGreaterThan(KILLS);
    assertThat(series.everyWorker()).isNotEmpty();
    assertNoneLeft(series.everyWorker());
    assertThat(ServerProcess.processesThatName(data)).isEmpty();
    assertThat(ServerProcess.execute("verify", "--data", data.toString()).code()).isZero();
  }

  @Test
  void all_workers_are_killed_in_mid_run_and_three_times_more() {
    Path data = temp.resolve("data");
    try (ServerProcess server = ServerProcess.start(data, 0)) {
      Api api = server.api();
      List<Api.Run> runs = new ArrayList<>();
      for (int kill = 0; kill < 4; kill++) {
        Api.Run run = api.start("ProcessVideo", ServerKills.VIDEO);
        run.joinState("embedSubtitle-1", "started");
        runs.add(run);
        List<ProcessHandle> workers = server.descendants();
        assertThat(workers).isNotEmpty();
        workers.forEach(ProcessHandle::destroyForcibly);
      }
      for (Api.Run run : runs) {
        run.join();
        assertThat(run.status()).isEqualTo("completed");
        List<JsonNode> events = run.history();
        Histories.assertSound(events);
        assertThat(Histories.count(events, "ActivityTaskTimedOut")).isPositive();
        assertThat(Histories.count(events, "ActivityTaskCompleted")).isEqualTo(15);
      }
    }
    assertThat(ServerProcess.processesThatName(data)).isEmpty();
    assertThat(ServerProcess.execute("verify", "--data", data.toString()).code()).isZero();
  }

  private static void assertNoneLeft(List<ProcessHandle> processes) {
    processes.forEach(process -> process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }
}
