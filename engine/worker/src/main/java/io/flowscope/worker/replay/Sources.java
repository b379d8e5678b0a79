package io.flowscope.worker.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.model.Decision;
import io.flowscope.worker.Values;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chance, side effects and versions: what the code learns once and finds again in every replay. */
final class Sources {
  static final String SIDE_EFFECT = "flowscope.sideEffect";
  static final String VERSION = "flowscope.version";
  static final String PROGRESS = "flowscope.progress";

  /** What stands around the value in a marker, in characters: an identity above all. */
  private static final int ROOM_FOR_ID = 2_000;

  private final Run run;
  private final Map<String, String> recorded = new HashMap<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private @Nullable String progress;
  private @Nullable String progressShown;

  Sources(Run run) {
    this.run = run;
  }

  /** A marker that the history has, whichever round it belongs to. */
  void recorded(String name, @Nullable String details) {
    if (details == null || !(name.equals(SIDE_EFFECT) || name.equals(VERSION))) {
      return;
    }
    try {
      JsonNode node = Values.tree(details);
      recorded.put(name + " " + node.path("id").asText(), Values.text(node.path("value")));
    } catch (JsonProcessingException e) {
      throw new Diverged("The marker " + name + " cannot be read: " + e.getOriginalMessage(), null);
    }
  }

  RandomGenerator random(String id) {
    return new SplittableRandom(seed(id));
  }

  UUID uuid(String id) {
    return UUID.nameUUIDFromBytes(
        (run.execution.runId() + " " + id).getBytes(StandardCharsets.UTF_8));
  }

  private long seed(String id) {
    UUID bits = uuid(id);
    return bits.getMostSignificantBits() ^ bits.getLeastSignificantBits();
  }

  @SuppressWarnings("unchecked")
  <T> @Nullable T sideEffect(String id, Class<T> type, Supplier<T> supplier) {
    String json = recorded.get(SIDE_EFFECT + " " + id);
    if (json == null) {
      json = Values.write(supplier.get(), "side effect");
      String complaint = run.payloads.complaint(json, "side effect");
      if (complaint != null) {
        throw new IllegalArgumentException(complaint);
      }
    }
    String value = json;
    marker(
        SIDE_EFFECT,
        () -> details(id, run.payloads.shorten(value, run.config.maxValueChars() - ROOM_FOR_ID)));
    return (T) Values.read(run.expand(value), type, "side effect");
  }

  int version(String changeId, int min, int max) {
    Integer known = versions.get(changeId);
    if (known == null) {
      String json = recorded.get(VERSION + " " + changeId);
      boolean unknownThen = json == null && run.replaying();
      known = json != null ? Integer.parseInt(json) : unknownThen ? min : max;
      versions.put(changeId, known);
      if (!unknownThen) {
        marker(VERSION, details(changeId, Integer.toString(known)));
      }
    }
    if (known < min || known > max) {
      throw new IllegalStateException(
          "This run was begun with version "
              + known
              + " of the change \""
              + changeId
              + "\", but the code knows only "
              + min
              + " to "
              + max
              + ". Keep the old path until such runs have ended.");
    }
    return known;
  }

  private static String details(String id, String json) {
    return "{\"id\":" + Values.write(id, "id") + ",\"value\":" + json + "}";
  }

  void marker(String name, @Nullable String details) {
    marker(name, () -> details == null ? null : run.payloads.shorten(details));
  }

  /**
   * @param details made when it is decided: what is large is stored then
   */
  private void marker(String name, Supplier<@Nullable String> details) {
    run.outbox.add(
        new Intent(
            run.nextSequence(),
            run.outbox.nextMarker(name),
            List.of(),
            null,
            null,
            () -> new Decision.RecordMarker(name, details.get())));
  }

  /** Only the last one of a round is recorded. */
  void progress(long done, long of) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("done", done);
    parts.put("of", of);
    progress = Values.write(parts, "progress");
  }

  void endRound() {
    if (progress != null && !progress.equals(progressShown)) {
      progressShown = progress;
      marker(PROGRESS, progress);
    }
  }
}
