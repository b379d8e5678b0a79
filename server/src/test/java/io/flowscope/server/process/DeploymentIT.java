package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.catalogue.Check;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.connect.Connections;
import io.flowscope.server.swf.KeyRing;
import io.flowscope.server.swf.LoopbackServer;
import io.flowscope.server.swf.SwfEndpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that misbehave, and workers that die, with the real worker and an engine in memory. */
class DeploymentIT {
  private static final String TASKS =
      """
      public interface Tasks { Promise<Integer> slow(int millis); Promise<Integer> next(Promise<Integer> before); }
      """;
  private static final String IMPLEMENTATION =
      """
      public class Impl {
        public int slow(int millis) throws Exception { Thread.sleep(millis); return millis; }
        public int next(int before) { return before + 1; }
      }
      """;

  @TempDir Path folder;
  private final Engine engine = Engine.open(EngineConfig.inMemory());
  private final KeyRing keys = new KeyRing(new SecureRandom());
  private LoopbackServer server;
  private Deployment deployment;

  @BeforeEach
  void open() throws IOException {
    engine.call(new Action.RegisterDomain("default", null, "1", null)).join();
    server = LoopbackServer.start(new SwfEndpoint(engine, keys, InstantSource.system()));
    deployment = deployment(Duration.ofSeconds(60), "512m");
    deployment.start(server.endpoint());
  }

  private Deployment deployment(Duration describeLimit, String heap) throws IOException {
    return deployment(describeLimit, heap, Duration.ofMinutes(5));
  }

  private Deployment deployment(Duration describeLimit, String heap, Duration decisionLimit)
      throws IOException {
    ProcessSettings settings =
        new ProcessSettings(
            heap, 100, 0, decisionLimit, describeLimit, "auto", 52_428_800, 1_000_000);
    return Deployment.open(
        folder,
        new Connections(
            Connection.local("default", engine, engine.feed()::subscribe),
            List.of(),
            InstantSource.system()),
        Leases.of(engine),
        keys,
        settings,
        InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    deployment.close();
    server.close();
    engine.close();
    assertThat(files(folder.resolve("work"))).as("folders of processes").isEmpty();
  }

  @Test
  void tellsThatAStaticInitialiserEndedTheProcess() throws Exception {
    Check failure =
        failure(
            new TestJar()
                .with(
                    "Jar",
                    "public class Jar implements WorkflowJar { static { System.exit(3); }"
                        + " public void fill(Catalogue c) {} }"));

    assertThat(failure.detail())
        .isEqualTo("The jar ended its process with exit code 3 while being described.");
    assertThat(files(folder.resolve("jars"))).isEmpty();
  }

  @Test
  void killsAJarThatNeverEndsToDescribeItself() throws Exception {
    deployment.close();
    deployment = deployment(Duration.ofSeconds(3), "512m");
    deployment.start(server.endpoint());

    Check failure =
        failure(
            new TestJar()
                .with(
                    "Jar",
                    "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                        + " while (true) { } } }"));

    assertThat(failure.detail()).startsWith("The jar was not described within 3 s");
  }

  @Test
  void tellsThatAJarUsedUpItsMemory() throws Exception {
    deployment.close();
    deployment = deployment(Duration.ofSeconds(60), "48m");
    deployment.start(server.endpoint());

    Check failure =
        failure(
            new TestJar()
                .with(
                    "Jar",
                    "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                        + " var l = new java.util.ArrayList<byte[]>();"
                        + " while (true) l.add(new byte[1 << 20]); } }"));

    assertThat(failure.detail())
        .isEqualTo("The jar used up the memory of its process (48m) while being described.");
  }

  @Test
  void storesNothingOfWhatIsNoJar() throws Exception {
    AddResult result =
        deployment.add(
            new ByteArrayInputStream("no jar".getBytes(StandardCharsets.UTF_8)), "../x.jar");

    assertThat(result)
        .isInstanceOfSatisfying(
            AddResult.Rejected.class,
            rejected -> {
              assertThat(rejected.fileName()).isEqualTo("x.jar");
              assertThat(rejected.checks().getLast().detail())
                  .isEqualTo("It is not a jar: it has no ZIP end record.");
            });
    assertThat(files(folder.resolve("jars"))).isEmpty();
  }

  @Test
  void runsAWorkflowThoughItsWorkerIsKilledOnTheWay() throws Exception {
    StoredJar jar = added(plainJar("var a = tasks.slow(1500); return tasks.next(a);"));
    String runId = start(jar, "w");
    awaitEvent(runId, event -> event.event() instanceof Event.ActivityTaskStarted);
    WorkerState before = deployment.worker(jar.hash12()).orElseThrow();

    ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();

    HistoryEvent last = awaitEvent(runId, DeploymentIT::closes);
    assertThat(last.event())
        .isInstanceOfSatisfying(
            Event.WorkflowExecutionCompleted.class,
            completed -> assertThat(completed.result()).isEqualTo("1501"));
    WorkerState after = deployment.worker(jar.hash12()).orElseThrow();
    assertThat(after.identity()).isNotEqualTo(before.identity());
    assertThat(after.starts())
        .as(
            () ->
                deployment
                    .log(deployment.worker(jar.hash12()).orElseThrow(), 100_000)
                    .orElseThrow()
                    .text())
        .isEqualTo(2);
    assertThat(ProcessHandle.of(before.pid())).isEmpty();
  }

  @Test
  void twoVersionsRunAtOnceAndARunStaysWithItsOwnUntilItIsMoved() throws Exception {
    StoredJar old =
        added(plainJar("flow.signal(\"go\", String.class).get(); return Promise.of(1);"));
    String stays = start(old, "stays");
    String moves = start(old, "moves");
    for (String id : List.of("stays", "moves")) {
      String run = id.equals("stays") ? stays : moves;
      awaitEvent(id, run, event -> event.event() instanceof Event.DecisionTaskCompleted);
    }

    StoredJar next =
        added(plainJar("flow.signal(\"go\", String.class).get(); return Promise.of(2);"));
    signal("moves", "flowscope.move", "\"" + next.taskList() + "\"");
    signal("stays", "go", "\"now\"");
    assertThat(awaitEvent("stays", stays, DeploymentIT::closes).event())
        .isInstanceOfSatisfying(
            Event.WorkflowExecutionCompleted.class, e -> assertThat(e.result()).isEqualTo("1"));
    awaitEvent("moves", moves, event -> event.event() instanceof Event.TimerFired);
    signal("moves", "go", "\"now\"");
    assertThat(awaitEvent("moves", moves, DeploymentIT::closes).event())
        .isInstanceOfSatisfying(
            Event.WorkflowExecutionCompleted.class, e -> assertThat(e.result()).isEqualTo("2"));
    assertThat(deployment.worker(next.hash12()).orElseThrow().isolation())
        .isEqualTo(Isolation.detect("auto").label());
    assertThat(deployment.worker(next.hash12()).orElseThrow().pid())
        .isNotEqualTo(deployment.worker(old.hash12()).orElseThrow().pid());
  }

  @Test
  void doesNotStartAJarAgainThatNobodyNeedsWhenTheNextOneComes() throws Exception {
    StoredJar first = added(plainJar("return Promise.of(1);"));
    StoredJar second = added(plainJar("return Promise.of(2);"));
    await(() -> isStopped(first));
    StoredJar third = added(plainJar("return Promise.of(3);"));
    await(() -> isStopped(second));

    assertThat(deployment.worker(first.hash12()).orElseThrow().starts()).isEqualTo(1);
    assertThat(isStopped(third)).isFalse();
  }

  private boolean isStopped(StoredJar jar) {
    return deployment
        .worker(jar.hash12())
        .filter(worker -> worker.phase() == WorkerState.Phase.STOPPED)
        .isPresent();
  }

  @Test
  void endsAWorkerThatStartsThreadsWithoutEnd() throws Exception {
    StoredJar jar =
        added(
            plainJar(
                "for (int i = 0; i < 2_100; i++) { Thread.ofPlatform().daemon().start(() -> {"
                    + " try { Thread.sleep(600_000); } catch (InterruptedException e) { } }); }"
                    + " return flow.signal(\"never\", Integer.class);"));
    start(jar, "w");

    await(() -> deployment.worker(jar.hash12()).filter(w -> w.starts() > 1).isPresent());

    assertThat(
            deployment
                .log(deployment.worker(jar.hash12()).orElseThrow(), 100_000)
                .orElseThrow()
                .text())
        .contains("threads and may have 2000, so it ends");
  }

  private void signal(String workflowId, String name, String input) {
    engine
        .call(new Action.SignalWorkflowExecution("default", workflowId, null, name, input))
        .join();
  }

  @Test
  void stopsAWorkerWhoseWorkflowNeverReturns() throws Exception {
    deployment.close();
    deployment = deployment(Duration.ofSeconds(60), "512m", Duration.ofSeconds(1));
    deployment.start(server.endpoint());
    StoredJar jar = added(plainJar("while (true) { }"));
    String run = start(jar, "w");

    HistoryEvent stopped =
        awaitEvent(run, event -> event.event() instanceof Event.DecisionTaskCompleted);

    assertThat(stopped.event())
        .isInstanceOfSatisfying(
            Event.DecisionTaskCompleted.class,
            e -> assertThat(e.executionContext()).contains("last three decisions"));
    assertThat(deployment.worker(jar.hash12()).orElseThrow().starts()).isEqualTo(4);

    assertThat(
            deployment
                .log(deployment.worker(jar.hash12()).orElseThrow(), 100_000)
                .orElseThrow()
                .text())
        .contains("Shop.java");
  }

  @Test
  void addsTheSameBytesOnceAndFindsTheSource() throws Exception {
    byte[] bytes = bytes(plainJar("return Promise.of(1);"));
    assertThat(deployment.add(new ByteArrayInputStream(bytes), "a.jar"))
        .isInstanceOf(AddResult.Added.class);

    assertThat(deployment.add(new ByteArrayInputStream(bytes), "b.jar"))
        .isInstanceOfSatisfying(
            AddResult.AlreadyThere.class,
            there -> assertThat(there.jar().fileName()).isEqualTo("a.jar"));
    assertThat(deployment.catalogue().workflow("Shop", null)).isPresent();
    deployment.close();
    deployment = deployment(Duration.ofSeconds(60), "512m");
    assertThat(deployment.catalogue().jars()).hasSize(1);
  }

  @Test
  void aJarThatIsUploadedAgainTakesTheNewExecutionsAgain() throws Exception {
    byte[] bytes = bytes(plainJar("return Promise.of(1);"));
    StoredJar old =
        ((AddResult.Added) deployment.add(new ByteArrayInputStream(bytes), "a.jar")).jar();
    StoredJar next = added(plainJar("return Promise.of(2);"));
    assertThat(deployment.provide(new ByteArrayInputStream(bytes), "a.jar"))
        .as("the demo's jar at each start of the server")
        .isInstanceOf(AddResult.AlreadyThere.class);
    assertThat(current()).isEqualTo(next.hash());

    assertThat(deployment.add(new ByteArrayInputStream(bytes), "a.jar"))
        .isInstanceOfSatisfying(
            AddResult.UsedAgain.class,
            again -> assertThat(again.jar().uploadedAt()).isEqualTo(old.uploadedAt()));

    assertThat(current()).isEqualTo(old.hash());
    assertThat(deployment.catalogue().defaultLists(next)).isEmpty();
    String run = start("fs.Shop", "w");
    assertThat(awaitEvent(run, DeploymentIT::closes).event())
        .isInstanceOfSatisfying(
            Event.WorkflowExecutionCompleted.class, e -> assertThat(e.result()).isEqualTo("1"));
    deployment.close();
    deployment = deployment(Duration.ofSeconds(60), "512m");
    assertThat(current()).as("after a restart").isEqualTo(old.hash());
    assertThat(deployment.useAgain(deployment.catalogue().jar(old.hash()).orElseThrow())).isFalse();
  }

  private String current() {
    return deployment.catalogue().workflow("Shop", null).orElseThrow().jar().hash();
  }

  @Test
  void theOldJarFinishesTheTasksOfARunThatWasMoved() throws Exception {
    String calls = "var a = tasks.slow(5000); flow.signal(\"go\", String.class).get(); ";
    StoredJar old = added(plainJar(calls + "return a;"));
    byte[] third = bytes(plainJar("return Promise.of(3);"));
    StoredJar next = added(plainJar(calls + "return tasks.next(a);"));
    String run = start(old, "w");
    awaitEvent(run, event -> event.event() instanceof Event.ActivityTaskStarted);
    signal("w", "flowscope.move", next.taskList());
    awaitEvent(
        run,
        event ->
            event.event() instanceof Event.DecisionTaskStarted e
                && e.identity() != null
                && e.identity().startsWith(next.taskList()));

    // Asks at once which jars are needed.
    deployment.add(new ByteArrayInputStream(third), "third.jar");
    signal("w", "go", "\"now\"");

    assertThat(awaitEvent(run, DeploymentIT::closes).event())
        .isInstanceOfSatisfying(
            Event.WorkflowExecutionCompleted.class, e -> assertThat(e.result()).isEqualTo("5001"));
    assertThat(events("w", run))
        .noneMatch(event -> event.event() instanceof Event.ActivityTaskTimedOut);
  }

  private static TestJar plainJar(String body) {
    return new TestJar()
        .with("Tasks", TASKS)
        .with("Impl", IMPLEMENTATION)
        .with("Shopping", "public interface Shopping { Promise<Integer> shop(String what); }")
        .with(
            "Shop",
            "public class Shop implements Shopping { private final Tasks tasks;"
                + " private final Flow flow;"
                + " public Shop(Tasks tasks, Flow flow) { this.tasks = tasks; this.flow = flow; }"
                + " public Promise<Integer> shop(String what) { "
                + body
                + " } }")
        .with(
            "Jar",
            "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                + " c.tasks(Tasks.class, Impl::new); c.workflow(Shopping.class, stubs -> new"
                + " Shop(stubs.of(Tasks.class), stubs.of(Flow.class))); } }");
  }

  private byte[] bytes(TestJar jar) throws IOException {
    return jar.build(folder, workerJar());
  }

  private Path workerJar() throws IOException {
    String given = System.getProperty("flowscope.workerJar");
    if (given != null) {
      return Path.of(given);
    }
    try (Stream<Path> cached = Files.list(folder.resolve("cache"))) {
      return cached.filter(path -> path.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  private Check failure(TestJar jar) throws IOException {
    AddResult result = deployment.add(new ByteArrayInputStream(bytes(jar)), "shop.jar");
    assertThat(result).isInstanceOf(AddResult.Rejected.class);
    List<Check> checks = ((AddResult.Rejected) result).checks();
    assertThat(checks.getLast().state()).isEqualTo(Check.State.FAILED);
    return checks.getLast();
  }

  private StoredJar added(TestJar jar) throws IOException {
    AddResult result = deployment.add(new ByteArrayInputStream(bytes(jar)), "shop.jar");
    assertThat(result).isInstanceOf(AddResult.Added.class);
    return ((AddResult.Added) result).jar();
  }

  private String start(StoredJar jar, String workflowId) {
    return start(jar.taskList(), workflowId);
  }

  private String start(String list, String workflowId) {
    return engine
        .call(
            new Action.StartWorkflowExecution(
                "default",
                workflowId,
                new WorkflowType("Shop", "1"),
                new TaskList(list),
                null,
                "[\"x\"]",
                null,
                null,
                null,
                null,
                null))
        .join()
        .runId();
  }

  private HistoryEvent awaitEvent(String runId, Predicate<HistoryEvent> wanted) throws Exception {
    return awaitEvent("w", runId, wanted);
  }

  private HistoryEvent awaitEvent(String workflowId, String runId, Predicate<HistoryEvent> wanted)
      throws Exception {
    CompletableFuture<HistoryEvent> found = new CompletableFuture<>();
    try (AutoCloseable subscription =
        engine
            .feed()
            .subscribe(
                "default",
                workflowId,
                runId,
                last -> CompletableFuture.runAsync(() -> look(workflowId, runId, wanted, found)))) {
      look(workflowId, runId, wanted, found);
      return found.get(60, TimeUnit.SECONDS);
    }
  }

  private void look(
      String workflowId,
      String runId,
      Predicate<HistoryEvent> wanted,
      CompletableFuture<HistoryEvent> found) {
    events(workflowId, runId).stream().filter(wanted).findFirst().ifPresent(found::complete);
  }

  private List<HistoryEvent> events(String workflowId, String runId) {
    return engine
        .call(
            new Action.GetWorkflowExecutionHistory(
                "default", new WorkflowExecution(workflowId, runId), null, null, null))
        .join()
        .events();
  }

  private static boolean closes(HistoryEvent event) {
    return event.event() instanceof Event.WorkflowExecutionCompleted
        || event.event() instanceof Event.WorkflowExecutionFailed;
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
