package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.Action.PollForDecisionTask;
import io.flowscope.engine.model.Action.RegisterActivityType;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.engine.model.Action.RegisterWorkflowType;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.Action.StartWorkflowExecution;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.queue.TaskListStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that come in numbers, wait, dawdle or vanish, over raw sockets against the real parts.
 */
@Timeout(60)
class SwfHandlerTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final WorkflowType TYPE = new WorkflowType("T", "1");
  private static final String POLL = "{\"domain\":\"d\",\"taskList\":{\"name\":\"%s\"}}";
  private static final String DOMAINS = "{\"registrationStatus\":\"REGISTERED\"}";

  private final KeyRing keys = new KeyRing(new SecureRandom());
  private final AccessKey key = keys.issue("test", new AccessKey.Everything());
  private final List<RawClient> clients = new ArrayList<>();
  private Duration longestHead = NEVER;
  private Engine engine;
  private Server server;
  private int port;

  private void start(Duration patrol, Duration longestBody, Map<String, String> limits)
      throws Exception {
    engine = Engine.open(EngineConfig.inMemory().withLimits(limits));
    call(new RegisterDomain("d", null, "1", null));
    call(
        new RegisterWorkflowType(
            "d",
            "T",
            "1",
            null,
            "3600",
            "3600",
            new TaskList("decisions"),
            null,
            ChildPolicy.TERMINATE,
            null));
    call(
        new RegisterActivityType(
            "d", "A", "1", null, "NONE", "NONE", new TaskList("activities"), null, "NONE", "NONE"));
    server = new Server(new QueuedThreadPool(16, 4));
    HttpConfiguration http = new HttpConfiguration();
    http.setIdleTimeout(75_000);
    WatchedConnector connector = new WatchedConnector(server, http, longestHead);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    SwfHandler handler =
        new SwfHandler(
            new SwfEndpoint(key -> engine, keys, InstantSource.system(), Tasks.of(engine)),
            patrol,
            longestBody);
    handler.setHandler(new Pages());
    server.setHandler(handler);
    server.start();
    port = connector.getLocalPort();
  }

  /** Stands for all that is no SWF. */
  private static final class Pages extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(299);
      response.write(
          true,
          ByteBuffer.wrap(("page for " + request.getMethod()).getBytes(StandardCharsets.UTF_8)),
          callback);
      return true;
    }
  }

  @AfterEach
  void stop() throws Exception {
    clients.forEach(RawClient::close);
    server.stop();
    engine.close();
  }

  private <R> R call(Action<R> action) {
    return engine.call(action).join();
  }

  private RawClient client() throws IOException {
    RawClient client = new RawClient(port, key);
    clients.add(client);
    return client;
  }

  private String startExecution(String id) {
    return call(new StartWorkflowExecution(
            "d", id, TYPE, null, null, null, null, null, null, null, null))
        .runId();
  }

  private DecisionTask decisionTask() {
    return call(
        new PollForDecisionTask("d", new TaskList("decisions"), "me", null, null, null, null));
  }

  private List<String> history(String id, String run) {
    return call(
            new GetWorkflowExecutionHistory("d", new WorkflowExecution(id, run), null, null, null))
        .events()
        .stream()
        .map(event -> event.event().eventType())
        .toList();
  }

  private void awaitPollers(String list, int count) {
    while (pollers(list) != count) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  private int pollers(String list) {
    return engine.taskLists().stream()
        .filter(status -> status.list().equals(list))
        .mapToInt(TaskListStatus::pollers)
        .sum();
  }

  @Test
  void aThousandPollsHoldNoThread(@TempDir Path folder) throws Exception {
    start(SOON, NEVER, Map.of());
    assertThat(client().ask("ListDomains", DOMAINS)).startsWith("HTTP/1.1 200 ");
    int before = threads(folder.resolve("before"));
    for (int i = 0; i < 1_000; i++) {
      client().send("PollForActivityTask", POLL.formatted("many"));
    }
    awaitPollers("many", 1_000);

    assertThat(threads(folder.resolve("with"))).isLessThan(before + 60);
    for (int i = 0; i < 10; i++) {
      assertThat(client().ask("ListDomains", DOMAINS)).startsWith("HTTP/1.1 200 ");
    }
    clients.forEach(RawClient::close);
    awaitPollers("many", 0);
  }

  /** Platform threads and virtual ones. */
  private static int threads(Path file) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    try (Stream<String> lines = Files.lines(file)) {
      return (int) lines.filter(line -> line.startsWith("#")).count();
    }
  }

  @Test
  void aPollEndsWithAWSsEmptyAnswer() throws Exception {
    start(SOON, NEVER, Map.of("limits.pollSeconds", "1"));
    RawClient client = client();
    long begin = System.nanoTime();

    assertThat(client.ask("PollForDecisionTask", POLL.formatted("empty")))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n{\"previousStartedEventId\":0,\"startedEventId\":0}");
    assertThat(client.ask("PollForActivityTask", POLL.formatted("empty")))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n{\"startedEventId\":0}");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    // The answer does not wait for the engine's writer, which then takes the poll out of its list.
    awaitPollers("empty", 0);
  }

  private enum Leaving {
    CLOSE,
    HALF_CLOSE,
    RESET
  }

  @ParameterizedTest
  @EnumSource
  void aVanishedPollGivesItsPlaceBack(Leaving how) throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    client.send("PollForDecisionTask", POLL.formatted("decisions"));
    awaitPollers("decisions", 1);
    leave(client, how);
    awaitPollers("decisions", 0);
    String run = startExecution("w");

    assertThat(decisionTask().taskToken()).isNotEmpty();
    assertThat(history("w", run))
        .containsExactly(
            "WorkflowExecutionStarted", "DecisionTaskScheduled", "DecisionTaskStarted");
  }

  private static void leave(RawClient client, Leaving how) throws IOException {
    switch (how) {
      case CLOSE -> client.close();
      case HALF_CLOSE -> client.socket().shutdownOutput();
      case RESET -> {
        client.socket().setSoLinger(true, 0);
        client.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskForAVanishedPollIsGivenOutAgainAtOnce(Leaving how) throws Exception {
    start(NEVER, NEVER, Map.of());
    RawClient client = client();
    client.send("PollForDecisionTask", POLL.formatted("decisions"));
    awaitPollers("decisions", 1);
    leave(client, how);
    String run = startExecution("w");

    DecisionTask again = decisionTask();
    assertThat(history("w", run))
        .containsExactly(
            "WorkflowExecutionStarted",
            "DecisionTaskScheduled",
            "DecisionTaskStarted",
            "DecisionTaskTimedOut",
            "DecisionTaskScheduled",
            "DecisionTaskStarted");
    RawClient worker = client();
    worker.send("PollForActivityTask", POLL.formatted("activities"));
    awaitPollers("activities", 1);
    leave(worker, how);
    call(
        new RespondDecisionTaskCompleted(again.taskToken(), List.of(schedule()), null, null, null));
    DecisionTask told = decisionTask();
    assertThat(told.events().stream().map(event -> event.event()).toList())
        .filteredOn(Event.ActivityTaskTimedOut.class::isInstance)
        .singleElement()
        .extracting("timeoutType", "details")
        .extracting(Object::toString)
        .containsExactly("HEARTBEAT", "undelivered");
  }

  private static Decision schedule() {
    return new Decision.ScheduleActivityTask(
        new ActivityType("A", "1"), "a", null, null, null, null, null, null, null, null);
  }

  @Test
  void whoSendsTheNextRequestTooEarlyLosesNothing() throws Exception {
    start(SOON, NEVER, Map.of("limits.pollSeconds", "1"));
    RawClient client = client();
    client.write(client.request("ListDomains", DOMAINS) + client.request("ListDomains", DOMAINS));
    assertThat(client.answer()).contains("domainInfos");
    assertThat(client.answer()).contains("domainInfos");
    client.send("PollForActivityTask", POLL.formatted("empty"));
    awaitPollers("empty", 1);
    String next = client.request("ListDomains", DOMAINS);
    client.write(next.substring(0, 100));
    assertThat(client.answer()).endsWith("{\"startedEventId\":0}");
    client.write(next.substring(100));
    assertThat(client.answer()).contains("domainInfos");
  }

  @Test
  void manyClientsKeepTheirConnections() throws Exception {
    start(SOON, NEVER, Map.of());
    List<RawClient> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(client());
    }
    for (int round = 0; round < 5; round++) {
      for (RawClient one : many) {
        one.send("ListDomains", DOMAINS);
      }
      for (RawClient one : many) {
        assertThat(one.answer()).startsWith("HTTP/1.1 200 ").contains("domainInfos");
      }
    }
  }

  @Test
  void refusesLargeBodiesWithoutKeepingThem() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient told = client();
    told.write(
        "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n");
    assertThat(told.answer())
        .startsWith("HTTP/1.1 413 ")
        .contains("RequestEntityTooLargeException")
        .containsIgnoringCase("connection: close");
    assertThat(told.atEnd()).isTrue();
    RawClient untold = client();
    untold.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
    for (int i = 0; i < 17; i++) {
      untold.write(chunk);
    }
    untold.write("0\r\n\r\n");
    assertThat(untold.answer()).startsWith("HTTP/1.1 413 ");
    RawClient endless = client();
    endless.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i <= (1 + 8) * 16; i++) {
      endless.write(chunk);
    }
    assertThat(endless.answer()).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void whoSendsALittleTooMuchReadsWhyAndNotAReset() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
    for (int i = 0; i < 200; i++) {
      client.write("x".repeat(10_000));
    }
    assertThat(client.answer()).startsWith("HTTP/1.1 413 ");
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void aBodyThatComesTooSlowlyIsGivenUp() throws Exception {
    start(SOON, Duration.ofMillis(200), Map.of());
    RawClient slow = client();
    slow.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");

    assertThat(slow.answer()).startsWith("HTTP/1.1 408 ").contains("RequestTimeoutException");
    assertThat(slow.atEnd()).isTrue();
  }

  @Test
  void aHeadThatComesTooSlowlyIsCutOff() throws Exception {
    longestHead = Duration.ofMillis(200);
    start(SOON, NEVER, Map.of());
    RawClient waits = client();
    waits.send("PollForDecisionTask", POLL.formatted("decisions"));
    awaitPollers("decisions", 1);
    RawClient slowBody = client();
    String request = slowBody.request("ListDomains", DOMAINS);
    slowBody.write(request.substring(0, request.length() - 1));
    RawClient idle = client();
    assertThat(idle.ask("ListDomains", DOMAINS)).contains("domainInfos");

    RawClient slow = client();
    slow.write("POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    slow.socket().setSoTimeout(10);
    // Each byte begins the idle timeout anew; after some thousands the head would be too large.
    int bytes = 0;
    while (slow.drips("x")) {
      assertThat(++bytes).isLessThan(7_000);
    }

    assertThat(pollers("decisions")).as("a long poll is no slow head").isEqualTo(1);
    slowBody.write(request.substring(request.length() - 1));
    assertThat(slowBody.answer()).contains("domainInfos");
    assertThat(idle.ask("ListDomains", DOMAINS)).contains("domainInfos");
  }

  @Test
  void aHeadIsAllThatHeadGets() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    client.write("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 299 ");
    assertThat(client.ask("ListDomains", DOMAINS)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void speaksTheLessUsualPartsOfHttp() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient old = client();
    old.write(old.request("ListDomains", DOMAINS).replace("HTTP/1.1", "HTTP/1.0"));
    assertThat(old.answer()).contains(" 200 ").contains("domainInfos");
    assertThat(old.atEnd()).isTrue();
    RawClient closing = client();
    closing.write(
        closing.request("ListDomains", DOMAINS).replace("Host:", "Connection: close\r\nHost:"));
    assertThat(closing.answer()).startsWith("HTTP/1.1 200 ").contains("domainInfos");
    assertThat(closing.atEnd()).isTrue();
    RawClient asking = client();
    String request =
        asking.request("ListDomains", DOMAINS).replace("Host:", "Expect: 100-continue\r\nHost:");
    int body = request.indexOf("\r\n\r\n") + 4;
    asking.write(request.substring(0, body));
    assertThat(asking.head()).startsWith("HTTP/1.1 100 ");
    asking.write(request.substring(body));
    assertThat(asking.answer()).startsWith("HTTP/1.1 200 ").contains("domainInfos");
    RawClient drop = client();
    for (byte one : drop.request("ListDomains", DOMAINS).getBytes(StandardCharsets.UTF_8)) {
      drop.write(Character.toString((char) one));
    }
    assertThat(drop.answer()).startsWith("HTTP/1.1 200 ").contains("domainInfos");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /", "POST /login", "PUT /", "DELETE /"})
  void leavesAllElseToThePages(String start) throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    client.write(start + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

    assertThat(client.answer())
        .startsWith("HTTP/1.1 299 ")
        .endsWith("page for " + start.substring(0, start.indexOf(' ')));
  }

  @Test
  void faultsKeepTheConnection() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    IntStream.range(0, 3)
        .forEach(i -> assertThat(client.askQuietly("DescribeDomain", "{}")).contains(" 400 "));
    client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assertThat(client.answer()).contains("UnknownOperationException");
  }
}
