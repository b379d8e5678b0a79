package io.flowscope.server.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.server.UsageError;
import io.flowscope.server.process.WorkerLauncher;
import io.flowscope.server.process.WorkerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The process in which the jar's code is replayed; started again when a history ended it. */
final class ReplayProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Bench bench;
  private final Path jar;
  private WorkerProcess worker;
  private BufferedReader answers;

  /**
   * What the process says of a history.
   *
   * @param kind {@code OK}, {@code DIVERGED}, {@code NOT_IN_JAR} or {@code UNREADABLE}
   */
  record Answer(String kind, String type, String message, List<String> diff) {}

  private ReplayProcess(Bench bench, Path jar, WorkerProcess worker, BufferedReader answers) {
    this.bench = bench;
    this.jar = jar;
    this.worker = worker;
    this.answers = answers;
  }

  static ReplayProcess start(Bench bench, Path jar) throws IOException {
    WorkerProcess worker = launch(bench, jar);
    BufferedReader answers = answers(worker);
    ready(answers);
    return new ReplayProcess(bench, jar, worker, answers);
  }

  private static WorkerProcess launch(Bench bench, Path jar) throws IOException {
    WorkerProcess worker =
        bench.launcher().start("replay", jar, "replay", WorkerLauncher.Life.LONG, false);
    Thread.ofPlatform().daemon().name("replay-errors").start(() -> copy(worker.process()));
    worker.tell(JSON.createObjectNode().put("jar", jar.toString()).toString());
    return worker;
  }

  private static BufferedReader answers(WorkerProcess worker) {
    return new BufferedReader(
        new InputStreamReader(worker.process().getInputStream(), StandardCharsets.UTF_8));
  }

  private static void ready(BufferedReader answers) throws IOException {
    JsonNode first = next(answers);
    if (first == null || !first.path("ready").asBoolean()) {
      throw new UsageError(
          "JAR: it cannot be used: "
              + (first == null ? "its process ended." : first.path("error").asText()));
    }
  }

  /** What the author's code prints. */
  private static void copy(Process process) {
    try {
      process.getErrorStream().transferTo(System.err);
    } catch (IOException e) {
      // The process is gone.
    }
  }

  private static JsonNode next(BufferedReader answers) throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
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

  Answer replay(String history) throws IOException {
    JsonNode answer = null;
    try {
      worker.tell(history);
      answer = next(answers);
    } catch (IOException e) {
      // Its process ended; told below.
    }
    if (answer == null) {
      close();
      worker = launch(bench, jar);
      answers = answers(worker);
      ready(answers);
      return new Answer(
          "DIVERGED",
          "",
          "The process ended while the jar's code was replayed: see what it printed.",
          List.of());
    }
    return new Answer(
        answer.path("kind").asText(),
        answer.path("type").asText(),
        answer.path("message").asText(),
        StreamSupport.stream(answer.path("diff").spliterator(), false)
            .map(JsonNode::asText)
            .toList());
  }

  @Override
  public void close() {
    worker.kill();
    worker.process().onExit().join();
    worker.cleanUp();
  }
}
