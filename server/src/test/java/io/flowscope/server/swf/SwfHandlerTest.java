package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
class SwfHandlerTest extends OnJetty {
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
