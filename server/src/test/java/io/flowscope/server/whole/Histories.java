package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of every history, whatever was killed while it was written. */
final class Histories {
  private static final Set<String> ENDS_OF_ACTIVITIES =
      Set.of(
          "ActivityTaskCompleted",
          "ActivityTaskFailed",
          "ActivityTaskTimedOut",
          "ActivityTaskCanceled");

  private Histories() {}

  static void assertSound(List<JsonNode> events) {
    Set<Long> scheduled = new HashSet<>();
    Set<Long> started = new HashSet<>();
    Set<Long> ended = new HashSet<>();
    Map<String, Integer> completedCalls = new HashMap<>();
    Map<Long, String> ids = new HashMap<>();
    double last = 0;
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i);
      assertThat(event.get("eventId").asLong()).isEqualTo(i + 1L);
      assertThat(event.get("eventTimestamp").asDouble()).isGreaterThanOrEqualTo(last);
      last = event.get("eventTimestamp").asDouble();
      String type = event.get("eventType").asText();
      JsonNode attributes =
          event.get(Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventAttributes");
      if (type.equals("ActivityTaskScheduled")) {
        scheduled.add(i + 1L);
        ids.put(i + 1L, attributes.get("activityId").asText());
      } else if (type.equals("ActivityTaskStarted")) {
        assertThat(scheduled).contains(attributes.get("scheduledEventId").asLong());
        assertThat(started.add(attributes.get("scheduledEventId").asLong()))
            .as("started once: %s", attributes)
            .isTrue();
      } else if (ENDS_OF_ACTIVITIES.contains(type)) {
        long of = attributes.get("scheduledEventId").asLong();
        assertThat(scheduled).contains(of);
        assertThat(ended.add(of)).as("ended once: %s", attributes).isTrue();
        if (type.equals("ActivityTaskCompleted")) {
          completedCalls.merge(ids.get(of).replaceFirst("(-\\d+)\\.\\d+$", "$1"), 1, Integer::sum);
        }
      }
    }
    assertThat(completedCalls.values()).as("each call completed once").containsOnly(1);
  }

  static long count(List<JsonNode> events, String type) {
    return events.stream().filter(e -> e.get("eventType").asText().equals(type)).count();
  }
}
