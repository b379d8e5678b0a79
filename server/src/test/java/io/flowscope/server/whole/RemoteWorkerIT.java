package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final WorkflowType FOUR = new WorkflowType("FourTasks", "1");
  private static final WorkflowType TYPE = new WorkflowType("Beats", "1");

  /** Whose loss shows soon: its worker says every second that it is alive. */
  private static final TestJar BEATS =
      new TestJar()
          .with("Beating", "public interface Beating { Promise<Integer> run(int number); }")
          .with(
              "Heart",
              "public interface Heart { @Task(heartbeat = \"PT3S\", retry ="
                  + " @io.flowscope.Retry(attempts = 20)) Promise<Integer> beat(int n);"
                  + " @Task(heartbeat = \"PT3S\", retry = @io.flowscope.Retry(attempts = 20))"
                  + " Promise<Integer> sum(Promise<Integer> one, Promise<Integer> other); }")
          .with(
              "Muscle",
              "public class Muscle {"
                  + " public int beat(int n) throws Exception { Thread.sleep(300); return n; }"
                  + " public int sum(int one, int other) { return one + other; } }")
          .with(
              "Beats",
              "@Workflow(decisionStartToClose = \"PT3S\") public class Beats implements Beating {"
                  + " private final Heart heart;"
                  + " public Beats(Heart heart) { this.heart = heart; }"
                  + " public Promise<Integer> run(int n) {"
                  + " return heart.sum(heart.beat(n), heart.beat(n + 1)); } }")
          .with(
              "Jar",
              "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                  + " c.tasks(Heart.class, Muscle::new);"
                  + " c.workflow(Beating.class, stubs -> new Beats(stubs.of(Heart.class))); } }");

  @TempDir Path temp;

  @Test
  void executionsOutliveTheirWorkers() throws Exception {
    try (ServerProcess server = ServerProcess.plain(temp.resolve("data"), 0)) {
      Random random = new Random(1);
      Path jar = beats(server);
      List<Worker> workers = new ArrayList<>(List.of(Worker.start(server, jar, "default")));
      Map<String, Api.Run> runs = new LinkedHashMap<>();
      try (Backend swf = swf(server)) {
        for (int i = 0; i < EXECUTIONS; i++) {
          runs.put("run-" + i, start(server, swf, "run-" + i));
          if (workers.size() < WORKERS && i % (EXECUTIONS / WORKERS) == EXECUTIONS / WORKERS - 1) {
            workers.add(Worker.start(server, jar, "default"));
            workers.get(random.nextInt(workers.size() - 1)).kill();
          }
        }
      }
      for (Api.Run run : runs.values()) {
        run.join();
        assertThat(run.status()).isEqualTo("completed");
        Histories.assertSound(run.history());
      }
      assertThat(workers).hasSize(WORKERS).anyMatch(Worker::isGone);
      workers.forEach(Worker::kill);
    }
    ServerProcess.Printed verified =
        ServerProcess.execute("verify", "--data", temp.resolve("data").toString());
    assertThat(verified.out()).contains(EXECUTIONS + " executions", "all is well");
  }

  private Path beats(ServerProcess server) throws IOException {
    Path jar = temp.resolve("beats.jar");
    try (Stream<Path> cached = Files.list(server.data().resolve("cache"))) {
      Path workerJar =
          cached.filter(path -> path.toString().endsWith(".jar")).findFirst().orElseThrow();
      return Files.write(jar, BEATS.build(temp, workerJar));
    }
  }

  @Test
  void registersADomainThatIsMissing() throws Exception {
    try (ServerProcess server = ServerProcess.plain(temp.resolve("data"), 0)) {
      Worker worker = Worker.start(server, Path.of(DEMOS), "elsewhere");
      try (Backend swf = swf(server)) {
        assertThat(
                swf.call(new Action.DescribeWorkflowType("elsewhere", FOUR))
                    .join()
                    .typeInfo()
                    .workflowType())
            .isEqualTo(FOUR);
      }
      assertThat(worker.stop()).isIn(0, 143);
      assertThat(ServerProcess.processesThatName(Path.of("flowscope-server.jar worker"))).isEmpty();
    }
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

  private static Api.Run start(ServerProcess server, Backend swf, String workflowId) {
    Action.StartWorkflowExecution start =
        new Action.StartWorkflowExecution(
            "default", workflowId, TYPE, null, null, "[1]", null, null, null, null, null);
    return server.api().run(workflowId, swf.call(start).join().runId());
  }

  /** {@code flowscope worker}, and the process that it keeps. */
  private record Worker(Process process) {
    static Worker start(ServerProcess server, Path jar, String domain) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              ServerProcess.java(),
              "-jar",
              "target/flowscope-server.jar",
              "worker",
              jar.toString(),
              "--endpoint",
              server.address().toString(),
              "--profile",
              "flowscope",
              "--domain",
              domain);
      builder
          .environment()
          .put("AWS_SHARED_CREDENTIALS_FILE", server.data().resolve("credentials").toString());
      builder.redirectError(
          ProcessBuilder.Redirect.appendTo(server.data().resolveSibling("workers.log").toFile()));
      Process process = builder.start();
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

    boolean isGone() {
      return !process.isAlive();
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
