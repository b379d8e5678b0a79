package io.flowscope.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of {@code conformance.json}: all 39 actions, well and badly used, in the order of a
 * life of a domain. Every client must get the answers of {@code conformance.answers.jsonl}, in
 * which run ids, tokens and times have been replaced by their kind. Each run leaves its own answers
 * in {@code target}; after an intended change, copy them over the expected ones.
 */
final class Conformance {
  static final ObjectMapper JSON = JsonMapper.builder().build();
  static final Path STEPS = resource("conformance.json");

  private static final Path EXPECTED = resource("conformance.answers.jsonl");
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-]{20,64}");
  private static final Set<String> TIMES =
      Set.of(
          "eventTimestamp",
          "startTimestamp",
          "closeTimestamp",
          "creationDate",
          "deprecationDate",
          "latestActivityTaskTimestamp");
  private static final Set<String> TOKENS = Set.of("taskToken", "nextPageToken");
  private static final Set<String> RUNS =
      Set.of("runId", "newExecutionRunId", "continuedExecutionRunId");

  private Conformance() {}

  /** A client, made to take and give JSON. */
  interface Caller {
    /** {@code {"answer": …}} or {@code {"fault": …, "message": …, "status": …}}. */
    ObjectNode call(String action, JsonNode input);
  }

  private static Path resource(String name) {
    return Server.root().resolve("engine/clients/src/test/resources").resolve(name);
  }

  /** Runs all steps in a domain of the client's own and compares the answers. */
  static void run(String client, Caller caller) {
    Map<String, JsonNode> known = new HashMap<>();
    known.put("domain", JSON.getNodeFactory().textNode(domain(client)));
    known.put("hourAgo", JSON.getNodeFactory().numberNode(Instant.now().getEpochSecond() - 3600));
    List<JsonNode> answers = new ArrayList<>();
    for (JsonNode step : steps()) {
      ObjectNode answer = caller.call(step.path("call").asText(), filled(step.path("with"), known));
      step.path("keep")
          .properties()
          .forEach(
              keep -> known.put(keep.getKey(), answer.path("answer").at(keep.getValue().asText())));
      answers.add(answer);
    }
    compare(client, answers);
  }

  /** The domain that a client works in. */
  static String domain(String client) {
    return "conformance-" + client;
  }

  private static JsonNode steps() {
    try {
      return JSON.readTree(STEPS.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares one client's answers, in the order of the steps, with those expected of all. */
  static void compare(String client, List<JsonNode> answers) {
    JsonNode steps = steps();
    assertThat(answers).hasSize(steps.size());
    StringBuilder lines = new StringBuilder();
    Set<String> actions = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      actions.add(steps.path(i).path("call").asText());
      JsonNode shown = shown(client, steps.path(i), answers.get(i));
      lines.append(i + 1).append(' ').append(steps.path(i).path("call").asText());
      lines.append(' ').append(shown).append('\n');
    }
    assertThat(actions).hasSize(39);
    try {
      Files.writeString(
          Server.target().resolve("conformance." + client + ".jsonl"), lines.toString());
      List<String> expected =
          Files.exists(EXPECTED) ? Files.readAllLines(EXPECTED, StandardCharsets.UTF_8) : List.of();
      List<String> found = lines.toString().lines().toList();
      for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
        assertThat(found.get(i))
            .as("answer to %s by %s", client, steps.path(i))
            .isEqualTo(expected.get(i));
      }
      assertThat(found).hasSameSizeAs(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode filled(JsonNode value, Map<String, JsonNode> known) {
    if (value.isObject()) {
      ObjectNode copy = JSON.createObjectNode();
      value.properties().forEach(e -> copy.set(e.getKey(), filled(e.getValue(), known)));
      return copy;
    }
    if (value.isArray()) {
      ArrayNode copy = JSON.createArrayNode();
      value.forEach(element -> copy.add(filled(element, known)));
      return copy;
    }
    Matcher name = NAME.matcher(value.asText());
    if (!value.isTextual() || !name.find()) {
      return value;
    }
    if (name.matches()) {
      return known.get(name.group(1));
    }
    name.reset();
    return JSON.getNodeFactory()
        .textNode(
            name.replaceAll(one -> Matcher.quoteReplacement(known.get(one.group(1)).asText())));
  }

  /** The answer without what differs from run to run; members in alphabetical order. */
  private static JsonNode shown(String client, JsonNode step, JsonNode answer) {
    JsonNode only = step.path("only");
    if (!only.isMissingNode() && answer.has("answer")) {
      ArrayNode list = (ArrayNode) answer.path("answer").path(only.path(0).asText());
      for (int i = list.size() - 1; i >= 0; i--) {
        if (!list.path(i).at(only.path(1).asText()).asText().equals(domain(client))) {
          list.remove(i);
        }
      }
    }
    return shown(client, "", answer);
  }

  private static JsonNode shown(String client, String name, JsonNode value) {
    JsonNodeFactory make = JSON.getNodeFactory();
    if (value.isObject()) {
      ObjectNode copy = make.objectNode();
      List<String> names = new ArrayList<>();
      value.fieldNames().forEachRemaining(names::add);
      names.stream().sorted().forEach(n -> copy.set(n, shown(client, n, value.path(n))));
      return copy;
    }
    if (value.isArray()) {
      ArrayNode copy = make.arrayNode();
      value.forEach(element -> copy.add(shown(client, name, element)));
      return copy;
    }
    if (TIMES.contains(name)) {
      assertThat(Instant.ofEpochMilli((long) (value.asDouble() * 1000)))
          .isBetween(Instant.now().minusSeconds(3600), Instant.now().plusSeconds(5));
      return make.textNode("<time>");
    }
    String text = value.asText();
    if (!value.isTextual() || text.isEmpty()) {
      return value;
    }
    if (TOKENS.contains(name)) {
      return make.textNode("<token>");
    }
    if (RUNS.contains(name) && RUN_ID.matcher(text).matches()) {
      return make.textNode("<run>");
    }
    return make.textNode(
        text.replace(domain(client), "<domain>")
            .replaceAll("runId=[A-Za-z0-9_-]{20,64}", "runId=<run>"));
  }
}
