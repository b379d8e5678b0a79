package io.flowscope.server.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowscope.server.catalogue.Describer;
import io.flowscope.server.catalogue.JarDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Has a jar described by a worker process that is made for it and ends with it. */
public final class WorkerDescriber implements Describer {
  private static final int MAXIMUM_OUTPUT = 8 << 20;
  private static final int DETAIL_LINES = 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final WorkerLauncher launcher;
  private final Duration limit;

  /**
   * @param limit how long a description may take
   */
  public WorkerDescriber(WorkerLauncher launcher, Duration limit) {
    this.launcher = launcher;
    this.limit = limit;
  }

  @Override
  public int javaVersion() {
    return launcher.javaVersion();
  }

  @Override
  public Result describe(Path jar) {
    WorkerProcess worker = null;
    try {
      Path errors = Files.createTempFile("flowscope-describe-", ".log");
      try {
        worker = launcher.start("describe", jar, "describe", WorkerLauncher.Life.SHORT, false);
        return describe(worker, jar, new OutputLog(errors, System::nanoTime));
      } finally {
        Files.deleteIfExists(errors);
      }
    } catch (IOException e) {
      return new Result.Failed("The jar could not be described: " + e.getMessage(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Failed("The server stopped while the jar was being described.", null);
    } finally {
      if (worker != null) {
        remove(worker);
      }
    }
  }

  private static void remove(WorkerProcess worker) {
    worker.kill();
    worker
        .process()
        .onExit()
        .copy()
        .completeOnTimeout(worker.process(), 2, TimeUnit.SECONDS)
        .join();
    worker.cleanUp();
  }

  private Result describe(WorkerProcess worker, Path jar, OutputLog errors)
      throws IOException, InterruptedException {
    Process process = worker.process();
    CompletableFuture<byte[]> output = new CompletableFuture<>();
    Thread reader = pump("describe-output", () -> output.complete(read(process.getInputStream())));
    Thread drain = pump("describe-errors", () -> errors.drain(process.getErrorStream()));
    try {
      worker.tell(
          JSON.writeValueAsString(java.util.Map.of("jar", jar.toAbsolutePath().toString())));
    } catch (IOException e) {
      // It ended before it read its configuration; its exit code says why.
    }
    boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime) {
      worker.kill();
    }
    reader.join(1_000);
    drain.join(1_000);
    List<String> lines = errors.lastLines(DETAIL_LINES);
    if (!inTime) {
      return failed(
          "The jar was not described within %d s, so its process was killed: is there an endless loop in a static initialiser or in fill(…)?"
              .formatted(limit.toSeconds()),
          lines);
    }
    return result(output.getNow(new byte[0]), process.exitValue(), lines);
  }

  private Result result(byte[] output, int exitCode, List<String> lines) {
    JsonNode answer = answer(output);
    if (answer != null && answer.hasNonNull("error")) {
      String details = answer.path("details").asText("");
      return new Result.Failed(answer.path("error").asText(), details.isEmpty() ? null : details);
    }
    if (answer != null && exitCode == 0) {
      try {
        return new Result.Described(JSON.treeToValue(answer, JarDescription.class));
      } catch (JsonProcessingException e) {
        return new Result.Failed(
            "The description of the jar cannot be read.", e.getOriginalMessage());
      }
    }
    // The Java runtime says so on its standard output, whatever the program made of it.
    String text = new String(output, StandardCharsets.UTF_8);
    if (Endings.ranOutOfMemory(text.lines().toList()) || Endings.ranOutOfMemory(lines)) {
      return failed(
          "The jar used up the memory of its process (%s) while being described."
              .formatted(launcher.heap()),
          lines);
    }
    return failed(
        "The jar ended its process with exit code %d while being described.".formatted(exitCode),
        lines);
  }

  private static Result failed(String sentence, List<String> lines) {
    return new Result.Failed(sentence, lines.isEmpty() ? null : String.join("\n", lines));
  }

  /** The last line that is a JSON object. */
  private static @Nullable JsonNode answer(byte[] output) {
    List<String> lines = new String(output, StandardCharsets.UTF_8).lines().toList().reversed();
    for (String line : lines) {
      if (line.startsWith("{")) {
        try {
          return JSON.readTree(line);
        } catch (JsonProcessingException e) {
          // Something else that begins like one.
        }
      }
    }
    return null;
  }

  private static byte[] read(InputStream in) {
    try (in) {
      byte[] bytes = in.readNBytes(MAXIMUM_OUTPUT);
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return bytes;
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static Thread pump(String name, Runnable body) {
    return Thread.ofPlatform().daemon().name(name).start(body);
  }
}
