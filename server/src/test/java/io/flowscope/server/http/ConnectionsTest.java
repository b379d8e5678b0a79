package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.flowscope.server.ConnectionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people and programs are told when an SWF elsewhere does not do what it is asked for. */
class ConnectionsTest {
  private static final String LIST = "/api/v1/there/shared/executions";
  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretKey";

  @TempDir Path dir;
  private HttpServer there;
  private TestServer here;
  private volatile int status = 200;
  private volatile String body = "{\"executionInfos\":[]}";

  /** The machine's credentials, in one of the places where AWS's tools look for them. */
  @BeforeAll
  static void credentials() {
    System.setProperty(KEY, "key");
    System.setProperty(SECRET, "secret");
  }

  @AfterAll
  static void noCredentials() {
    System.clearProperty(KEY);
    System.clearProperty(SECRET);
  }

  @BeforeEach
  void open() throws Exception {
    there = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    there.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    there.start();
    URI address = URI.create("http://127.0.0.1:" + there.getAddress().getPort());
    here = TestServer.openWith(dir, new ConnectionSettings("there", address, null, null, "shared"));
  }

  @AfterEach
  void close() {
    here.close();
    there.stop(0);
  }

  private void answers(int newStatus, String type, String message) {
    status = newStatus;
    body = "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(type, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|AccessDeniedException|not authorized to perform: swf:ListOpen|502|accessDenied|Give"
            + " these credentials the right",
        "400|UnrecognizedClientException|The token is invalid|502|credentialsRefused|key, secret"
            + " and the clock",
        "400|UnknownResourceFault|Unknown domain: shared|404|unknownDomain|The domain here is"
            + " 'shared'",
        "400|DomainDeprecatedFault|shared|409|deprecated|use another one",
        "400|ThrottlingException|Rate exceeded|429|throttled|try again in some seconds",
        "500|InternalFailure|broken|502|failedThere|look before you try again",
      })
  void what_is_wrong_with_the_connection_is_said_in_words(
      int there, String type, String message, int here, String error, String remedy)
      throws Exception {
    answers(there, type, message);

    HttpResponse<String> answer = this.here.get(LIST);

    JsonNode told = TestServer.json(answer);
    assertThat(answer.statusCode()).isEqualTo(here);
    assertThat(told.path("error").asText()).isEqualTo(error);
    assertThat(told.path("message").asText()).startsWith("Connection there: ").contains(remedy);
    assertThat(answer.body()).doesNotContain("Exception:", "secret\"");
  }

  @Test
  void unreachable_is_told_on_the_page_and_what_is_here_goes_on() throws Exception {
    there.stop(0);

    assertThat(TestServer.json(here.get(LIST)).path("error").asText()).isEqualTo("unreachable");
    assertThat(here.get("/api/health").statusCode()).isEqualTo(200);
    here.registerType(TestServer.TYPE, "1");
    assertThat(here.start("goes-on")).contains("/local/default/");
    String home = page("/");
    assertThat(home).contains("Connection <a", "cannot be reached", "Everything here goes on");
    String list = page("/executions?connection=there");
    assertThat(list).contains("cannot be reached", "The server cannot do that just now");
  }

  @Test
  void what_works_again_is_told_no_more() throws Exception {
    answers(400, "AccessDeniedException", "no");
    assertThat(here.get(LIST).statusCode()).isEqualTo(502);
    assertThat(here.connections.named("there").trouble()).isPresent();

    status = 200;
    body = "{\"executionInfos\":[]}";

    assertThat(here.get(LIST).statusCode()).isEqualTo(200);
    assertThat(here.connections.named("there").trouble()).isEmpty();
    assertThat(page("/executions?connection=there")).contains("No execution yet");
  }

  @Test
  void a_connection_that_is_not_there_is_named_with_those_that_are() throws Exception {
    HttpResponse<String> answer = here.get("/api/v1/nowhere/shared/executions");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(TestServer.json(answer).path("message").asText())
        .contains("'nowhere'", "local, there", "--set connections.NAME");
    assertThat(here.get("/api/v1/nowhere/d/executions/w/r").statusCode()).isEqualTo(404);
  }

  @Test
  void what_swf_cannot_do_is_said() throws Exception {
    HttpResponse<String> answer = here.delete(LIST + "/w/r");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("SWF has no call that deletes an execution");
  }

  private String page(String path) throws Exception {
    return here.browser()
        .send(
            here.request(path).header("Accept", "text/html").build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
