package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is killed, every run finishes, and nothing is lost or done twice. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillIT {
  private static final String VIDEO =
      "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]";

  @TempDir Path temp;

  @Test
  void the_server_is_killed_five_times_in_the_middle_of_the_video_workflow() {
    Path data = temp.resolve("data");
    int port = ServerProcess.freePort();
    Random random = new Random(20150720);
    List<Api.Run> runs = new ArrayList<>();
    List<ProcessHandle> everyWorker = new ArrayList<>();

    ServerProcess server = ServerProcess.start(data, port);
    for (int kill = 0; kill < 5; kill++) {
      runs.add(server.api().start("ProcessVideo", VIDEO));
      pause(300 + random.nextInt(1700));
      everyWorker.addAll(server.descendants());
      server.kill();
      server = ServerProcess.start(data, port);
    }

    Api api = server.api();
    for (Api.Run started : runs) {
      Api.Run run = api.run(started.workflowId, started.runId);
      run.join();
      assertThat(run.status()).as("%s", run.summary()).isEqualTo("completed");
      List<JsonNode> events = run.history();
      Histories.assertSound(events);
      assertThat(Histories.count(events, "ActivityTaskCompleted")).isEqualTo(15);
    }
    everyWorker.addAll(server.descendants());
    server.close();
    assertThat(everyWorker).isNotEmpty();
    assertNoneLeft(everyWorker);
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
        Api.Run run = api.start("ProcessVideo", VIDEO);
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

  /** Real time is the input of this test: the moment at which the process dies. */
  private static void pause(int millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
