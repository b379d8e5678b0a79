package io.flowscope.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.PayloadRef;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.wire.Wire;
import io.flowscope.server.payload.ServerPayloads;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** People see large values, or their beginning and their size, and never a bare reference. */
public final class LargeValues {
  /** How much of a large value a page shows, in characters. */
  private static final int SHOWN = 300;

  /** Times are numbers with a fraction: they stay as they were written. */
  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final ServerPayloads payloads;

  public LargeValues(ServerPayloads payloads) {
    this.payloads = payloads;
  }

  /** How many characters of JSON a value may have. */
  long cap() {
    return payloads.cap();
  }

  /** How the values of a domain travel. */
  Payloads of(Where where) {
    return payloads.of(where.connection(), where.domain());
  }

  /** A value with all that it refers to; what cannot be had is a sentence that says so. */
  @Nullable String whole(Where where, @Nullable String value) {
    return value == null ? null : PayloadRef.replace(value, ref -> whole(where, ref));
  }

  private String whole(Where where, PayloadRef ref) {
    try {
      return whole(where, payloads.of(where.connection(), where.domain()).text(ref));
    } catch (PayloadException e) {
      return TextNode.valueOf(e.getMessage()).toString();
    }
  }

  /** A value in which large parts are cut, and say how long they are. */
  @Nullable String shown(Where where, @Nullable String value) {
    return value == null ? null : PayloadRef.replace(value, ref -> cut(where, ref));
  }

  private String cut(Where where, PayloadRef ref) {
    String text;
    try {
      text = payloads.of(where.connection(), where.domain()).text(ref);
    } catch (PayloadException e) {
      return TextNode.valueOf(e.getMessage()).toString();
    }
    String begin = text.substring(0, Math.min(SHOWN, text.length()));
    return TextNode.valueOf(
            String.format(Locale.ROOT, "%s… (%,d characters of JSON)", begin, ref.chars()))
        .toString();
  }

  /** The summary as a page shows it. */
  ExecutionSummary shown(Where where, ExecutionSummary s) {
    boolean plain =
        (s.input() == null || !PayloadRef.maybeIn(s.input()))
            && (s.result() == null || !PayloadRef.maybeIn(s.result()));
    return plain
        ? s
        : new ExecutionSummary(
            s.workflowId(),
            s.runId(),
            s.workflow(),
            s.version(),
            s.status(),
            s.startedAt(),
            s.closedAt(),
            shown(where, s.input()),
            shown(where, s.result()),
            s.failure(),
            s.taskList(),
            s.movesTo(),
            s.tags(),
            s.childPolicy(),
            s.cancelRequested(),
            s.parent(),
            s.continuedFromRunId(),
            s.continuedAsRunId(),
            s.lastEventId(),
            s.calls(),
            s.callsDone(),
            s.callsRunning(),
            s.rounds(),
            s.peakRunning(),
            s.sumOfTaskMillis(),
            s.wallMillis(),
            s.waitingForSignals(),
            s.stopped());
  }

  /** Events as an export has them: every value whole, so that the file stands for itself. */
  String whole(Where where, List<HistoryEvent> events) {
    return inStrings(Wire.encode(events), value -> String.valueOf(whole(where, value)));
  }

  /** A whole history as a file: in one line, with the execution that it is of. */
  public String export(Where where, String workflowId, String runId, List<HistoryEvent> events) {
    String execution =
        Json.MAPPER
            .createObjectNode()
            .put("domain", where.domain())
            .put("workflowId", workflowId)
            .put("runId", runId)
            .toString();
    return "{\"execution\":"
        + execution
        + ",\"workflowId\":"
        + Json.write(workflowId)
        + ",\"runId\":"
        + Json.write(runId)
        + ",\"events\":"
        + whole(where, events)
        + "}";
  }

  /** The same for one event. */
  String whole(Where where, HistoryEvent event) {
    return inStrings(Wire.encode(event), value -> String.valueOf(whole(where, value)));
  }

  /** An event as a page shows it. */
  String shown(Where where, HistoryEvent event) {
    return inStrings(Wire.encode(event), value -> String.valueOf(shown(where, value)));
  }

  /** The attributes of events are strings that hold JSON. */
  private static String inStrings(String json, UnaryOperator<String> change) {
    if (!PayloadRef.maybeIn(json)) {
      return json;
    }
    try {
      return changed(EXACT.readTree(json), change).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What the codec wrote is no JSON", e);
    }
  }

  private static JsonNode changed(JsonNode node, UnaryOperator<String> change) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(changed(entry.getValue(), change)));
      return object;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, changed(array.get(i), change));
      }
      return array;
    }
    return node.isTextual() && PayloadRef.maybeIn(node.textValue())
        ? TextNode.valueOf(change.apply(node.textValue()))
        : node;
  }
}
