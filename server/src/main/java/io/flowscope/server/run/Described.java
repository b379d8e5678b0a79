package io.flowscope.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.server.UsageError;
import io.flowscope.server.catalogue.Check;
import io.flowscope.server.catalogue.Describer;
import io.flowscope.server.catalogue.JarChecks;
import io.flowscope.server.catalogue.JarDescription;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.http.InputCheck;
import io.flowscope.server.process.WorkerDescriber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A jar that passed its checks, with what it offers. Both are kept in the cache by the jar's hash:
 * only the first run of a jar pays for them.
 */
final class Described {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Described() {}

  /**
   * @param name the jar as it was typed
   * @throws UsageError when it is no jar of workflows
   */
  static StoredJar of(Path file, String name, Bench bench) throws IOException {
    checkFile(file, name);
    String hash = hash(file);
    Path kept = bench.cache().resolve(hash + "-" + bench.launcher().javaVersion() + ".json");
    StoredJar jar;
    if (Files.isReadable(kept)) {
      return JSON.readValue(kept.toFile(), StoredJar.class);
    }
    List<Check> checks = new JarChecks(bench.launcher().javaVersion()).check(file);
    if (checks.getLast().state() == Check.State.FAILED) {
      throw new UsageError("JAR %s: %s".formatted(name, checks.getLast().detail()));
    }
    Describer.Result result = new WorkerDescriber(bench.launcher(), LIMIT).describe(file);
    JarDescription description =
        switch (result) {
          case Describer.Result.Described described -> described.description();
          case Describer.Result.Failed failed ->
              throw new UsageError("JAR %s: %s".formatted(name, failed.sentence()));
        };
    jar = new StoredJar(hash, name, Files.size(file), 0, 0, description, checks);
    Path draft = Files.createTempFile(bench.cache(), "description-", ".new");
    Files.write(draft, JSON.writeValueAsBytes(jar));
    Files.move(draft, kept, StandardCopyOption.REPLACE_EXISTING);
    return jar;
  }

  private static void checkFile(Path file, String name) {
    if (!Files.exists(file)) {
      throw new UsageError(
          "JAR %s: there is no such file; give the path of a workflow jar.".formatted(name));
    }
    if (!Files.isRegularFile(file)) {
      throw new UsageError(
          "JAR %s: this is a folder; give the path of a workflow jar.".formatted(name));
    }
  }

  static String hash(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = new byte[65_536];
      int count;
      while ((count = in.read(bytes)) >= 0) {
        digest.update(bytes, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /**
   * The workflow that the job names.
   *
   * @throws UsageError when the jar has none of that name, or the arguments do not fit
   */
  static WorkflowEntry workflow(Job job, StoredJar jar) {
    List<WorkflowEntry> all = jar.description().workflows();
    WorkflowEntry found =
        all.stream()
            .filter(entry -> entry.name().equals(job.workflow()))
            .max(Comparator.comparing(WorkflowEntry::version))
            .orElseThrow(() -> new UsageError(unknown(job, all)));
    checkInput(job, found);
    return found;
  }

  private static String unknown(Job job, List<WorkflowEntry> all) {
    if (all.isEmpty()) {
      return "WORKFLOW %s: %s has no workflow.".formatted(job.workflow(), job.jarName());
    }
    List<String> nearest =
        all.stream()
            .map(WorkflowEntry::name)
            .distinct()
            .sorted(Comparator.comparingInt(name -> Nearness.distance(name, job.workflow())))
            .limit(5)
            .toList();
    return "WORKFLOW %s: %s has no workflow of that name; the nearest are: %s."
        .formatted(job.workflow(), job.jarName(), String.join(", ", nearest));
  }

  private static void checkInput(Job job, WorkflowEntry workflow) {
    JsonNode schema = workflow.inputSchema();
    int most = workflow.parameters().size();
    int least = schema == null ? most : schema.path("minItems").asInt(most);
    int given = job.input().size();
    if (given < least || given > most) {
      List<String> names =
          workflow.parameters().stream()
              .map(parameter -> parameter.name() + " (" + parameter.type() + ")")
              .toList();
      throw new UsageError(
          "--input %s: %s takes %s, %d given; give an array of: %s."
              .formatted(
                  abbreviated(job.input().toString()),
                  workflow.name(),
                  most == 1 ? "1 argument" : most + " arguments",
                  given,
                  names.isEmpty() ? "nothing" : String.join(", ", names)));
    }
    if (schema != null) {
      InputCheck.check(schema, job.input()).stream()
          .findFirst()
          .ifPresent(
              finding -> {
                throw new UsageError(
                    "--input %s: argument %s: %s"
                        .formatted(
                            abbreviated(job.input().toString()),
                            finding.pointer(),
                            finding.message()));
              });
    }
  }

  private static String abbreviated(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
