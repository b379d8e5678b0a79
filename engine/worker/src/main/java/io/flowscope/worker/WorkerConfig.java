package io.flowscope.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.swf.AwsConnection;
import io.flowscope.swf.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the modes {@code work} and {@code remote}.
 *
 * @param connection where tasks come from
 * @param jarHash SHA-256 of the jar, 64 hexadecimal digits
 * @param identity of this process, and its private decision list
 * @param current whether to poll the types' default lists, too
 * @param lists which of them; null for all
 * @param slots how many activities may run at once
 * @param decisionLimitMillis how long author code may run between two barriers
 * @param threads how many platform threads this process may have
 * @param parallelDeciders how many decision tasks are worked on at once
 * @param heartbeatSeconds heartbeat timeout of tasks that name none; null for none
 * @param payloads in the mode {@code remote} a folder, or the address of a Flowscope server, for
 *     large values; null for none. In the mode {@code work} the server itself has them
 * @param valueCap how many characters of JSON a value may have
 * @param failed identities of processes before this one that ended by themselves
 */
record WorkerConfig(
    AwsConnection connection,
    String domain,
    Path jar,
    String jarHash,
    String identity,
    boolean current,
    @Nullable List<String> lists,
    int slots,
    long decisionLimitMillis,
    int threads,
    int parallelDeciders,
    @Nullable Long heartbeatSeconds,
    @Nullable String payloads,
    long valueCap,
    List<String> failed) {
  /** Far more than the worker's own, of which there are about a hundred. */
  private static final int MOST_THREADS = 2_000;

  static JsonNode parse(String line) {
    try {
      JsonNode json = Values.JSON.readTree(line);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // Not quoted: the line may hold a secret.
    }
    throw new IllegalArgumentException(
        "The first line of standard input must be the configuration, a JSON object.");
  }

  /** Of the mode {@code work}: an endpoint, and a key made for this worker. */
  static WorkerConfig of(JsonNode json) {
    Credentials key = new Credentials(text(json, "accessKey"), text(json, "secretKey"));
    return with(
        new AwsConnection(text(json, "region"), URI.create(text(json, "endpoint")), null, key),
        json);
  }

  /** Of the mode {@code remote}: a region or an endpoint, and this machine's own credentials. */
  static WorkerConfig remote(JsonNode json) {
    String endpoint = json.path("endpoint").asText(null);
    return with(
        new AwsConnection(
            json.path("region").asText(null),
            endpoint == null ? null : URI.create(endpoint),
            json.path("profile").asText(null),
            null),
        json);
  }

  private static WorkerConfig with(AwsConnection connection, JsonNode json) {
    return new WorkerConfig(
        connection,
        text(json, "domain"),
        path(json, "jar"),
        text(json, "jarHash"),
        text(json, "identity"),
        json.path("current").asBoolean(false),
        lists(json),
        positive(json, "slots", 100),
        positive(json, "decisionLimitMillis", 5_000),
        positive(json, "threads", MOST_THREADS),
        positive(json, "parallelDeciders", Runtime.getRuntime().availableProcessors()),
        json.has("heartbeatSeconds") ? (long) positive(json, "heartbeatSeconds", 1) : null,
        json.path("payloads").asText(null),
        json.path("valueCap").asLong(Payloads.STANDARD_CAP),
        failed(json));
  }

  /** The jar's own task list, for decisions and for activities. */
  String jarList() {
    return "fs." + jarHash.substring(0, 12);
  }

  static Path path(JsonNode json, String member) {
    return Path.of(text(json, member));
  }

  static String text(JsonNode json, String member) {
    String text = json.path(member).asText("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("The configuration lacks '" + member + "'.");
    }
    return text;
  }

  /** Of the configuration, or of a later line; null where it says nothing. */
  static @Nullable List<String> lists(JsonNode json) {
    if (!json.path("lists").isArray()) {
      return null;
    }
    List<String> lists = new ArrayList<>();
    json.path("lists").forEach(list -> lists.add(list.asText()));
    return List.copyOf(lists);
  }

  private static List<String> failed(JsonNode json) {
    List<String> failed = new ArrayList<>();
    json.path("failed").forEach(identity -> failed.add(identity.asText()));
    return List.copyOf(failed);
  }

  private static int positive(JsonNode json, String member, int otherwise) {
    int value = json.path(member).asInt(otherwise);
    if (value < 1) {
      throw new IllegalArgumentException("'" + member + "' must be 1 or more, but is " + value);
    }
    return value;
  }

  @Override
  public String toString() {
    return "WorkerConfig[" + identity + "]";
  }
}
