package io.flowscope.server.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Histories in files, as pages and REST export them, or as AWS's command line prints them. */
final class HistoryFiles {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<Path> files;

  HistoryFiles(List<Path> files) {
    this.files = files;
  }

  void each(ToReplay.Sink sink) throws IOException, InterruptedException {
    for (Path file : files) {
      sink.take(read(file));
    }
  }

  private static ToReplay read(Path file) {
    try {
      JsonNode json = JSON.readTree(file.toFile());
      return json == null ? ToReplay.unreadable(file.toString(), "It is empty.") : of(file, json);
    } catch (JsonProcessingException e) {
      return ToReplay.unreadable(file.toString(), "It is no JSON: " + e.getOriginalMessage());
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      return ToReplay.unreadable(
          file.toString(), Files.exists(file) ? "It cannot be read." : "There is no such file.");
    } catch (IOException e) {
      return ToReplay.unreadable(file.toString(), "It cannot be read: " + e.getMessage());
    }
  }

  private static ToReplay of(Path file, JsonNode json) {
    JsonNode events = json.path("events");
    if (!events.isArray()) {
      return ToReplay.unreadable(
          file.toString(), "It is no history: it has no array 'events'. Export it from its page.");
    }
    if (json.hasNonNull("cursor") || json.hasNonNull("nextPageToken")) {
      return ToReplay.unreadable(
          file.toString(),
          "It is only a part of a history. Export it from its page, or by REST with ?whole=true.");
    }
    JsonNode execution = json.path("execution");
    ObjectNode line = JSON.createObjectNode();
    line.put("workflowId", execution.path("workflowId").asText("replay"));
    line.put("runId", execution.path("runId").asText("replay"));
    line.set("events", events);
    return new ToReplay(file.toString(), line.toString(), null, events.size());
  }
}
