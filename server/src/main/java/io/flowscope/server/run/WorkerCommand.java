package io.flowscope.server.run;

import io.flowscope.server.UsageError;
import io.flowscope.swf.AwsConnection;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowscope worker}: a jar's decisions and tasks for Amazon SWF or another endpoint. */
@Command(
    name = "worker",
    description = {
      "Works for Amazon SWF, or any endpoint that speaks like it, with the workflows and tasks of a"
          + " jar.",
      "Credentials are found as AWS's own tools find them: environment, profile, instance."
    },
    mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "JAR", description = "The workflow jar.")
  private Path jar = Path.of("");

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where SWF is spoken, for instance http://127.0.0.1:7070.")
  private @Nullable String endpoint;

  @Option(
      names = "--region",
      paramLabel = "R",
      description = "The AWS region, for instance eu-west-1.")
  private @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "P",
      description = "A profile of ~/.aws/credentials or ~/.aws/config.")
  private @Nullable String profile;

  @Option(
      names = "--domain",
      paramLabel = "D",
      required = true,
      description = "The domain; it is registered when it does not exist.")
  private String domain = "";

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many tasks run at once (${DEFAULT-VALUE}).")
  private int slots = 100;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "512m",
      description = "The largest heap of the worker's process (${DEFAULT-VALUE}).")
  private String heap = "512m";

  @Option(
      names = "--values",
      paramLabel = "DIR|URL",
      description =
          "Where values of more than 32,768 characters are kept: a folder that all workers of the"
              + " domain see, or the address of a Flowscope server.")
  private @Nullable String values;

  /**
   * Works until it is stopped.
   *
   * @return 1 when the endpoint refuses or cannot be reached
   * @throws UsageError when the jar or an option cannot be used
   */
  @Override
  public Integer call() throws IOException, InterruptedException {
    if (slots < 1) {
      throw new UsageError("--slots %d: give a number of 1 or more.".formatted(slots));
    }
    if (!heap.matches("[1-9][0-9]{0,8}[kmgKMG]?")) {
      throw new UsageError(
          "--heap %s: give a size as Java takes it, such as 512m.".formatted(heap));
    }
    if (region == null && endpoint == null) {
      throw new UsageError(
          "--region: it is missing; give the AWS region, or --endpoint for another server.");
    }
    AwsConnection connection = new AwsConnection(region, address(), profile, null);
    try (Bench bench = Bench.open()) {
      return new RemoteWorker(bench, connection, domain, slots, heap, where(values)).run(jar);
    }
  }

  /** A folder becomes absolute: the worker's process has another one. */
  private static @Nullable String where(@Nullable String values) {
    if (values == null || values.startsWith("http://") || values.startsWith("https://")) {
      return values == null ? null : web("--values", values).toString();
    }
    Path folder = Path.of(values).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new UsageError(
          "--values %s: this is no folder that can be written; make it, or give the address of a Flowscope server."
              .formatted(values));
    }
    return folder.toString();
  }

  private @Nullable URI address() {
    return endpoint == null ? null : web("--endpoint", endpoint);
  }

  private static URI web(String option, String given) {
    try {
      URI address = new URI(given);
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null && address.getUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new UsageError(
        "%s %s: give an address such as http://127.0.0.1:7070, without a user name."
            .formatted(option, given.length() > 80 ? given.substring(0, 80) + "…" : given));
  }
}
