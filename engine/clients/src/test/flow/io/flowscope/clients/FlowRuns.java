package io.flowscope.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Looks at executions from outside, with the SDK of this generation. */
record FlowRuns(String domain, Conformance.Caller caller) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** The events of the newest run of a workflow that has closed with {@code status}. */
  List<JsonNode> closed(String workflowId, String runId, String status) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    JsonNode info = describe(workflowId, runId).path("executionInfo");
    while (info.path("executionStatus").asText().equals("OPEN")) {
      if (System.nanoTime() > until) {
        throw new AssertionError(workflowId + " is still open:\n" + history(workflowId, runId));
      }
      LockSupport.parkNanos(50_000_000);
      info = describe(workflowId, runId).path("executionInfo");
    }
    List<JsonNode> events = history(workflowId, runId);
    if (!info.path("closeStatus").asText().equals(status)) {
      throw new AssertionError(workflowId + " is not " + status + ":\n" + events);
    }
    return events;
  }

  /** Waits until nothing of an open execution is under way, so that only a signal can go on. */
  void untilItWaits(String workflowId, String runId) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (underWay(workflowId, runId) > 0) {
      if (System.nanoTime() > until) {
        throw new AssertionError("Still under way:\n" + history(workflowId, runId));
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private int underWay(String workflowId, String runId) {
    int all = 0;
    for (JsonNode count : describe(workflowId, runId).required("openCounts")) {
      all += count.asInt();
    }
    return all;
  }

  private JsonNode describe(String workflowId, String runId) {
    return call("DescribeWorkflowExecution", execution(workflowId, runId));
  }

  /** All events, in order. */
  List<JsonNode> history(String workflowId, String runId) {
    List<JsonNode> events = new ArrayList<>();
    ObjectNode input = execution(workflowId, runId);
    JsonNode page;
    do {
      page = call("GetWorkflowExecutionHistory", input);
      page.path("events").forEach(events::add);
      input.set("nextPageToken", page.path("nextPageToken"));
    } while (page.has("nextPageToken"));
    return events;
  }

  private ObjectNode execution(String workflowId, String runId) {
    ObjectNode input = Conformance.JSON.createObjectNode().put("domain", domain);
    input.putObject("execution").put("workflowId", workflowId).put("runId", runId);
    return input;
  }

  private JsonNode call(String action, JsonNode input) {
    ObjectNode answer = caller.call(action, input);
    if (!answer.has("answer")) {
      throw new AssertionError(action + ": " + answer);
    }
    return answer.path("answer");
  }

  /** The types of events. */
  static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.path("eventType").asText()).toList();
  }

  /** The result of an execution that completed, as the Flow Framework wrote it. */
  static String result(List<JsonNode> events) {
    return events
        .getLast()
        .path("workflowExecutionCompletedEventAttributes")
        .path("result")
        .asText();
  }
}
