package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.model.Action.PollForDecisionTask;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The REST API on the real engine: what is answered, and what is said of wrong input. */
class RestTest {
  private static final String EXECUTIONS = "/api/v1/local/default/executions";

  @TempDir Path dir;
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.open(dir);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void complete(String result) {
    DecisionTask task =
        server.call(
            new PollForDecisionTask(
                "default", new TaskList("elsewhere"), "test", null, null, null, null));
    server.call(
        new RespondDecisionTaskCompleted(
            task.taskToken(),
            List.of(new Decision.CompleteWorkflowExecution(result)),
            null,
            null,
            null));
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    return TestServer.json(answer);
  }

  @Test
  void anExecutionIsStartedAndTellsEverythingOfItself() throws Exception {
    HttpResponse<String> started =
        server.post(
            EXECUTIONS,
            "{\"workflow\":\"Greeting\",\"workflowId\":\"a"
                + " b\",\"input\":[\"x\"],\"tags\":[\"t\"]}");
    assertThat(started.statusCode()).isEqualTo(201);
    String path = started.headers().firstValue("Location").orElseThrow();
    assertThat(path).startsWith(EXECUTIONS + "/a%20b/");
    complete("{\"n\":1}");
    JsonNode summary = json(path);
    assertThat(summary.path("status").asText()).isEqualTo("completed");
    assertThat(summary.path("workflowId").asText()).isEqualTo("a b");
    assertThat(summary.path("type").path("name").asText()).isEqualTo("Greeting");
    assertThat(summary.path("input").toString()).isEqualTo("[\"x\"]");
    assertThat(summary.path("result").path("n").asInt()).isEqualTo(1);
    assertThat(summary.path("wallMillis").isNumber()).isTrue();
    assertThat(summary.path("sumOfTaskMillis").asLong()).isZero();
    assertThat(summary.path("startedAt").asLong()).isGreaterThan(1_700_000_000_000L);
    assertThat(json(path + "/graph").path("nodes").isArray()).isTrue();
    assertThat(json(path + "/timeline").path("lastEventId").asLong()).isEqualTo(5);
    assertThat(json(path + "/rounds").path("rounds").size()).isEqualTo(1);
  }

  @Test
  void aHistoryIsSwfsOwnJsonPageByPage() throws Exception {
    String path = server.start("h");
    complete("1");
    JsonNode whole = json(path + "/history");
    assertThat(whole.has("cursor")).isFalse();
    assertThat(whole.path("events").path(0).path("eventType").asText())
        .isEqualTo("WorkflowExecutionStarted");
    assertThat(
            whole
                .path("events")
                .path(0)
                .path("workflowExecutionStartedEventAttributes")
                .path("input")
                .asText())
        .isEqualTo("[1]");
    assertThat(server.get(path + "/history").body())
        .containsPattern("\"eventTimestamp\":\\d{10}\\.\\d{3},");
    List<Integer> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(path + "/history?limit=2&cursor=" + cursor);
      page.path("events").forEach(event -> ids.add(event.path("eventId").asInt()));
      cursor = page.path("cursor").asText();
      assertThat(cursor).matches("[A-Za-z0-9_-]*");
    } while (!cursor.isEmpty());
    assertThat(ids).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void openAndClosedExecutionsAreOneListNewestFirst() throws Exception {
    List<String> started = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      server.start("run-" + i);
      started.addFirst("run-" + i);
      if (i % 2 == 0) {
        complete("1");
      }
    }
    for (int limit : new int[] {1, 2, 4, 9, 50}) {
      List<String> listed = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = json(EXECUTIONS + "?limit=" + limit + "&cursor=" + cursor);
        assertThat(page.path("executions").size()).isLessThanOrEqualTo(limit);
        page.path("executions").forEach(row -> listed.add(row.path("workflowId").asText()));
        cursor = page.path("cursor").asText();
        assertThat(cursor).matches("[A-Za-z0-9_-]*");
      } while (!cursor.isEmpty());
      assertThat(listed).as("limit %d", limit).containsExactlyInAnyOrderElementsOf(started);
    }
    assertThat(json(EXECUTIONS + "?status=running").path("executions").size()).isEqualTo(4);
    assertThat(json(EXECUTIONS + "?status=completed").path("executions").size()).isEqualTo(5);
    assertThat(json(EXECUTIONS + "?status=failed").path("executions").size()).isZero();
    assertThat(json(EXECUTIONS + "?workflowId=run-3").path("executions").size()).isEqualTo(1);
    assertThat(
            json(EXECUTIONS + "?workflow=Greeting&status=completed&from=-1h")
                .path("executions")
                .size())
        .isEqualTo(5);
    assertThat(json(EXECUTIONS + "?workflow=Other").path("executions").size()).isZero();
    assertThat(json(EXECUTIONS + "?to=-1h").path("executions").size()).isZero();
  }

  @Test
  void aRunIsMovedToAStoredJarOnly() throws Exception {
    String path = server.start("m");

    HttpResponse<String> answer = server.post(path + "/move", "{\"jar\":\"0123456789ab\"}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("'jar' is '0123456789ab', which is no stored jar");
    assertThat(server.get(path + "/history").body()).doesNotContain("WorkflowExecutionSignaled");
  }

  @Test
  void anExecutionIsSignalledCanceledAndTerminated() throws Exception {
    String path = server.start("s");
    assertThat(server.post(path + "/signal", "{\"name\":\"found\",\"input\":{\"ship\":1}}"))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200));
    assertThat(server.post(path + "/cancel", "{\"reason\":\"late\"}").statusCode()).isEqualTo(200);
    assertThat(json(path).path("cancelReason").asText()).isEqualTo("late");
    assertThat(
            server
                .post(path + "/terminate", "{\"reason\":\"enough\",\"childPolicy\":\"abandon\"}")
                .statusCode())
        .isEqualTo(200);
    String history = server.get(path + "/history").body();
    assertThat(history)
        .contains("WorkflowExecutionSignaled", "{\\\"ship\\\":1}")
        .contains("WorkflowExecutionCancelRequested")
        .contains("WorkflowExecutionTerminated", "enough", "ABANDON");
    assertThat(json(path).path("status").asText()).isEqualTo("terminated");
    HttpResponse<String> late = server.post(path + "/signal", "{\"name\":\"found\"}");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("closed at").contains("nothing was sent");
  }

  @Test
  void aClosedExecutionIsDeleted() throws Exception {
    String path = server.start("s");
    HttpResponse<String> early = server.delete(path);
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.body()).contains("terminate it before");
    server.post(path + "/terminate", "{\"reason\":\"enough\"}");
    assertThat(json(path).path("status").asText()).isEqualTo("terminated");
    assertThat(server.delete(path).statusCode()).isEqualTo(200);
    assertThat(server.get(path).statusCode()).isEqualTo(404);
    assertThat(server.delete(path).statusCode()).isEqualTo(404);
  }

  @Test
  void anIdThatRunsIsRefusedWithALinkToItsRun() throws Exception {
    String path = server.start("twice");
    HttpResponse<String> second =
        server.post(EXECUTIONS, "{\"workflow\":\"Greeting\",\"workflowId\":\"twice\"}");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(TestServer.json(second).path("field").asText()).isEqualTo("workflowId");
    String runId = path.substring(path.lastIndexOf('/') + 1);
    assertThat(TestServer.json(second).path("link").asText())
        .isEqualTo("/executions/local/default/twice/" + runId);
  }

  @Test
  void anUnknownWorkflowNamesTheOnesNearToIt() throws Exception {
    HttpResponse<String> answer = server.post(EXECUTIONS, "{\"workflow\":\"greting\"}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(TestServer.json(answer).path("field").asText()).isEqualTo("workflow");
    assertThat(answer.body()).contains("Greeting");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|400|null",
        "[]|400|null",
        "{'workflow':5}|422|workflow",
        "{}|422|workflow",
        "{'workflow':'Greeting','workflow':'a'}|400|null",
        "{'workflow':'Greeting','inputs':[]}|422|inputs",
        "{'workflow':'Greeting','input':{}}|422|input",
        "{'workflow':'Greeting','workflowId':''}|422|workflowId",
        "{'workflow':'Greeting','workflowId':'a\\u0000b'}|422|workflowId",
        "{'workflow':'Greeting','workflowId':' a'}|422|workflowId",
        "{'workflow':'Greeting','tags':'a'}|422|tags",
        "{'workflow':'Greeting','tags':['a',1]}|422|tags/1",
        "{'workflow':'Greeting','tags':['1','2','3','4','5','6']}|422|tags",
        "{'workflow':'Greeting','version':'9'}|404|workflow",
      })
  void aWrongStartSaysWhichFieldIsWrong(String body, int status, String field) throws Exception {
    HttpResponse<String> answer = server.post(EXECUTIONS, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode error = TestServer.json(answer);
    assertThat(error.path("error").asText()).isNotEmpty();
    assertThat(error.path("message").asText()).isNotEmpty();
    assertThat(error.path("field").asText()).isEqualTo(field);
  }

  @Test
  void longInputAndDeepJsonAreRefused() throws Exception {
    String longInput = "{\"workflow\":\"Greeting\",\"input\":[\"" + "x".repeat(40_000) + "\"]}";
    assertThat(server.post(EXECUTIONS, longInput).statusCode()).isEqualTo(422);
    String deep = "{\"workflow\":\"Greeting\",\"input\":" + "[".repeat(10_000);
    assertThat(server.post(EXECUTIONS, deep).statusCode()).isEqualTo(400);
    String huge = "{\"workflow\":\"Greeting\",\"input\":[\"" + "x".repeat(1_100_000) + "\"]}";
    assertThat(server.post(EXECUTIONS, huge).statusCode()).isEqualTo(413);
    String longId = "{\"workflow\":\"Greeting\",\"workflowId\":\"" + "x".repeat(257) + "\"}";
    assertThat(server.post(EXECUTIONS, longId).statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/other/default/executions,404",
    "/api/v1/local/nowhere/executions,404",
    "/api/v1/local/default/executions/none/none,404",
    "/api/v1/local/default/executions/none/none/history,404",
    "/api/v1/local/default/executions/none/none/graph,404",
    "/api/v1/local/default/executions/none/none/stream,404",
    "/api/v1/local/default/executions?status=done,422",
    "/api/v1/local/default/executions?limit=0,422",
    "/api/v1/local/default/executions?limit=1001,422",
    "/api/v1/local/default/executions?limit=-5,422",
    "/api/v1/local/default/executions?cursor=x,422",
    "/api/v1/local/default/executions?from=tomorrow,422",
    "/api/v1/local/default/executions?from=-1h&to=-2h,422",
    "/api/v1/local/default/executions?sort=;drop,422",
    "/api/v1/nothing,404",
  })
  void aWrongAddressIsToldAsSuch(String path, int status) throws Exception {
    HttpResponse<String> answer = server.get(path.replace(";", "%3B"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(TestServer.json(answer).path("message").asText()).isNotEmpty();
    assertThat(answer.body()).doesNotContain("Exception", "at io.", "/tmp");
  }

  @Test
  void anotherMethodIsRefused() throws Exception {
    HttpResponse<String> answer =
        server.send(server.api(EXECUTIONS).method("DELETE", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void anUploadThatIsNoJarIsRefusedWithItsChecks() throws Exception {
    HttpResponse<String> answer = upload("jar", "a.jar", "no jar");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(TestServer.json(answer).path("checks").size()).isPositive();
    assertThat(TestServer.json(answer).path("field").asText()).isEqualTo("jar");
    assertThat(upload("other", "a.jar", "x").statusCode()).isEqualTo(422);
    assertThat(upload("jar", "a.jar", "").statusCode()).isEqualTo(422);
    assertThat(server.post("/api/v1/jars", "{}").statusCode()).isEqualTo(415);
    String large = "x".repeat((int) TestServer.LARGEST_UPLOAD + 10);
    assertThat(upload("jar", "a.jar", large).statusCode()).isEqualTo(413);
    assertThat(json("/api/v1/workflows").path("workflows").size()).isZero();
    assertThat(dir.resolve("data/uploads")).isEmptyDirectory();
  }

  private HttpResponse<String> upload(String field, String name, String content) throws Exception {
    String body =
        "--cut\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n%s\r\n--cut--\r\n"
            .formatted(field, name, content);
    return server.send(
        server
            .api("/api/v1/jars")
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .POST(BodyPublishers.ofString(body)));
  }
}
