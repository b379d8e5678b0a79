package io.flowscope.server.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.server.catalogue.Registrar;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.FailedWorkers;
import io.flowscope.server.process.Workshop;
import io.flowscope.swf.AwsBackend;
import io.flowscope.swf.AwsConnection;
import io.flowscope.swf.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one worker process for an endpoint elsewhere. The process inherits environment and output:
 * here the user runs a jar of their own with credentials of their own.
 */
final class RemoteWorker {
  private static final int LONGEST_PAUSE_SECONDS = 60;

  /** A process that lived so long has not failed at its start. */
  private static final long SOUND_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final long DRAIN_SECONDS = 30;

  private final Bench bench;
  private final AwsConnection connection;
  private final String domain;
  private final int slots;
  private final String heap;
  private final @Nullable String values;
  private final FailedWorkers failed = new FailedWorkers();

  /**
   * @param values where large values are kept: a folder or the address of a Flowscope server; null
   *     for nowhere
   */
  RemoteWorker(
      Bench bench,
      AwsConnection connection,
      String domain,
      int slots,
      String heap,
      @Nullable String values) {
    this.bench = bench;
    this.connection = connection;
    this.domain = domain;
    this.slots = slots;
    this.heap = heap;
    this.values = values;
  }

  /** Registers what is missing and works until this process is stopped; 1 when it cannot. */
  int run(Path file) throws IOException, InterruptedException {
    StoredJar jar = Described.of(file.toAbsolutePath(), file.toString(), bench);
    try (AwsBackend backend = new AwsBackend(connection)) {
      Registrar registrar = new Registrar(backend, domain);
      if (registrar.ensureDomain().join()) {
        System.out.println("Registered the domain " + domain + ".");
      }
      registrar.register(jar).join();
    } catch (CompletionException e) {
      System.err.println(Trouble.explain(e, connection.name(), domain));
      return 1;
    }
    System.out.println(
        "Working on %s for the domain %s of %s: %d workflows, %d tasks. Stop it with Ctrl+C."
            .formatted(
                file,
                domain,
                connection.name(),
                jar.description().workflows().size(),
                jar.description().activities().size()));
    keepRunning(file.toAbsolutePath(), jar);
    return 1;
  }

  /** Starts the process anew when the author's code ended it; ends with this process. */
  private void keepRunning(Path file, StoredJar jar) throws IOException, InterruptedException {
    int pause = 1;
    while (true) {
      long started = System.nanoTime();
      String identity = identity(jar);
      Process process = start(file, jar, identity);
      Thread stop = Thread.ofPlatform().unstarted(() -> stop(process));
      Runtime.getRuntime().addShutdownHook(stop);
      int code = process.waitFor();
      failed.ended(identity, code);
      if (!forget(stop)) {
        return;
      }
      pause = System.nanoTime() - started > SOUND_NANOS ? 1 : pause;
      System.err.println(
          "The worker process ended with exit code %d; it starts again in %d s."
              .formatted(code, pause));
      TimeUnit.SECONDS.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
    }
  }

  /** False when this process is ending, too. */
  private static boolean forget(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private Process start(Path file, StoredJar jar, String identity) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-jar",
            bench.launcher().workerJar().toString(),
            "remote");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Not closed: the process ends when its input does.
    OutputStream input = process.getOutputStream();
    input.write((configuration(file, jar, identity) + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    return process;
  }

  /** Lets it hand in what it has; it may not outlive this process. */
  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private ObjectNode configuration(Path file, StoredJar jar, String identity) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("jar", file.toString()).put("jarHash", jar.hash()).put("domain", domain);
    json.put("identity", identity).put("current", true).put("slots", slots);
    json.put("heartbeatSeconds", Workshop.HEARTBEAT_SECONDS);
    failed.identities().forEach(json.putArray("failed")::add);
    if (connection.endpoint() != null) {
      json.put("endpoint", connection.endpoint().toString());
    }
    if (connection.region() != null) {
      json.put("region", connection.region());
    }
    if (values != null) {
      json.put("payloads", values);
    }
    if (connection.profile() != null) {
      json.put("profile", connection.profile());
    }
    return json;
  }

  /** Also a task list, so that only what SWF allows may be in it. */
  private static String identity(StoredJar jar) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (IOException e) {
      host = "host";
    }
    return "fs.%s.%s.%d.%s"
        .formatted(
            jar.hash12(),
            host.substring(0, Math.min(host.length(), 60)),
            ProcessHandle.current().pid(),
            UUID.randomUUID().toString().substring(0, 8));
  }
}
