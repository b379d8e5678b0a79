package io.flowscope.server.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.wire.Wire;
import io.flowscope.server.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowscope run}: one workflow, without a server. */
@Command(
    name = "run",
    description = "Runs one workflow of a jar, without a server.",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  private static final List<String> TRACES = List.of(".svg", ".html", ".json");

  @Parameters(index = "0", paramLabel = "JAR", description = "The workflow jar.")
  private Path jar = Path.of("");

  @Parameters(index = "1", paramLabel = "WORKFLOW", description = "The workflow's name.")
  private String workflow = "";

  @Option(
      names = "--input",
      paramLabel = "JSON-ARRAY",
      description = "The arguments, for instance '[\"http://example.org/v.mp4\", 3]'.")
  private String input = "[]";

  @Option(names = "--sequential", description = "Runs it as plain Java, one task after another.")
  private boolean sequential;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Writes the timeline (.svg, .html) or the history (.json).")
  private @Nullable Path trace;

  /**
   * Runs the workflow.
   *
   * @return 0, or 1 when the workflow failed
   * @throws UsageError when the jar, the workflow or an option cannot be used
   */
  @Override
  public Integer call() throws IOException, InterruptedException {
    checkTrace();
    Job job = new Job(jar.toAbsolutePath(), jar.toString(), workflow, arguments(), trace);
    try (Bench bench = Bench.open()) {
      return sequential ? new PlainRun(bench).run(job) : new LocalRun(bench).run(job);
    }
  }

  private void checkTrace() {
    if (trace == null) {
      return;
    }
    String name = trace.toString().toLowerCase(Locale.ROOT);
    if (TRACES.stream().noneMatch(name::endsWith)) {
      throw new UsageError(
          "--trace %s: give a file that ends with .svg, .html or .json.".formatted(trace));
    }
    if (sequential) {
      throw new UsageError(
          "--trace %s: plain Java leaves no history to draw; leave out --trace or --sequential."
              .formatted(trace));
    }
    Path folder = Objects.requireNonNull(trace.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(trace)) {
      throw new UsageError(
          "--trace %s: this file cannot be written; give one in a folder that exists."
              .formatted(trace));
    }
  }

  private JsonNode arguments() {
    try {
      JsonNode node = Wire.JSON.readTree(input);
      if (node == null || !node.isArray()) {
        throw new UsageError(
            "--input %s: give a JSON array with one element for each argument, for instance '[1]'."
                .formatted(shortened(input)));
      }
      return node;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
      throw new UsageError(
          "--input %s: this is no JSON%s; give an array with one element for each argument, in single quotes."
              .formatted(shortened(input), where));
    }
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }
}
