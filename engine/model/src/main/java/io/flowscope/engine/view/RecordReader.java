package io.flowscope.engine.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of {@link RecordCodec}. Histories are anybody's: nothing in them is an error.
 */
final class RecordReader {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String MARK = "\"fs\":1";

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build());
  }

  /** Thrown and caught here: a text that is not one of ours. */
  private static final class NotOurs extends RuntimeException {
    NotOurs() {
      super(null, null, false, false);
    }
  }

  private final Map<Integer, CallRecord> calls = new TreeMap<>();
  private final List<RoundRecord.Resolved> resolved = new ArrayList<>();
  private final Map<String, RoundRecord.Wait> waits = new LinkedHashMap<>();
  private final List<String> ended = new ArrayList<>();
  private @Nullable List<String> result;
  private RoundRecord.@Nullable Stopped stopped;
  private RoundRecord.@Nullable Run run;
  private boolean cut;
  private int budget = IdRanges.MAX;

  static Optional<CallRecord> call(@Nullable String control) {
    try {
      JsonNode node = ours(control);
      String id = required(node, "c");
      JsonNode attempt = node.path("n");
      List<String> needs = new RecordReader().ids(node, "d");
      List<String> after = new RecordReader().ids(node, "a");
      return Optional.of(call(node, id, Math.max(1, attempt.asInt(1)), needs, after));
    } catch (NotOurs e) {
      return Optional.empty();
    }
  }

  static Optional<RoundRecord> round(@Nullable String context, List<String> markers) {
    RecordReader reader = new RecordReader();
    try {
      reader.piece(ours(context));
    } catch (NotOurs e) {
      return Optional.empty();
    }
    for (String marker : markers) {
      try {
        reader.piece(ours(marker));
      } catch (NotOurs e) {
        reader.cut = true;
      }
    }
    return Optional.of(reader.record());
  }

  private RoundRecord record() {
    return new RoundRecord(
        List.copyOf(calls.values()),
        List.copyOf(calls.keySet()),
        List.copyOf(resolved),
        List.copyOf(waits.values()),
        List.copyOf(ended),
        result == null ? null : List.copyOf(result),
        stopped,
        run,
        cut);
  }

  private static JsonNode ours(@Nullable String text) {
    if (text == null || !text.startsWith("{") || !text.contains(MARK)) {
      throw new NotOurs();
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (node.path("fs").asInt() != 1) {
        throw new NotOurs();
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new NotOurs();
    }
  }

  private void piece(JsonNode node) {
    cut |= node.path("cut").asBoolean();
    JsonNode stop = node.get("stopped");
    if (stop != null) {
      stopped = new RoundRecord.Stopped(required(stop, "why"), optional(stop, "at"));
    }
    JsonNode ran = node.get("run");
    if (ran != null) {
      String worker = optional(ran, "w");
      run =
          new RoundRecord.Run(
              ran.path("warm").asBoolean(), ran.path("us").asLong(), worker == null ? "" : worker);
    }
    if (node.has("result")) {
      result = result == null ? new ArrayList<>() : result;
      result.addAll(ids(node, "result"));
    }
    ended.addAll(ids(node, "ended"));
    node.path("waits").forEach(this::wait);
    node.path("calls").forEach(this::group);
    for (JsonNode some : node.path("resolved")) {
      NodeState state = Names.state(required(some, "s")).orElseThrow(NotOurs::new);
      ids(some, "c").forEach(id -> resolved.add(new RoundRecord.Resolved(id, state)));
    }
  }

  private void wait(JsonNode node) {
    String barrier = required(node, "b");
    RoundRecord.Wait known = waits.get(barrier);
    if (known != null && node.has("+on")) {
      List<String> on = new ArrayList<>(known.on());
      on.addAll(ids(node, "+on"));
      waits.put(
          barrier,
          new RoundRecord.Wait(
              barrier, known.branch(), List.copyOf(on), known.after(), known.at(), known.method()));
      return;
    }
    String branch = optional(node, "p");
    waits.put(
        barrier,
        new RoundRecord.Wait(
            barrier,
            branch == null ? "" : branch,
            ids(node, "on"),
            ids(node, "a"),
            optional(node, "at"),
            optional(node, "m")));
  }

  private void group(JsonNode node) {
    int position = node.path("i").asInt();
    if (node.has("+d")) {
      CallRecord first = calls.get(position);
      if (first != null) {
        List<String> needs = new ArrayList<>(first.needs());
        needs.addAll(ids(node, "+d"));
        calls.put(position, withNeeds(first, needs));
      }
      return;
    }
    List<String> members = take(List.of(required(node, "c")));
    List<String> needs = texts(node, "d");
    List<String> after = ids(node, "a");
    int stride = node.path("s").asInt(1);
    int attempt = Math.max(1, node.path("n").asInt(1));
    boolean rising = needs.stream().anyMatch(need -> need.startsWith("+"));
    List<String> same = rising ? List.of() : take(needs);
    for (int j = 0; j < members.size(); j++) {
      List<String> own = rising ? own(needs, j) : same;
      calls.put(position + j * stride, call(node, members.get(j), attempt, own, after));
    }
  }

  private List<String> own(List<String> tokens, int number) {
    List<String> needs = CallGroup.needsOf(tokens, number);
    if (needs == null || (budget -= needs.size()) < 0) {
      throw new NotOurs();
    }
    return List.copyOf(needs);
  }

  private static CallRecord withNeeds(CallRecord call, List<String> needs) {
    return new CallRecord(
        call.call(),
        call.attempt(),
        call.kind(),
        call.task(),
        List.copyOf(needs),
        call.after(),
        call.at(),
        call.label());
  }

  private static CallRecord call(
      JsonNode node, String id, int attempt, List<String> needs, List<String> after) {
    String kind = optional(node, "k");
    String task = optional(node, "t");
    return new CallRecord(
        id,
        attempt,
        kind == null ? NodeKind.ACTIVITY : Names.kind(kind).orElseThrow(NotOurs::new),
        task == null ? Names.taskOf(id) : task,
        needs,
        after,
        optional(node, "at"),
        optional(node, "l"));
  }

  private List<String> ids(JsonNode node, String member) {
    return take(texts(node, member));
  }

  private List<String> take(List<String> tokens) {
    List<String> ids = new ArrayList<>();
    for (String token : tokens) {
      if (!IdRanges.expand(token, ids)) {
        throw new NotOurs();
      }
    }
    budget -= ids.size();
    if (budget < 0) {
      throw new NotOurs();
    }
    return List.copyOf(ids);
  }

  private static List<String> texts(JsonNode node, String member) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : node.path(member)) {
      if (!text.isTextual()) {
        throw new NotOurs();
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  private static String required(JsonNode node, String member) {
    String text = optional(node, member);
    if (text == null || text.isEmpty()) {
      throw new NotOurs();
    }
    return text;
  }

  private static @Nullable String optional(JsonNode node, String member) {
    JsonNode value = node.get(member);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new NotOurs();
    }
    return value.textValue();
  }
}
