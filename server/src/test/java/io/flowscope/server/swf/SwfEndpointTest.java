package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.wire.Wire;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.SigV4;
import io.flowscope.swf.SignedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw HTTP against the endpoint: what goes wrong is said as SWF says it, never with a 500. */
class SwfEndpointTest {
  private final Engine engine = Engine.open(EngineConfig.inMemory());
  private final KeyRing keys = new KeyRing(new SecureRandom());
  private final AccessKey admin = keys.issue("test", new AccessKey.Everything());
  private final HttpClient client = HttpClient.newHttpClient();
  private LoopbackServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        LoopbackServer.start(
            new SwfEndpoint(key -> engine, keys, InstantSource.system(), Tasks.of(engine)));
    assertThat(
            call(
                    admin,
                    "RegisterDomain",
                    "{\"name\":\"d\",\"workflowExecutionRetentionPeriodInDays\":\"1\"}")
                .statusCode())
        .isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
    engine.close();
  }

  @Test
  void answersWithoutABodyWhereThereIsNoOutput() throws Exception {
    HttpResponse<String> answer =
        call(
            admin,
            "RegisterDomain",
            "{\"name\":\"e\",\"workflowExecutionRetentionPeriodInDays\":\"1\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  @Test
  void answersAFaultOfTheModel() throws Exception {
    assertFault(
        call(admin, "DescribeDomain", "{\"name\":\"nowhere\"}"),
        400,
        "com.amazonaws.swf.base.model#UnknownResourceFault",
        "nowhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|Body is empty",
        "[]|Start of structure expected",
        "null|Start of structure expected",
        "'\"x\"'|Start of structure expected",
        "'{\"name\":'|line 1",
        "'{\"name\":5}'|name",
        "'{\"name\":\"a\",\"name\":\"b\"}'|name",
      })
  void answersBadJsonAsSuch(String body, String message) throws Exception {
    assertFault(
        call(admin, "DescribeDomain", body),
        400,
        "com.amazon.coral.service#SerializationException",
        message);
  }

  @Test
  void answersDeepJsonAsSuch() throws Exception {
    String deep = "{\"name\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    assertFault(
        call(admin, "DescribeDomain", deep),
        400,
        "com.amazon.coral.service#SerializationException",
        "");
  }

  @Test
  void answersBytesThatAreNoText() throws Exception {
    byte[] body = "{\"name\":\"xx\"}".getBytes(StandardCharsets.UTF_8);
    body[9] = (byte) 0xff;

    assertFault(
        call(admin, "SimpleWorkflowService.DescribeDomain", body, Instant.now()),
        400,
        "com.amazon.coral.service#SerializationException",
        "invalid UTF-8 at byte 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SimpleWorkflowService.Foo", "Foo", "DynamoDB.DescribeDomain"})
  void answersAnUnknownAction(String target) throws Exception {
    assertFault(
        call(admin, target, "{}".getBytes(StandardCharsets.UTF_8), Instant.now()),
        400,
        "com.amazon.coral.service#UnknownOperationException",
        target);
  }

  @Test
  void wantsSwfsContentType() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.endpoint())
            .header("X-Amz-Target", "SimpleWorkflowService.DescribeDomain")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    assertFault(
        client.send(request, HttpResponse.BodyHandlers.ofString()),
        400,
        "com.amazon.coral.service#SerializationException",
        "application/x-amz-json-1.0");
  }

  @Test
  void refusesABodyOfMoreThanAMegabyte() throws Exception {
    String body = "{\"name\":\"" + "x".repeat(SwfEndpoint.MAXIMUM_BODY) + "\"}";

    assertThat(call(admin, "DescribeDomain", body).statusCode()).isEqualTo(413);
  }

  @Test
  void refusesAWrongSecretWithoutSayingWhichPart() throws Exception {
    AccessKey other = new AccessKey(admin.id(), "guessed", "test", new AccessKey.Everything());

    assertFault(
        call(other, "DescribeDomain", "{\"name\":\"d\"}"),
        403,
        "com.amazon.coral.service#InvalidSignatureException",
        "");
  }

  @Test
  void refusesAnOldSignature() throws Exception {
    assertFault(
        call(
            admin,
            "SimpleWorkflowService.DescribeDomain",
            "{\"name\":\"d\"}".getBytes(StandardCharsets.UTF_8),
            Instant.now().minusSeconds(16 * 60)),
        403,
        "com.amazon.coral.service#InvalidSignatureException",
        "Signature expired");
  }

  @Test
  void keepsAWorkerToItsDomainItsListsAndItsActions() throws Exception {
    AccessKey worker = keys.issue("w", new AccessKey.Worker("local", "d", Set.of("fs.a")));
    String fault = "com.amazonaws.swf.base.model#OperationNotPermittedFault";

    assertFault(call(worker, "DescribeDomain", "{\"name\":\"d\"}"), 400, fault, "DescribeDomain");
    assertFault(call(worker, "PollForDecisionTask", poll("d", "fs.b")), 400, fault, "fs.b");
    assertFault(call(worker, "PollForActivityTask", poll("other", "fs.a")), 400, fault, "other");
    assertFault(
        call(
            worker,
            "GetWorkflowExecutionHistory",
            "{\"domain\":\"other\",\"execution\":{\"workflowId\":\"w\",\"runId\":\"r\"}}"),
        400,
        fault,
        "other");
  }

  @Test
  void keepsAKeyToTasksOfItsOwnDomain() throws Exception {
    String token = decisionTask("d");
    AccessKey team = keys.issue("team", new AccessKey.Domains(Set.of("other")));
    AccessKey worker = keys.issue("w", new AccessKey.Worker("local", "other", Set.of("l")));
    String fault = "com.amazonaws.swf.base.model#OperationNotPermittedFault";
    String answer = "{\"taskToken\":\"%s\"}".formatted(token);

    for (String action :
        List.of(
            "RespondDecisionTaskCompleted",
            "RespondActivityTaskCompleted",
            "RespondActivityTaskFailed",
            "RespondActivityTaskCanceled",
            "RecordActivityTaskHeartbeat")) {
      assertFault(
          call(team, action, answer),
          400,
          fault,
          "User: team is not authorized to perform: swf:"
              + action
              + " on resource: arn:aws:swf:local:000000000000:/domain/d");
      assertFault(call(worker, action, answer), 400, fault, "in domain other, not in d");
    }
    AccessKey own = keys.issue("own", new AccessKey.Worker("local", "d", Set.of("l")));
    assertThat(call(own, "RespondDecisionTaskCompleted", answer).statusCode()).isEqualTo(200);
    assertFault(
        call(team, "RespondDecisionTaskCompleted", answer),
        400,
        "com.amazonaws.swf.base.model#UnknownResourceFault",
        "Unknown decision task");
  }

  /** The token of a new execution's first decision task. */
  private String decisionTask(String domain) throws Exception {
    call(
        admin,
        "RegisterWorkflowType",
        "{\"domain\":\"%s\",\"name\":\"W\",\"version\":\"1\"}".formatted(domain));
    HttpResponse<String> started =
        call(
            admin,
            "StartWorkflowExecution",
            "{\"domain\":\"%s\",\"workflowId\":\"w\",\"workflowType\":{\"name\":\"W\",\"version\":\"1\"},"
                    .formatted(domain)
                + "\"taskList\":{\"name\":\"l\"},\"childPolicy\":\"ABANDON\","
                + "\"executionStartToCloseTimeout\":\"60\",\"taskStartToCloseTimeout\":\"60\"}");
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    HttpResponse<String> task = call(admin, "PollForDecisionTask", poll(domain, "l"));
    return Wire.JSON.readTree(task.body()).path("taskToken").asText();
  }

  @Test
  void givesUpThePollsOfARevokedKey() throws Exception {
    AccessKey worker = keys.issue("w", new AccessKey.Worker("local", "d", Set.of("fs.a")));
    CompletableFuture<HttpResponse<String>> poll =
        client.sendAsync(
            request(
                worker,
                "SimpleWorkflowService.PollForActivityTask",
                poll("d", "fs.a").getBytes(StandardCharsets.UTF_8),
                Instant.now()),
            HttpResponse.BodyHandlers.ofString());

    keys.revoke(worker.id());

    assertThat(poll.get(5, TimeUnit.SECONDS).statusCode()).isIn(400, 403);
  }

  private static String poll(String domain, String list) {
    return "{\"domain\":\"%s\",\"taskList\":{\"name\":\"%s\"}}".formatted(domain, list);
  }

  private static void assertFault(
      HttpResponse<String> answer, int status, String type, String message) throws IOException {
    JsonNode json = Wire.JSON.readTree(answer.body());
    assertThat(json.path("__type").asText()).as(answer.body()).isEqualTo(type);
    assertThat(json.path("message").asText()).contains(message);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  private HttpResponse<String> call(AccessKey key, String action, String body)
      throws IOException, InterruptedException {
    return call(
        key,
        "SimpleWorkflowService." + action,
        body.getBytes(StandardCharsets.UTF_8),
        Instant.now());
  }

  private HttpResponse<String> call(AccessKey key, String target, byte[] body, Instant date)
      throws IOException, InterruptedException {
    return client.send(request(key, target, body, date), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(AccessKey key, String target, byte[] body, Instant date) {
    URI uri = server.endpoint().resolve("/");
    Map<String, List<String>> headers =
        Map.of(
            "host", List.of(uri.getHost() + ":" + uri.getPort()),
            "content-type", List.of(SwfEndpoint.CONTENT_TYPE),
            "x-amz-target", List.of(target));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", SwfEndpoint.CONTENT_TYPE)
            .header("X-Amz-Target", target)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    SigV4.sign(
            new SignedRequest("POST", "/", "", headers, body),
            new Credentials(key.id(), key.secret()),
            "local",
            SigV4.SERVICE,
            date)
        .forEach(request::header);
    return request.build();
  }
}
