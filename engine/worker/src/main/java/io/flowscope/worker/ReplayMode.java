package io.flowscope.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.engine.wire.Wire;
import io.flowscope.worker.replay.HistoryReplay;
import io.flowscope.worker.replay.HistoryReplay.Kind;
import io.flowscope.worker.replay.HistoryReplay.Verdict;
import java.util.List;

/** The mode {@code replay}: stored histories against the jar of this process. */
final class ReplayMode {
  /** How long the code may run between two barriers. */
  private static final int LIMIT_MILLIS = 10_000;

  private final HistoryReplay replay;

  ReplayMode(JarCatalogue jar) {
    replay = new HistoryReplay(jar, Payloads.none());
    new Watchdog(LIMIT_MILLIS, System.nanoTime(), Watchdog::endProcess).start(replay::running);
  }

  /** The verdict on one history, given as {@code {"workflowId":…,"runId":…,"events":[…]}}. */
  ObjectNode verdict(String line) {
    Verdict verdict = check(line);
    ObjectNode json = Values.JSON.createObjectNode();
    json.put("kind", verdict.kind().name());
    json.put("type", verdict.type());
    json.put("message", verdict.message());
    ArrayNode diff = json.putArray("diff");
    verdict.diff().forEach(diff::add);
    return json;
  }

  private Verdict check(String line) {
    try {
      JsonNode json = Values.JSON.readTree(line);
      History history = Wire.decodeAnswer(line, History.class);
      return replay.check(
          new WorkflowExecution(
              json.path("workflowId").asText("replay"), json.path("runId").asText("replay")),
          history.events());
    } catch (JsonProcessingException | RuntimeException e) {
      return new Verdict(
          Kind.UNREADABLE, "", "Its events cannot be read: " + e.getMessage(), List.of());
    }
  }
}
