package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asked to stop in the middle of everything, the server stops soon, silently and completely. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopIT {
  private static final String VIDEO =
      "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]";

  @TempDir Path temp;

  @Test
  void streams_polls_and_a_running_workflow_do_not_hold_it() throws Exception {
    Path data = temp.resolve("data");
    ServerProcess server = ServerProcess.start(data, 0);
    Api.Run run = server.api().start("ProcessVideo", VIDEO);
    run.joinState("embedSubtitle-1", "started");
    CountDownLatch watched = new CountDownLatch(1);
    CompletableFuture<Void> stream =
        CompletableFuture.runAsync(
            () ->
                run.follow(
                    columns -> {
                      watched.countDown();
                      return false;
                    }));
    watched.await();

    assertThat(server.stop()).isZero();

    assertThat(stream.handle((done, cut) -> "ended").get(5, TimeUnit.SECONDS)).isEqualTo("ended");
    assertThat(server.err()).isEmpty();
    assertThat(Files.readString(data.resolve("server.log")))
        .doesNotContain("ERROR", "\tat ", "Exception")
        .contains("Stopped");
    assertThat(ServerProcess.processesThatName(data)).isEmpty();
    assertThat(readableByOthers(data)).isEmpty();

    try (ServerProcess again = ServerProcess.start(data, 0)) {
      Api.Run same = again.api().run(run.workflowId, run.runId);
      same.join();
      assertThat(same.status()).isEqualTo("completed");
      Histories.assertSound(same.history());
    }
  }

  private static List<String> readableByOthers(Path data) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.map(StopIT::modeAndName)
          .filter(line -> !line.substring(3, 9).equals("------"))
          .toList();
    }
  }

  private static String modeAndName(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " " + path;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
