package io.flowscope.swf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is repeated and what is not, and how failures are told; the answers are prepared here. */
class AwsBackendTest {
  private static final String FAULT =
      "{\"__type\":\"com.amazonaws.swf.base.model#%s\",\"message\":\"%s\"}";

  private static final int HANGS_UP = 0;

  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Prepared> answers = new ArrayDeque<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private AwsBackend backend;

  private record Prepared(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Prepared answer = answers.remove();
          if (answer.status() == HANGS_UP) {
            exchange.close();
            return;
          }
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    backend = backend(server.getAddress().getPort());
  }

  private static AwsBackend backend(int port) {
    return new AwsBackend(
        new AwsConnection(
            null, URI.create("http://127.0.0.1:" + port), null, new Credentials("key", "secret")));
  }

  @AfterEach
  void stop() {
    backend.close();
    server.stop(0);
  }

  @Test
  void aThrottledCallIsRepeated() {
    prepare(400, FAULT.formatted("ThrottlingException", "Rate exceeded"));
    prepare(400, FAULT.formatted("ThrottlingException", "Rate exceeded"));
    prepare(200, "{\"runId\":\"r\"}");

    assertThat(backend.call(aStart()).join().runId()).isEqualTo("r");
    assertThat(calls).hasSize(3);
  }

  @Test
  void aReadIsRepeatedAfterAServersError() {
    prepare(500, "");
    prepare(200, "{\"count\":3,\"truncated\":false}");

    assertThat(
            backend
                .call(new Action.CountPendingActivityTasks("d", new TaskList("l")))
                .join()
                .count())
        .isEqualTo(3);
    assertThat(calls).hasSize(2);
  }

  @Test
  void aStartWhoseFateIsUnknownIsNotRepeated() {
    prepare(500, "");
    prepare(200, "{\"runId\":\"r\"}");

    assertThatThrownBy(() -> backend.call(aStart()).join()).hasCauseInstanceOf(IOException.class);
    assertThat(calls).containsExactly("SimpleWorkflowService.StartWorkflowExecution");
  }

  @Test
  void aPollIsNotRepeated() {
    prepare(500, "");

    assertThatThrownBy(
            () -> backend.call(new Action.PollForActivityTask("d", new TaskList("l"), null)).join())
        .hasCauseInstanceOf(IOException.class);
    assertThat(calls).hasSize(1);
  }

  @Test
  void aFaultIsAFaultAndIsExplained() {
    prepare(400, FAULT.formatted("OperationNotPermittedFault", "not allowed: swf:Start"));

    assertThat(explained(backend))
        .isEqualTo(
            backend.connection().name()
                + " does not allow this: not allowed: swf:Start. Give these credentials the right"
                + " to it, or use others.");
  }

  @Test
  void anUnreachableEndpointIsExplained() throws IOException {
    int port = server.getAddress().getPort();
    server.stop(0);

    assertThat(explained(backend))
        .startsWith("http://127.0.0.1:" + port + " cannot be reached")
        .endsWith("See whether the address is right and the network lets it through.");
  }

  @Test
  void aProfileThatIsNotThereIsNamed() {
    try (AwsBackend other =
        new AwsBackend(new AwsConnection("eu-west-1", null, "no-such-profile", null))) {
      assertThat(explained(other))
          .contains("Unable to load the profile 'no-such-profile'")
          .endsWith("or name a profile of ~/.aws/credentials.");
    }
  }

  @Test
  void anAnswerThatNeverComesLeavesTheFateOfAStartOpen() {
    prepare(HANGS_UP, "");

    assertThat(explained(backend))
        .contains("failed at this call (no answer: ")
        .endsWith("It may have been carried out all the same: look before you try again.");
    assertThat(calls).containsExactly("SimpleWorkflowService.StartWorkflowExecution");
  }

  @Test
  void aReadWhoseAnswerNeverComesIsRepeated() {
    prepare(HANGS_UP, "");
    prepare(200, "{\"events\":[],\"nextPageToken\":\"next\"}");

    assertThat(backend.call(history(null)).join().nextPageToken()).isEqualTo("next");
    assertThat(calls).hasSize(2);
  }

  @Test
  void pagesAreAskedForByTheirToken() {
    prepare(200, "{\"events\":[],\"nextPageToken\":\"next\"}");
    prepare(200, "{\"events\":[]}");

    String token = backend.call(history(null)).join().nextPageToken();

    assertThat(backend.call(history(token)).join().nextPageToken()).isNull();
    assertThat(bodies.getFirst()).contains("\"maximumPageSize\":7").doesNotContain("PageToken");
    assertThat(bodies.getLast()).contains("\"maximumPageSize\":7", "\"nextPageToken\":\"next\"");
  }

  @Test
  void aPollWaitsLongerThanSwfHoldsIt() {
    assertThat(AwsBackend.pollConfiguration().getSocketTimeout()).isEqualTo(70_000);
    assertThat(AwsBackend.pollConfiguration().getRetryPolicy().getMaxErrorRetry()).isZero();
    assertThat(AwsBackend.callConfiguration().getSocketTimeout()).isEqualTo(10_000);
  }

  private static Action.GetWorkflowExecutionHistory history(String token) {
    return new Action.GetWorkflowExecutionHistory(
        "d", new WorkflowExecution("w", "r"), token, 7, null);
  }

  private static String explained(AwsBackend backend) {
    try {
      backend.call(aStart()).join();
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOfAny(SwfFault.class, IOException.class);
      return Trouble.explain(e, backend.connection().name(), "d");
    }
    throw new AssertionError("The call was answered");
  }

  private void prepare(int status, String body) {
    answers.add(new Prepared(status, body));
  }

  private static Action.StartWorkflowExecution aStart() {
    return new Action.StartWorkflowExecution(
        "d", "w", new WorkflowType("W", "1"), null, null, null, null, null, null, null, null);
  }
}
