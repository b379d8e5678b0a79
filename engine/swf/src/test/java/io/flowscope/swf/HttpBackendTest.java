package io.flowscope.swf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action.DeprecateDomain;
import io.flowscope.engine.model.Action.RespondActivityTaskCompleted;
import io.flowscope.engine.model.Action.StartWorkflowExecution;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.WorkflowType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the JDK's own HTTP server, which knows nothing of us. */
class HttpBackendTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z"));

  private HttpServer server;
  private HttpBackend backend;
  private volatile SignedRequest received;
  private volatile int status = 200;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    backend = new HttpBackend(endpoint, "local", new Credentials("KEY", "secret"), CLOCK);
  }

  @AfterEach
  void stop() {
    backend.close();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    received =
        new SignedRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            "",
            headers,
            exchange.getRequestBody().readAllBytes());
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void sendsWhatTheVerifierAccepts() {
    answer = "{\"runId\":\"abc\"}";
    Run run =
        backend
            .call(
                new StartWorkflowExecution(
                    "default",
                    "w",
                    new WorkflowType("T", "1"),
                    null,
                    null,
                    "[\"é\"]",
                    null,
                    null,
                    null,
                    null,
                    null))
            .join();
    assertThat(run.runId()).isEqualTo("abc");
    assertThat(received.headers().get("x-amz-target"))
        .containsExactly("SimpleWorkflowService.StartWorkflowExecution");
    assertThat(new String(received.body(), StandardCharsets.UTF_8)).contains("[\\\"é\\\"]");
    assertThat(SigV4.verify(received, key -> Optional.of("secret"), CLOCK))
        .isEqualTo(new Verification.Verified("KEY", "local"));
  }

  @Test
  void anEmptyAnswerIsDone() {
    assertThat(backend.call(new RespondActivityTaskCompleted("t", "1")).join())
        .isEqualTo(new Done());
  }

  @Test
  void aFaultIsAFaultAndAnythingElseAnUnknownOutcome() {
    status = 400;
    answer =
        "{\"__type\":\"com.amazonaws.swf.base.model#UnknownResourceFault\",\"message\":\"no\"}";
    assertThatThrownBy(() -> backend.call(new DeprecateDomain("d")).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SwfFault.class, f -> assertThat(f.type()).isEqualTo("UnknownResourceFault"))
        .hasMessage("no");
    status = 500;
    assertThatThrownBy(() -> backend.call(new DeprecateDomain("d")).join())
        .hasCauseInstanceOf(IOException.class);
    status = 404;
    answer = "<html>";
    assertThatThrownBy(() -> backend.call(new DeprecateDomain("d")).join())
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("answered 404: <html>");
    server.stop(0);
    assertThatThrownBy(() -> backend.call(new DeprecateDomain("d")).join())
        .hasCauseInstanceOf(IOException.class);
  }
}
