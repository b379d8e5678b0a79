package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action.PollForActivityTask;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.Action.SignalWorkflowExecution;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.Envelope;
import io.flowscope.swf.HttpBackend;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Several calls in one request, well and badly made, over raw sockets against the real parts. */
@Timeout(60)
class SharedCallsTest extends OnJetty {
  private static final String DECISIONS = POLL.formatted("decisions");
  private static final String ACTIVITIES = POLL.formatted("activities");

  private static String frame(String action, String input) {
    return action + " " + input.getBytes(StandardCharsets.UTF_8).length + "\n" + input;
  }

  private static String frames(String... actionsAndInputs) {
    StringBuilder frames = new StringBuilder();
    for (int i = 0; i < actionsAndInputs.length; i += 2) {
      frames.append(frame(actionsAndInputs[i], actionsAndInputs[i + 1]));
    }
    return frames.toString();
  }

  private static String request(RawClient client, String body) {
    return client.request(Envelope.TARGET, Envelope.CONTENT_TYPE, body);
  }

  /** Sends calls and reads the head of the answer once there is one. */
  private static String ask(RawClient client, String body) throws IOException {
    client.write(request(client, body));
    return client.head();
  }

  /** All of an answer; it has a length where all of it was there at once. */
  private static String whole(RawClient client, String body) throws IOException {
    String head = ask(client, body);
    return head.contains("Content-Length") ? client.body(head) : rest(client);
  }

  /** All of an answer that comes in pieces. */
  private static String rest(RawClient client) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String piece = client.piece(); !piece.isEmpty(); piece = client.piece()) {
      all.append(piece);
    }
    return all.toString();
  }

  private static String token(String answer) {
    return answer.replaceFirst("(?s).*\"taskToken\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void eachCallIsAnsweredAsSoonAsItsAnswerIsThere() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    String head =
        ask(
            client,
            "x-1\n"
                + frames(
                    "PollForDecisionTask", DECISIONS,
                    "ListDomains", DOMAINS,
                    "PollForActivityTask", ACTIVITIES));
    assertThat(head).startsWith("HTTP/1.1 200 ").containsIgnoringCase(Envelope.CONTENT_TYPE);
    assertThat(client.piece()).startsWith("1 200 ").contains("domainInfos");

    startExecution("w");
    String task = client.piece();
    assertThat(task).startsWith("0 200 ").contains("\"taskToken\"");
    call(new RespondDecisionTaskCompleted(token(task), List.of(schedule()), null, null, null));
    assertThat(client.piece()).startsWith("2 200 ").contains("\"activityId\":\"a\"");
    assertThat(client.piece()).as("the end").isEmpty();
    assertThat(client.ask("ListDomains", DOMAINS)).as("the connection goes on").contains(" 200 ");
  }

  @Test
  void aCallWithoutOutputHasAnEmptyAnswer() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    assertThat(
            whole(
                client,
                "x\n"
                    + frame(
                        "RegisterDomain",
                        "{\"name\":\"é\",\"workflowExecutionRetentionPeriodInDays\":\"1\"}")))
        .isEqualTo("0 200 0\n");
  }

  @Test
  void whatIsWrongWithOneCallIsToldOfThatCall() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    String whole =
        whole(
            client,
            "x\n"
                + frames(
                    "ListDomains", DOMAINS,
                    "Nothing", "{}",
                    "DescribeDomain", "",
                    "DescribeDomain", "[]",
                    "DescribeDomain", "{\"name\":",
                    "DescribeDomain", "{\"name\":5}",
                    "DescribeDomain", "{\"name\":\"d\",\"name\":\"d\"}",
                    "DescribeDomain", "{\"name\":" + "[".repeat(5_000),
                    "DescribeDomain", "{\"name\":\"nowhere\"}",
                    "DescribeDomain", "{}",
                    "GiveUp", "x",
                    "GiveUp", "nobody 1",
                    "HandBack", "no token",
                    "DescribeDomain", "{\"name\":\"d\"}"));
    List<Envelope.Answer> answers = answers(whole);

    assertThat(answers).hasSize(14);
    assertThat(texts(answers, 0, 13)).allMatch(text -> text.startsWith("200 "));
    assertThat(texts(answers, 1)).allMatch(text -> text.contains("UnknownOperationException"));
    assertThat(texts(answers, 2, 3, 4, 5, 6, 7))
        .allMatch(text -> text.startsWith("400 ") && text.contains("#SerializationException"));
    assertThat(texts(answers, 8)).allMatch(text -> text.contains("#UnknownResourceFault"));
    assertThat(texts(answers, 9, 10)).allMatch(text -> text.contains("#ValidationException"));
    assertThat(texts(answers, 11, 12)).as("over already").containsOnly("200 ");
  }

  private static List<String> texts(List<Envelope.Answer> answers, int... calls) {
    return java.util.stream.IntStream.of(calls)
        .mapToObj(
            call ->
                answers.stream()
                    .filter(one -> one.call() == call)
                    .map(one -> one.status() + " " + new String(one.body(), StandardCharsets.UTF_8))
                    .findFirst()
                    .orElse("none"))
        .toList();
  }

  /** The next answers, in as many pieces as they come. */
  private static List<Envelope.Answer> answers(RawClient client, int count) throws IOException {
    List<Envelope.Answer> answers = new ArrayList<>();
    while (answers.size() < count) {
      answers.addAll(answers(client.piece()));
    }
    return answers;
  }

  private static List<Envelope.Answer> answers(String text) {
    List<Envelope.Answer> answers = new ArrayList<>();
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (at < all.length) {
      int end = at;
      while (all[end] != '\n') {
        end++;
      }
      String[] line = new String(all, at, end - at, StandardCharsets.UTF_8).split(" ");
      int length = Integer.parseInt(line[2]);
      answers.add(
          new Envelope.Answer(
              Integer.parseInt(line[0]),
              Integer.parseInt(line[1]),
              java.util.Arrays.copyOfRange(all, end + 1, end + 1 + length)));
      at = end + 1 + length;
    }
    return answers;
  }

  /** {@code <good>} stands for a call that would change something. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|name of the exchange",
        "x|name of the exchange",
        "a b\\n<good>|name of the exchange",
        "\\n<good>|name of the exchange",
        "x\\n|no call",
        "x\\n<good>ListDomains 3\\n{}|cut off",
        "x\\n<good>ListDomains\\n{}|no length",
        "x\\n<good>ListDomains -2\\n{}|number",
        "x\\n<good>ListDomains 2147483648\\n{}|number",
        "x\\n<good>ListDomains 999999999\\n{}|cut off",
        "x\\n<good>ListDomains two\\n{}|number",
        "x\\n<good> 2\\n{}|no length",
        "x\\n<good>ListDomains 2|cut off",
        "x\\n<good><long> 2\\n{}|longer than",
        "x\\n<good><many>|more than 256",
      })
  void whatIsNoEnvelopeIsRefusedAsAWholeAndNothingIsDone(String body, String message)
      throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    client.write(
        request(
            client,
            body.replace("\\n", "\n")
                .replace(
                    "<good>",
                    frame(
                        "RegisterDomain",
                        "{\"name\":\"new\",\"workflowExecutionRetentionPeriodInDays\":\"1\"}"))
                .replace("<long>", "A".repeat(500))
                .replace("<many>", frame("ListDomains", "{}").repeat(256))));

    assertThat(client.answer())
        .startsWith("HTTP/1.1 400 ")
        .contains("#SerializationException", message);
    assertThat(client.ask("ListDomains", DOMAINS)).contains("\"d\"").doesNotContain("\"new\"");
  }

  @Test
  void theWholeIsSignedAndAsLargeAsOneCallAtMost() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    String body = "x\n" + frame("ListDomains", DOMAINS);
    client.write(client.request(Envelope.TARGET, SwfEndpoint.CONTENT_TYPE, body));
    assertThat(client.answer()).startsWith("HTTP/1.1 400 ").contains(Envelope.CONTENT_TYPE);
    client.write(request(client, body).replaceFirst("REGISTERED", "DEPRECATED"));
    assertThat(client.answer()).startsWith("HTTP/1.1 403 ").contains("InvalidSignature");
    AccessKey revoked = keys.issue("gone", new AccessKey.Everything());
    RawClient stranger = new RawClient(port, revoked);
    clients.add(stranger);
    keys.revoke(revoked.id());
    stranger.write(request(stranger, body));
    assertThat(stranger.answer()).startsWith("HTTP/1.1 403 ").contains("UnrecognizedClient");
    client.write(request(client, "x\n" + frame("ListDomains", " ".repeat(1_048_576))));
    assertThat(client.answer()).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void eachCallNeedsTheKeysPermission() throws Exception {
    start(SOON, NEVER, Map.of());
    AccessKey worker = keys.issue("w", new AccessKey.Worker("local", "d", Set.of("activities")));
    RawClient client = new RawClient(port, worker);
    clients.add(client);
    String head =
        ask(
            client,
            "x\n"
                + frames(
                    "ListDomains", DOMAINS,
                    "PollForDecisionTask", DECISIONS,
                    "PollForActivityTask", ACTIVITIES));
    assertThat(head).contains(" 200 ");
    List<Envelope.Answer> refused = answers(client, 2);
    assertThat(texts(refused, 0)).allMatch(text -> text.contains("may not use ListDomains"));
    assertThat(texts(refused, 1)).allMatch(text -> text.contains("may not poll task list"));
    awaitPollers("activities", 1);

    keys.revoke(worker.id());
    assertThat(client.piece()).startsWith("2 400 ").contains("revoked");
    assertThat(client.piece()).as("the end").isEmpty();
    awaitPollers("activities", 0);
  }

  @Test
  void eachCallCountsForTheBoundsOfTheEngine() throws Exception {
    start(SOON, NEVER, Map.of("limits.queue.polls", "3"));
    RawClient client = client();
    assertThat(ask(client, "x\n" + frame("PollForActivityTask", ACTIVITIES).repeat(5)))
        .contains(" 200 ");
    assertThat(answers(client, 2))
        .hasSize(2)
        .allMatch(one -> new String(one.body(), StandardCharsets.UTF_8).contains("Throttling"));
    assertThat(pollers("activities")).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void theVanishedPollsGiveTheirPlacesBack(Leaving how) throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    assertThat(
            ask(
                client,
                "x\n"
                    + frames(
                        "PollForDecisionTask", DECISIONS,
                        "PollForActivityTask", ACTIVITIES,
                        "PollForActivityTask", ACTIVITIES,
                        "ListDomains", DOMAINS)))
        .contains(" 200 ");
    awaitPollers("decisions", 1);
    awaitPollers("activities", 2);
    leave(client, how);
    awaitPollers("decisions", 0);
    awaitPollers("activities", 0);
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
    client.write(request(client, "x\n" + frame("PollForDecisionTask", DECISIONS).repeat(3)));
    awaitPollers("decisions", 3);
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
    assertThat(pollers("decisions")).as("the others").isZero();
    assertThat(again.taskToken()).isNotEmpty();
  }

  @Test
  void aPollThatIsGivenUpGivesItsPlaceBackAndTheOthersGoOn() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    client.write(
        request(
            client,
            "polls-7\n"
                + frames("PollForDecisionTask", DECISIONS, "PollForActivityTask", ACTIVITIES)));
    awaitPollers("decisions", 1);
    awaitPollers("activities", 1);
    AccessKey other = keys.issue("other", new AccessKey.Everything());
    RawClient stranger = new RawClient(port, other);
    clients.add(stranger);
    assertThat(whole(stranger, "x\n" + frame("GiveUp", "polls-7 0"))).isEqualTo("0 200 0\n");
    assertThat(pollers("decisions")).as("of another key").isEqualTo(1);

    RawClient same = client();
    assertThat(
            answers(whole(same, "x\n" + frames("GiveUp", "polls-7 0", "GiveUp", "polls-7 9999"))))
        .hasSize(2)
        .allMatch(one -> one.status() == 200);
    awaitPollers("decisions", 0);
    assertThat(client.head()).contains(" 200 ");
    assertThat(client.piece()).startsWith("0 400 ");
    assertThat(pollers("activities")).isEqualTo(1);
    String run = startExecution("w");
    call(
        new RespondDecisionTaskCompleted(
            decisionTask().taskToken(), List.of(schedule()), null, null, null));
    assertThat(client.piece()).startsWith("1 200 ").contains("activityId");
    assertThat(history("w", run)).doesNotContain("DecisionTaskTimedOut");
  }

  @Test
  void aTaskThatIsHandedBackIsOverAtOnce() throws Exception {
    start(SOON, NEVER, Map.of());
    RawClient client = client();
    client.write(request(client, "x\n" + frame("PollForActivityTask", ACTIVITIES)));
    awaitPollers("activities", 1);
    startExecution("w");
    call(
        new RespondDecisionTaskCompleted(
            decisionTask().taskToken(), List.of(schedule()), null, null, null));
    String token = token(client.body(client.head()));
    AccessKey other = keys.issue("other", new AccessKey.Domains(Set.of("elsewhere")));
    RawClient stranger = new RawClient(port, other);
    clients.add(stranger);
    assertThat(whole(stranger, "x\n" + frame("HandBack", token)))
        .startsWith("0 400 ")
        .contains("OperationNotPermittedFault");

    RawClient same = client();
    assertThat(whole(same, "x\n" + frame("HandBack", token))).isEqualTo("0 200 0\n");
    assertThat(decisionTask().events().stream().map(event -> event.event()).toList())
        .filteredOn(Event.ActivityTaskTimedOut.class::isInstance)
        .singleElement()
        .extracting("timeoutType", "details")
        .extracting(Object::toString)
        .containsExactly("HEARTBEAT", "undelivered");
  }

  @Test
  void whoReadsSlowlyKeepsNobodyWaiting() throws Exception {
    start(SOON, NEVER, Map.of());
    String run = startExecution("w");
    for (int i = 0; i < 20; i++) {
      call(new SignalWorkflowExecution("d", "w", run, "s", "x".repeat(30_000)));
    }
    String history =
        frame(
            "GetWorkflowExecutionHistory",
            "{\"domain\":\"d\",\"execution\":{\"workflowId\":\"w\",\"runId\":\"" + run + "\"}}");
    List<RawClient> slow = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RawClient client = client();
      client.write(request(client, "x\n" + history.repeat(30)));
      slow.add(client);
    }
    List<String> heads = new ArrayList<>();
    for (RawClient client : slow) {
      heads.add(client.head());
    }
    slow.removeLast().close();
    leave(slow.removeLast(), Leaving.RESET);
    for (int i = 0; i < 10; i++) {
      assertThat(client().ask("ListDomains", DOMAINS)).contains(" 200 ");
    }
    for (RawClient client : slow) {
      String head = heads.removeFirst();
      assertThat(answers(head.contains("Content-Length") ? client.body(head) : rest(client)))
          .hasSize(30)
          .allMatch(one -> one.body().length > 600_000);
    }
  }

  @Test
  void callsOfManyThreadsShareRequestsAndEachIsCarriedOutOnce() throws Exception {
    start(SOON, NEVER, Map.of());
    String run = startExecution("w");
    try (HttpBackend backend =
            new HttpBackend(
                URI.create("http://127.0.0.1:" + port),
                "local",
                new Credentials(key.id(), key.secret()),
                InstantSource.system());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Done>> signals = new ArrayList<>();
      for (int i = 0; i < 900; i++) {
        var signal = new SignalWorkflowExecution("d", "w", run, "s" + i, null);
        signals.add(threads.submit(() -> backend.await(signal)));
      }
      Future<ActivityTask> poll =
          threads.submit(
              () -> backend.await(new PollForActivityTask("d", new TaskList("activities"), "me")));
      for (Future<Done> signal : signals) {
        assertThat(signal.get()).isEqualTo(new Done());
      }
      awaitPollers("activities", 1);
      poll.cancel(true);
      awaitPollers("activities", 0);
    }
    assertThat(history("w", run)).hasSize(902);
    assertThat(handler.traffic().requests()).isLessThan(handler.traffic().calls());
    assertThat(handler.traffic().calls()).isGreaterThanOrEqualTo(900);
  }

  @Test
  void aBodyThatIsCutOffIsGivenUp() throws Exception {
    start(SOON, Duration.ofMillis(200), Map.of());
    RawClient slow = client();
    String request =
        request(
            slow,
            "x\n"
                + frame(
                    "RegisterDomain",
                    "{\"name\":\"new\",\"workflowExecutionRetentionPeriodInDays\":\"1\"}"));
    slow.write(request.substring(0, request.length() - 1));
    assertThat(slow.answer()).startsWith("HTTP/1.1 408 ");
    assertThat(client().ask("ListDomains", DOMAINS)).doesNotContain("\"new\"");
  }

  /** Bytes changed, removed and doubled anywhere: each request is answered, and never by 500. */
  @Test
  void whateverIsSentIsAnsweredAndNeverByAnInternalFailure() throws Exception {
    start(SOON, NEVER, Map.of());
    Random random = new Random(20_261_122);
    String good =
        "x-1\n"
            + frames(
                "ListDomains", DOMAINS,
                "GiveUp", "x-0 1",
                "CountOpenWorkflowExecutions",
                    "{\"domain\":\"d\",\"startTimeFilter\":{\"oldestDate\":0}}",
                "HandBack", "token");
    int carriedOut = 0;
    RawClient client = client();
    for (int i = 0; i < 500; i++) {
      StringBuilder body = new StringBuilder(good);
      for (int n = random.nextInt(3); n >= 0; n--) {
        int at = random.nextInt(body.length());
        switch (random.nextInt(3)) {
          case 0 -> body.setCharAt(at, (char) random.nextInt(128));
          case 1 -> body.deleteCharAt(at);
          default -> body.insert(at, body.substring(at, Math.min(body.length(), at + 9)));
        }
      }
      String head = ask(client, body.toString());
      if (head.startsWith("HTTP/1.1 200 ")) {
        carriedOut++;
        assertThat(answers(head.contains("Content-Length") ? client.body(head) : rest(client)))
            .as(body.toString())
            .isNotEmpty()
            .allMatch(one -> one.status() == 200 || one.status() == 400);
      } else {
        assertThat(head).as(body.toString()).startsWith("HTTP/1.1 400 ");
        assertThat(client.body(head)).contains("SerializationException");
      }
    }
    assertThat(carriedOut).isBetween(50, 450);
  }
}
