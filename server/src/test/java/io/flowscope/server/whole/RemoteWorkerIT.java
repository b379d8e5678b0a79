package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.server.process.TestJar;
import io.flowscope.swf.AwsBackend;
import io.flowscope.swf.AwsConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server as somebody's Amazon SWF: jars are run for it by {@code flowscope worker}, through AWS's
 * SDK and with a profile of the machine, while these workers are killed. {@code
 * -Dflowscope.workers} and {@code -Dflowscope.executions} set how many.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteWorkerIT {
  private static final int WORKERS = Integer.getInteger("flowscope.workers", 3);
  private static final int EXECUTIONS = Integer.getInteger("flowscope.executions", 40);
  private static final String DEMOS = "target/classes/demos.jar";
  private static final WorkflowType LARGE = new WorkflowType("Large", "1");
  private static final WorkflowType TYPE = new WorkflowType("Beats", "1");

  /** Whose loss shows soon: its worker says every second that it is alive. */
  private static final TestJar BEATS = jar("return heart.sum(heart.beat(n), heart.beat(n + 1));");

  /** The same, but its workflow calls less. */
  private static final TestJar FEWER_BEATS = jar("return heart.beat(n);");

  private static TestJar jar(String body) {
    return new TestJar()
        .with("Beating", "public interface Beating { Promise<Integer> run(int number); }")
        .with(
            "Heart",
            "public interface Heart { @Task(heartbeat = \"PT3S\", retry ="
                + " @io.flowscope.Retry(attempts = 20)) Promise<Integer> beat(int n);"
                + " Promise<String> grow(int length);"
                + " @Task(heartbeat = \"PT3S\", retry = @io.flowscope.Retry(attempts = 20))"
                + " Promise<Integer> sum(Promise<Integer> one, Promise<Integer> other); }")
        .with(
            "Muscle",
            "public class Muscle {"
                + " public int beat(int n) throws Exception { Thread.sleep(1_000); return n; }"
                + " public String grow(int length) { return \"x\".repeat(length); }"
                + " public int sum(int one, int other) { return one + other; } }")
        .with(
            "Beats",
            "@Workflow(decisionStartToClose = \"PT10S\") public class Beats implements Beating {"
                + " private final Heart heart;"
                + " public Beats(Heart heart) { this.heart = heart; }"
                + " public Promise<Integer> run(int n) { "
                + body
                + " } }")
        .with("Growing", "public interface Growing { Promise<String> run(int length); }")
        .with(
            "Large",
            "public class Large implements Growing { private final Heart heart;"
                + " public Large(Heart heart) { this.heart = heart; }"
                + " public Promise<String> run(int length) { return heart.grow(length); } }")
        .with(
            "Jar",
            "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                + " c.tasks(Heart.class, Muscle::new);"
                + " c.workflow(Growing.class, stubs -> new Large(stubs.of(Heart.class)));"
                + " c.workflow(Beating.class, stubs -> new Beats(stubs.of(Heart.class))); } }");
  }

  @TempDir Path temp;

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void executionsOutliveTheirWorkers() {
    Duration most = Duration.ofMinutes(WORKERS > 3 ? 50 : 10);
    assertTimeoutPreemptively(most, this::killWorkers);
  }

  private void killWorkers() throws Exception {
    Path exported = temp.resolve("exported.json");
    try (ServerProcess server = ServerProcess.plain(temp.resolve("data"), 0);
        Backend swf = swf(server)) {
      Random random = new Random(1);
      Path jar = built(server, "beats.jar", BEATS);
      List<Worker> alive = new ArrayList<>(List.of(Worker.start(server, jar, "default")));
      List<Api.Run> runs = new ArrayList<>();
      for (int kill = 1; kill < WORKERS; kill++) {
        alive.add(Worker.start(server, jar, "default"));
        List<Api.Run> batch = start(server, swf, runs, EXECUTIONS * kill / WORKERS);
        Worker busy = atWork(batch.get(random.nextInt(batch.size())), alive);
        busy.kill();
        alive.remove(busy);
      }
      start(server, swf, runs, EXECUTIONS);
      long lost = 0;
      for (Api.Run run : runs) {
        run.join();
        assertThat(run.status()).isEqualTo("completed");
        List<JsonNode> history = run.history();
        Histories.assertSound(history);
        lost += Histories.count(history, "ActivityTaskTimedOut");
      }
      System.out.println(
          "%d workers killed at work; %d tasks timed out and were done by others; %d executions completed"
              .formatted(WORKERS - 1, lost, runs.size()));
      assertThat(lost).as("tasks that timed out").isGreaterThanOrEqualTo(WORKERS - 1);
      assertThat(alive).hasSize(1);
      alive.forEach(Worker::kill);
      Files.writeString(
          exported, server.api().get(runs.getFirst().path() + "/history?whole=true").body());
      built(server, "fewer.jar", FEWER_BEATS);
    }
    ServerProcess.Printed verified =
        ServerProcess.execute("verify", "--data", temp.resolve("data").toString());
    assertThat(verified.out()).contains(EXECUTIONS + " executions", "all is well");
    assertReplayed(exported);
  }

  private void assertReplayed(Path exported) {
    String jar = temp.resolve("beats.jar").toString();
    ServerProcess.Printed all =
        ServerProcess.execute("replay", jar, "--data", temp.resolve("data").toString());
    assertThat(all.out())
        .contains("OK          ", ": " + EXECUTIONS + " fit, 0 diverged.")
        .doesNotContain("DIVERGED");
    assertThat(all.code()).isZero();
    ServerProcess.Printed fewer =
        ServerProcess.execute(
            "replay", temp.resolve("fewer.jar").toString(), "--history", exported.toString());
    assertThat(fewer.out()).contains("DIVERGED    ", "  Beats", "beat-2", ": 0 fit, 1 diverged.");
    assertThat(fewer.code()).isEqualTo(1);
    ServerProcess.Printed wrong = ServerProcess.execute("replay", jar);
    assertThat(wrong.err()).startsWith("--history: give files of histories, or --data");
    assertThat(wrong.code()).isEqualTo(2);
  }

  /** Starts more executions until there are so many; the new ones. */
  private static List<Api.Run> start(
      ServerProcess server, Backend swf, List<Api.Run> runs, int until) {
    int before = runs.size();
    while (runs.size() < until) {
      runs.add(start(server, swf, "default", "run-" + runs.size(), TYPE, "[1]"));
    }
    return runs.subList(before, until);
  }

  /** The worker that took a task of the execution last; waits until one has. */
  private static Worker atWork(Api.Run run, List<Worker> workers) {
    run.follow(columns -> columns.get("calls").get("state").toString().contains("started"));
    String identity =
        run.history().reversed().stream()
            .filter(event -> event.get("eventType").asText().equals("ActivityTaskStarted"))
            .map(event -> event.get("activityTaskStartedEventAttributes").get("identity").asText())
            .findFirst()
            .orElseThrow();
    return workers.stream().filter(worker -> worker.is(identity)).findFirst().orElseThrow();
  }

  private Path built(ServerProcess server, String name, TestJar sources) throws IOException {
    Path jar = temp.resolve(name);
    try (Stream<Path> cached = Files.list(server.data().resolve("cache"))) {
      Path workerJar =
          cached.filter(path -> path.toString().endsWith(".jar")).findFirst().orElseThrow();
      return Files.write(jar, sources.build(temp, workerJar));
    }
  }

  @Test
  void registersADomainThatIsMissingAndKeepsLargeValuesInAFolder() throws Exception {
    try (ServerProcess server = ServerProcess.plain(temp.resolve("data"), 0)) {
      Path values = Files.createDirectory(temp.resolve("values"));
      Path jar = built(server, "beats.jar", BEATS);
      Worker worker = Worker.start(server, jar, "elsewhere", "--values", values.toString());
      try (Backend swf = swf(server)) {
        assertThat(
                swf.call(new Action.DescribeWorkflowType("elsewhere", LARGE))
                    .join()
                    .typeInfo()
                    .workflowType())
            .isEqualTo(LARGE);
        Api.Run large = start(server, swf, "elsewhere", "large", LARGE, "[40000]");
        large.join();
        assertThat(large.status()).isEqualTo("completed");
        assertThat(large.history().toString())
            .contains("A large value of 40002 characters")
            .doesNotContain("xxxx");
      }
      try (Stream<Path> files = Files.walk(values)) {
        assertThat(files.filter(Files::isRegularFile))
            .singleElement()
            .satisfies(RemoteWorkerIT::isLarge);
      }
      assertThat(worker.stop()).isIn(0, 143);
      assertThat(ServerProcess.processesThatName(Path.of(server.address().getAuthority())))
          .isEmpty();
    }
  }

  private static void isLarge(Path file) {
    assertThat(file).hasContent("\"" + "x".repeat(40_000) + "\"");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(ServerProcess.execute("worker", "nowhere.jar", "--region", "r", "--domain", "d"))
        .satisfies(printed -> assertThat(printed.code()).isEqualTo(2))
        .satisfies(printed -> assertThat(printed.err()).startsWith("JAR nowhere.jar: there is no"));
    assertThat(ServerProcess.execute("worker", DEMOS, "--domain", "d").err())
        .startsWith("--region: it is missing");
    assertThat(
            ServerProcess.execute(
                "worker", DEMOS, "--endpoint", "https://user@host/", "--domain", "d"))
        .satisfies(printed -> assertThat(printed.err()).startsWith("--endpoint https://user@"));
    String closed = "http://127.0.0.1:" + ServerProcess.freePort();
    assertThat(
            ServerProcess.execute(
                "worker", DEMOS, "--endpoint", closed, "--domain", "d", "--profile", "none"))
        .satisfies(printed -> assertThat(printed.code()).isEqualTo(1))
        .satisfies(printed -> assertThat(printed.err()).contains("the profile 'none'"));
  }

  private static Backend swf(ServerProcess server) throws IOException {
    return new AwsBackend(new AwsConnection(null, server.address(), null, server.credentials()));
  }

  private static Api.Run start(
      ServerProcess server,
      Backend swf,
      String domain,
      String workflowId,
      WorkflowType type,
      String input) {
    Action.StartWorkflowExecution start =
        new Action.StartWorkflowExecution(
            domain, workflowId, type, null, null, input, null, null, null, null, null);
    return server.api().at("local/" + domain).run(workflowId, swf.call(start).join().runId());
  }

  /** {@code flowscope worker}, and the process that it keeps. */
  private record Worker(Process process) {
    static Worker start(ServerProcess server, Path jar, String domain, String... more)
        throws IOException {
      List<String> command = ServerProcess.command();
      command.addAll(
          List.of(
              "worker",
              jar.toString(),
              "--endpoint",
              server.address().toString(),
              "--profile",
              "flowscope",
              "--domain",
              domain));
      command.addAll(List.of(more));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .environment()
          .put("AWS_SHARED_CREDENTIALS_FILE", server.data().resolve("credentials").toString());
      // Many start on few processors, and none lives long.
      builder
          .environment()
          .put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m");
      builder.redirectError(
          ProcessBuilder.Redirect.appendTo(server.data().resolveSibling("workers.log").toFile()));
      Process process = builder.start();
      // A test that fails leaves none behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = out.readLine();
      while (line != null && !line.startsWith("Working on ")) {
        line = out.readLine();
      }
      assertThat(line).as("the line that says that it works").isNotNull();
      return new Worker(process);
    }

    /** Whether it is the one that polls under the name, in which its process stands. */
    boolean is(String identity) {
      return identity.contains("." + process.pid() + ".");
    }

    /** kill -9 of both. */
    void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
    }

    int stop() {
      process.destroy();
      return process.onExit().join().exitValue();
    }
  }
}
