package io.flowscope.server.swf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.wire.Wire;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.SigV4;
import io.flowscope.swf.SignedRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The endpoint over an engine that is stepped by hand: signed requests without a network. */
final class InProcess implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  static final String DOMAIN = "d";

  final KeyRing keys = new KeyRing(new SecureRandom());
  final AccessKey admin = keys.issue("test", new AccessKey.Everything());
  private final Engine engine =
      Engine.open(
          EngineConfig.inMemory()
              .withClock(InstantSource.fixed(NOW))
              .withRandom(new Random(7))
              .stepped());
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
  private final SwfEndpoint endpoint =
      new SwfEndpoint(new Watched(), keys, InstantSource.fixed(NOW));

  /** The engine, and what it was asked last: answers are made by other threads, later. */
  private final class Watched implements Backend {
    @Override
    public <R> CompletableFuture<R> call(Action<R> action) {
      CompletableFuture<R> answer = engine.call(action);
      last = answer;
      return answer;
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  /** What was answered, or that the request waits. */
  record Answer(int status, String body, boolean waits) {
    JsonNode json() {
      return tree(body);
    }

    /** The simple name of the fault, or nothing. */
    String fault() {
      return status == 200 ? "" : json().path("__type").asText().replaceFirst(".*#", "");
    }
  }

  /** Calls well and expects no fault. */
  JsonNode good(String action, String body) {
    Answer answer = call(action, body);
    if (answer.status() != 200) {
      throw new AssertionError(action + " " + body + ": " + answer.body());
    }
    return answer.body().isEmpty() ? Wire.JSON.createObjectNode() : answer.json();
  }

  /** Calls with JSON in which {@code '} stands for quotes. */
  Answer call(String action, String body) {
    return call(action, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  Answer call(String action, byte[] body) {
    return send(request(admin, "SimpleWorkflowService." + action, body, NOW));
  }

  /** Sends a request; one that waits for work is given up. */
  Answer send(SwfEndpoint.Request request) {
    last = CompletableFuture.completedFuture(null);
    CompletableFuture<SwfEndpoint.Answer> future = endpoint.answer(request);
    engine.runUntilIdle();
    if (!last.isDone()) {
      future.cancel(true);
      engine.runUntilIdle();
      return new Answer(200, "{}", true);
    }
    SwfEndpoint.Answer answer = future.join();
    return new Answer(answer.status(), new String(answer.body(), StandardCharsets.UTF_8), false);
  }

  /** A request as a client signs it. */
  static SwfEndpoint.Request request(AccessKey key, String target, byte[] body, Instant date) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("host", List.of("127.0.0.1:7070"));
    headers.put("content-type", List.of(SwfEndpoint.CONTENT_TYPE));
    headers.put("x-amz-target", List.of(target));
    SigV4.sign(
            new SignedRequest("POST", "/", "", headers, body),
            new Credentials(key.id(), key.secret()),
            "eu-north-1",
            SigV4.SERVICE,
            date)
        .forEach((name, value) -> headers.put(name, List.of(value)));
    return new SwfEndpoint.Request("POST", "/", "", headers, body);
  }

  /** A domain, types and an open execution {@code w}, whatever is there already. */
  void furnish() {
    call("RegisterDomain", "{'name':'d','workflowExecutionRetentionPeriodInDays':'1'}");
    call("UndeprecateDomain", "{'name':'d'}");
    for (String kind : List.of("Workflow", "Activity")) {
      String type = "{'name':'T','version':'1'}";
      call("Undeprecate" + kind + "Type", "{'domain':'d','" + lower(kind) + "Type':" + type + "}");
      call(
          "Register" + kind + "Type",
          kind.equals("Workflow")
              ? "{'domain':'d','name':'T','version':'1','defaultTaskList':{'name':'l'},"
                  + "'defaultTaskStartToCloseTimeout':'60','defaultChildPolicy':'ABANDON',"
                  + "'defaultExecutionStartToCloseTimeout':'600'}"
              : "{'domain':'d','name':'T','version':'1','defaultTaskList':{'name':'l'},"
                  + "'defaultTaskStartToCloseTimeout':'60','defaultTaskHeartbeatTimeout':'60',"
                  + "'defaultTaskScheduleToStartTimeout':'60',"
                  + "'defaultTaskScheduleToCloseTimeout':'90'}");
    }
    call(
        "StartWorkflowExecution",
        "{'domain':'d','workflowId':'w','workflowType':{'name':'T','version':'1'}}");
  }

  private static String lower(String kind) {
    return kind.equals("Workflow") ? "workflow" : "activity";
  }

  /** Everything that clients can see, to compare before and after. */
  String everything() {
    StringBuilder all = new StringBuilder();
    for (String status : List.of("REGISTERED", "DEPRECATED")) {
      all.append(good("ListDomains", "{'registrationStatus':'" + status + "'}"));
      for (String kind : List.of("Workflow", "Activity")) {
        all.append(
            good("List" + kind + "Types", "{'domain':'d','registrationStatus':'" + status + "'}"));
      }
    }
    for (String kind : List.of("Activity", "Decision")) {
      all.append(good("CountPending" + kind + "Tasks", "{'domain':'d','taskList':{'name':'l'}}"));
    }
    for (String kind : List.of("Open", "Closed")) {
      JsonNode infos =
          good(
              "List" + kind + "WorkflowExecutions",
              "{'domain':'d','startTimeFilter':{'oldestDate':0}}");
      all.append(infos);
      for (JsonNode info : infos.path("executionInfos")) {
        String execution = "{'domain':'d','execution':" + info.path("execution") + "}";
        all.append(good("DescribeWorkflowExecution", execution));
        all.append(good("GetWorkflowExecutionHistory", execution));
      }
    }
    return all.toString();
  }

  static JsonNode tree(String json) {
    try {
      return Wire.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  @Override
  public void close() {
    endpoint.close();
    engine.close();
  }
}
