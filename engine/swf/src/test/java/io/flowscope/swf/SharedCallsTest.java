package io.flowscope.swf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action.DeprecateDomain;
import io.flowscope.engine.model.Action.PollForActivityTask;
import io.flowscope.engine.model.Action.RespondActivityTaskCompleted;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.TaskList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers when and what the test wants. */
@Timeout(20)
class SharedCallsTest {
  private static final PollForActivityTask POLL =
      new PollForActivityTask("d", new TaskList("l"), "me");
  private static final String TASK =
      "{\"taskToken\":\"t-1\",\"activityId\":\"a\",\"startedEventId\":5}";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private HttpServer server;
  private HttpBackend backend;

  /** A request that is not answered yet. */
  private record Request(String target, Envelope.Calls shared, HttpExchange exchange) {
    void refuse(int status, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    OutputStream begin() throws IOException {
      exchange.getResponseHeaders().set("Content-Type", Envelope.CONTENT_TYPE);
      exchange.sendResponseHeaders(200, 0);
      return exchange.getResponseBody();
    }

    List<String> actions() {
      return shared.calls().stream().map(Envelope.Call::action).toList();
    }

    String input(int call) {
      return new String(shared.calls().get(call).input(), StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
          byte[] body = exchange.getRequestBody().readAllBytes();
          requests.add(
              new Request(
                  target, target.equals(Envelope.TARGET) ? Envelope.read(body) : null, exchange));
        });
    server.start();
    backend =
        new HttpBackend(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            "local",
            new Credentials("KEY", "secret"),
            InstantSource.system(),
            HttpBackend.Sharing.ALWAYS);
  }

  @AfterEach
  void stop() {
    backend.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private static byte[] answer(int call, int status, String body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Envelope.write(new Envelope.Answer(call, status, body.getBytes(StandardCharsets.UTF_8)), bytes);
    return bytes.toByteArray();
  }

  private CompletableFuture<Done> respond(String token) {
    return backend.call(new RespondActivityTaskCompleted(token, "1"));
  }

  /** Each call of a request, for as many as there are to come. */
  private List<Request> take(int calls) throws InterruptedException {
    List<Request> all = new ArrayList<>();
    for (int i = 0; i < calls; i += all.getLast().shared().calls().size()) {
      all.add(requests.take());
    }
    return all;
  }

  @Test
  void allCallsAreMadeOnceAndEachGetsItsOwnAnswer() throws Exception {
    List<CompletableFuture<ActivityTask>> polls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      polls.add(backend.call(new PollForActivityTask("d", new TaskList("l" + i), "me")));
    }
    for (Request request : take(40)) {
      try (OutputStream out = request.begin()) {
        for (int i = request.shared().calls().size() - 1; i >= 0; i--) {
          String list = request.input(i).replaceFirst(".*\"name\":\"(l\\d+)\".*", "$1");
          // In pieces that end anywhere.
          for (byte one : answer(i, 200, "{\"activityId\":\"" + list + "\"}")) {
            out.write(one);
            out.flush();
          }
        }
      }
    }
    for (int i = 0; i < 40; i++) {
      assertThat(polls.get(i).join().activityId()).isEqualTo("l" + i);
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void anAnswerComesAsSoonAsItIsThere() throws Exception {
    CompletableFuture<ActivityTask> poll = backend.call(POLL);
    OutputStream first = requests.take().begin();
    CompletableFuture<Done> answered = respond("t");
    Request second = requests.take();
    second.begin().write(answer(0, 200, ""));
    second.exchange().getResponseBody().flush();
    assertThat(answered.join()).isEqualTo(new Done());
    assertThat(poll).isNotDone();
    first.write(answer(0, 200, TASK));
    first.flush();
    assertThat(poll.join().taskToken()).isEqualTo("t-1");
  }

  @Test
  void aFaultIsOfItsCallAndAnyOtherStatusAnUnknownOutcome() throws Exception {
    CompletableFuture<Done> refused = respond("t");
    try (OutputStream out = requests.take().begin()) {
      out.write(answer(0, 400, "{\"__type\":\"a#UnknownResourceFault\",\"message\":\"no\"}"));
    }
    assertThatThrownBy(refused::join).hasCauseInstanceOf(SwfFault.class).hasMessageContaining("no");
    CompletableFuture<Done> failed = respond("t");
    try (OutputStream out = requests.take().begin()) {
      out.write(answer(0, 503, "{\"__type\":\"a#ServiceUnavailable\",\"message\":\"no\"}"));
    }
    assertThatThrownBy(failed::join).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void whereTheWholeIsRefusedEachCallIs() throws Exception {
    CompletableFuture<Done> answer = respond("t");
    requests.take().refuse(403, "{\"__type\":\"InvalidSignatureException\",\"message\":\"no\"}");
    assertThatThrownBy(answer::join)
        .cause()
        .isInstanceOfSatisfying(
            SwfFault.class, f -> assertThat(f.type()).isEqualTo("InvalidSignatureException"));
    CompletableFuture<Done> again = respond("t");
    assertThat(requests.take().target()).isEqualTo(Envelope.TARGET);
    assertThat(again).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 415, 501, 200})
  void anEndpointThatKnowsNoEnvelopesGetsSingleCallsForEver(int status) throws Exception {
    CompletableFuture<Done> first = respond("t");
    requests
        .take()
        .refuse(status, "{\"__type\":\"a#UnknownOperationException\",\"message\":\"Unknown\"}");
    Request single = requests.take();
    assertThat(single.target()).isEqualTo("SimpleWorkflowService.RespondActivityTaskCompleted");
    single.refuse(200, "");
    assertThat(first.join()).isEqualTo(new Done());
    CompletableFuture<Done> second = respond("t");
    Request later = requests.take();
    assertThat(later.target()).isEqualTo("SimpleWorkflowService.RespondActivityTaskCompleted");
    later.refuse(200, "");
    assertThat(second.join()).isEqualTo(new Done());
  }

  @Test
  void aLargeInputGoesAlone() throws Exception {
    CompletableFuture<Done> large =
        backend.call(new RespondActivityTaskCompleted("t", "x".repeat(40_000)));
    Request request = requests.take();
    assertThat(request.target()).isEqualTo("SimpleWorkflowService.RespondActivityTaskCompleted");
    request.refuse(200, "");
    assertThat(large.join()).isEqualTo(new Done());
  }

  @Test
  void whatEndsAnExchangeFailsItsCallsAndNothingIsSentTwice() throws Exception {
    for (String end : List.of("", "0 200 5\nab", "1 200 0\n", "x\n")) {
      CompletableFuture<Done> answer = respond("t");
      try (OutputStream out = requests.take().begin()) {
        out.write(end.getBytes(StandardCharsets.UTF_8));
      }
      assertThatThrownBy(answer::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void aPollThatIsGivenUpIsToldToTheServer() throws Exception {
    CompletableFuture<ActivityTask> poll = backend.call(POLL);
    Request request = requests.take();
    poll.cancel(true);
    Request told = requests.take();
    assertThat(told.actions()).containsExactly("GiveUp");
    assertThat(told.input(0)).isEqualTo(request.shared().name() + " 0");

    try (OutputStream out = request.begin()) {
      out.write(answer(0, 200, TASK));
    }
    Request back = requests.take();
    assertThat(back.actions()).containsExactly("HandBack");
    assertThat(back.input(0)).isEqualTo("t-1");
  }

  @Test
  void closingFailsWhatIsUnderWay() throws Exception {
    CompletableFuture<ActivityTask> poll = backend.call(POLL);
    var unused = requests.take();
    CountDownLatch done = new CountDownLatch(1);
    var unusedToo = poll.whenComplete((task, failure) -> done.countDown());
    backend.close();
    done.await();
    assertThat(poll).isCompletedExceptionally();
    assertThat(respond("t")).isCompletedExceptionally();
  }

  @Test
  void aCallThatComesAloneIsOneOfSwf() throws Exception {
    try (HttpBackend sparing =
        new HttpBackend(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            "local",
            new Credentials("KEY", "secret"),
            InstantSource.system())) {
      CompletableFuture<Done> answer = sparing.call(new DeprecateDomain("d"));
      Request request = requests.take();
      assertThat(request.target()).isEqualTo("SimpleWorkflowService.DeprecateDomain");
      request.refuse(200, "");
      assertThat(answer.join()).isEqualTo(new Done());
    }
  }
}
