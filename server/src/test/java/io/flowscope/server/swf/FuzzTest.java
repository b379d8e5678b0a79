package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Damaged requests for all 39 actions: each is answered, with 200 or with a fault of the caller's,
 * and where one was refused nothing has changed. {@code scripts/fuzz} runs more of them; the
 * properties {@code fuzz.count} (requests an action) and {@code fuzz.seed} are set by it.
 */
class FuzzTest {
  private static final int USUAL = 200;
  private static final int COUNT = Integer.getInteger("fuzz.count", USUAL);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_122);
  private static final int REFURNISH = 100;
  private static final Set<String> FAULTS =
      Set.of(
          "SerializationException",
          "ValidationException",
          "UnknownResourceFault",
          "DomainAlreadyExistsFault",
          "DomainDeprecatedFault",
          "TypeAlreadyExistsFault",
          "TypeDeprecatedFault",
          "TypeNotDeprecatedFault",
          "DefaultUndefinedFault",
          "LimitExceededFault",
          "TooManyTagsFault",
          "WorkflowExecutionAlreadyStartedFault");

  @Test
  void everyDamagedRequestIsAnsweredAndWhatIsRefusedChangesNothing() {
    Map<String, Integer> answers = new TreeMap<>();
    for (String action : Samples.actions()) {
      int good = 0;
      for (int first = 0; first < COUNT; first += REFURNISH) {
        good += round(action, first, Math.min(COUNT, first + REFURNISH), answers);
      }
      assertThat(good).as("requests of %s that were carried out", action).isPositive();
      tell("%s: %,d requests, %,d carried out", action, COUNT, good);
    }
    tell("Answers, seed %d: %s", SEED, answers);
    int all = answers.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(all).isEqualTo(39 * COUNT);
    assertThat(answers.get("")).as("of all, %s", answers).isGreaterThan(all / 20);
    assertThat(answers.get("SerializationException")).isGreaterThan(all / 10);
    assertThat(answers.get("ValidationException")).isGreaterThan(all / 20);
  }

  /** A long run shows how far it is. */
  private static void tell(String format, Object... values) {
    if (COUNT > USUAL) {
      System.err.println(format.formatted(values));
    }
  }

  /** Some requests to one fresh engine; how many were carried out. */
  private static int round(String action, int from, int to, Map<String, Integer> answers) {
    int good = 0;
    try (InProcess swf = new InProcess()) {
      boolean changed = true;
      for (int n = from; n < to; n++) {
        if (changed) {
          swf.furnish();
        }
        Random random = new Random(SEED ^ (action.hashCode() * 31L + n));
        ObjectNode sample = sample(swf, action, n);
        byte[] body = n == from ? bytes(sample) : new Mutations(random).of(sample);
        String before = n % 10 == 0 ? swf.everything() : "";
        InProcess.Answer answer = swf.call(action, body);
        String told = "%s, seed %d, number %d: %s".formatted(action, SEED, n, text(body));
        changed = answer.status() == 200;
        if (changed) {
          good++;
        } else {
          assertThat(answer.status()).as(told + answer.body()).isEqualTo(400);
          assertThat(answer.fault()).as(told).isIn(FAULTS);
          assertThat(answer.json().path("message").asText())
              .as(told)
              .doesNotContain("java.", "com.fasterxml", "io.flowscope")
              .hasSizeLessThan(4_000);
          if (!before.isEmpty()) {
            assertThat(swf.everything()).as(told).isEqualTo(before);
          }
        }
        answers.merge(answer.fault(), 1, Integer::sum);
      }
    }
    return good;
  }

  /** A good request for the world as it is now. */
  private static ObjectNode sample(InProcess swf, String action, int n) {
    if (action.matches("(Delete|Undeprecate).*")) {
      String deprecate = action.replaceFirst("Delete|Undeprecate", "Deprecate");
      swf.call(deprecate, new Samples("", "").request(deprecate).toString());
    }
    JsonNode open =
        swf.good(
            "ListOpenWorkflowExecutions",
            "{'domain':'d','startTimeFilter':{'oldestDate':0},'executionFilter':{'workflowId':'w'}}");
    String token = action.startsWith("Respond") || action.startsWith("Record") ? task(swf, n) : "";
    if (action.contains("Activity")) {
      token = token.isEmpty() ? "" : activity(swf, token, n);
    }
    String run = open.at("/executionInfos/0/execution/runId").asText();
    ObjectNode sample = new Samples(run, token.isEmpty() ? "none" : token).request(action);
    if (action.startsWith("Register")) {
      sample.put("name", "new-" + n);
    } else if (action.startsWith("Start")) {
      sample.put("workflowId", "new-" + n);
    }
    return sample;
  }

  private static String task(InProcess swf, int n) {
    swf.call(
        "SignalWorkflowExecution", "{'domain':'d','workflowId':'w','signalName':'s" + n + "'}");
    return swf.good("PollForDecisionTask", "{'domain':'d','taskList':{'name':'l'}}")
        .path("taskToken")
        .asText();
  }

  private static String activity(InProcess swf, String decision, int n) {
    swf.call(
        "RespondDecisionTaskCompleted",
        "{'taskToken':'"
            + decision
            + "','decisions':[{'decisionType':'ScheduleActivityTask',"
            + "'scheduleActivityTaskDecisionAttributes':{'activityId':'a"
            + n
            + "','activityType':{'name':'T','version':'1'}}}]}");
    return swf.good("PollForActivityTask", "{'domain':'d','taskList':{'name':'l'}}")
        .path("taskToken")
        .asText();
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.length() < 2_000 ? text : text.substring(0, 2_000) + "…";
  }
}
