package io.flowscope.server.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.WorkerLauncher;
import io.flowscope.server.process.WorkerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a workflow as plain Java, in a process of its own. */
final class PlainRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Bench bench;

  PlainRun(Bench bench) {
    this.bench = bench;
  }

  /** Prints result and times; 0, or 1 when it failed. */
  int run(Job job) throws IOException, InterruptedException {
    StoredJar jar = Described.of(job.jar(), job.jarName(), bench);
    Described.workflow(job, jar);
    WorkerProcess worker =
        bench.launcher().start("inline", job.jar(), "inline", WorkerLauncher.Life.SHORT, false);
    Thread onExit = Thread.ofPlatform().unstarted(worker::kill);
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      Thread errors =
          Thread.ofPlatform().daemon().start(() -> copy(worker.process().getErrorStream()));
      worker.tell(
          JSON.writeValueAsString(
              Map.of(
                  "jar",
                  job.jar().toString(),
                  "workflow",
                  job.workflow(),
                  "input",
                  job.input().toString())));
      String output =
          new String(worker.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = worker.process().waitFor();
      errors.join(TimeUnit.SECONDS.toMillis(1));
      return report(output, code);
    } finally {
      worker.kill();
      worker.cleanUp();
      Runtime.getRuntime().removeShutdownHook(onExit);
    }
  }

  private static int report(String output, int code) {
    JsonNode answer = answer(output);
    if (answer == null) {
      System.err.println("The workflow ended its process with exit code " + code + ".");
      return 1;
    }
    if (answer.has("error")) {
      System.err.println("The workflow failed: " + answer.path("error").asText());
      String details = answer.path("details").asText("");
      if (!details.isEmpty()) {
        System.err.println(details);
      }
      return 1;
    }
    System.out.println(answer.path("result"));
    System.out.println(Times.sequential(answer.path("wallMillis").asLong()));
    return 0;
  }

  private static @Nullable JsonNode answer(String output) {
    for (String line : output.lines().toList().reversed()) {
      if (line.startsWith("{")) {
        try {
          return JSON.readTree(line);
        } catch (JsonProcessingException e) {
          // Something else that begins like an answer.
        }
      }
    }
    return null;
  }

  private static void copy(InputStream in) {
    try (in) {
      in.transferTo(System.err);
    } catch (IOException e) {
      // The process is gone.
    }
  }
}
