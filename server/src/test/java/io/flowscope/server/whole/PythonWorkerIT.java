package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo whose tasks are carried out in Python, as {@code demos/python/README.md} tells: results,
 * a failure, heartbeats and what they answer.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonWorkerIT {
  /** Debian's interpreter: another one on the path need not see Debian's packages. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final Path WORKER = Path.of("../demos/python/worker.py");

  @TempDir Path temp;

  @Test
  void tasksInPythonAreCalledLikeAnyOther() throws IOException {
    assertThat(PYTHON).as("Install it: apt-get install -y python3-boto3").isExecutable();
    try (ServerProcess server = ServerProcess.start(temp.resolve("data"), 0)) {
      Process worker = worker(server);
      try {
        Api.Run run = server.api().start("DescribeInPython", "[100,1]");
        run.join();
        assertFindings(run);

        Api.Run canceled = server.api().start("DescribeInPython", "[100,600]");
        canceled.joinState("darts for 600 s", "started");
        server.api().post(canceled.path() + "/cancel", "{}");
        canceled.join();
        assertThat(canceled.status()).isEqualTo("canceled");
        awaitCanceledTask(server);
      } finally {
        worker.destroyForcibly().onExit().join();
      }
    }
  }

  private static void assertFindings(Api.Run run) {
    JsonNode summary = run.summary();
    JsonNode found = summary.get("result");
    assertThat(summary.get("status").asText()).isEqualTo("completed");
    assertThat(found.at("/summary/count").asInt()).isEqualTo(100);
    assertThat(found.at("/summary/mean").asDouble()).isBetween(12.0, 13.0);
    assertThat(found.at("/summary/deviation").asDouble()).isBetween(7.0, 8.0);
    assertThat(found.get("histogram").toString()).matches("\\[(\\d+,){3}\\d+]");
    assertThat(found.get("refused").asText())
        .isEqualTo("ValueError: 0 bins; at least one is needed");
    assertThat(found.get("pi").asDouble()).isBetween(3.0, 3.3);
    List<JsonNode> failures =
        run.history().stream()
            .filter(event -> event.get("eventType").asText().equals("ActivityTaskFailed"))
            .toList();
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst().at("/activityTaskFailedEventAttributes/details").asText())
        .startsWith("Traceback (most recent call last)")
        .contains("in histogram");
  }

  /** The worker goes on: it left the canceled task at its next heartbeat, and takes another. */
  private static void awaitCanceledTask(ServerProcess server) {
    Api.Run next = server.api().start("DescribeInPython", "[10,0]");
    next.join();
    assertThat(next.status()).isEqualTo("completed");
  }

  /** With a key of its own, kept to the domain. */
  private Process worker(ServerProcess server) throws IOException {
    JsonNode key =
        server.api().post("/api/v1/keys", "{\"name\":\"python\",\"domains\":[\"default\"]}").json();
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON.toString(), WORKER.toString())
            .redirectError(temp.resolve("python.log").toFile());
    builder.environment().remove("PYTHONPATH");
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
    builder.environment().put("AWS_ACCESS_KEY_ID", key.get("accessKeyId").asText());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", key.get("secretAccessKey").asText());
    builder.environment().put("FLOWSCOPE_ENDPOINT", server.address().toString());
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    assertThat(line)
        .as(() -> read(temp.resolve("python.log")))
        .isEqualTo("working on the task list python of the domain default");
    return process;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
