package io.flowscope.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.author.Locking;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.worker.JarCatalogue;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting while a monitor is held, on a Java that cannot, and on one that can. */
class MonitorsTest {
  private static final TaskList LIST = new TaskList("fs.jar");
  private static final WorkflowType TYPE = new WorkflowType("Await", "1");

  /** What the run decides first; it is never told that the task was done. */
  private static List<Decision> decided(int java, String how) {
    List<Event> events =
        List.of(
            new Event.WorkflowExecutionStarted(
                "[\"" + how + "\"]",
                "60",
                "30",
                ChildPolicy.TERMINATE,
                LIST,
                null,
                TYPE,
                null,
                null,
                null,
                null,
                null),
            new Event.DecisionTaskScheduled(LIST, null, "30", null),
            new Event.DecisionTaskStarted("w", 2));
    List<HistoryEvent> history =
        IntStream.range(0, events.size())
            .mapToObj(i -> new HistoryEvent(Instant.ofEpochSecond(i), i + 1, events.get(i)))
            .toList();
    HistorySource source =
        new HistorySource() {
          @Override
          public List<HistoryEvent> rest() {
            return List.of();
          }

          @Override
          public List<HistoryEvent> fromStart() {
            return history;
          }
        };
    DeciderConfig config = DeciderConfig.of("w", LIST.name(), "w").withJava(java);
    return new Decider(JarCatalogue.of(new Locking()), config)
        .decide(
            new DecisionTask(
                "token",
                3,
                new WorkflowExecution("waiting", "r23456789012345678901234"),
                TYPE,
                history,
                null,
                0L),
            source)
        .decisions();
  }

  @ParameterizedTest
  @ValueSource(strings = {"method", "block", "inside a finally", "through a caller"})
  void waiting_under_a_monitor_fails_at_once_below_24(String how) {
    assertThat(decided(23, how))
        .filteredOn(Decision.FailWorkflowExecution.class::isInstance)
        .singleElement()
        .satisfies(
            decision ->
                assertThat(((Decision.FailWorkflowExecution) decision).reason())
                    .startsWith("IllegalStateException: The workflow waits at Locking.java:")
                    .contains(" holds a monitor (Locking.java:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plainly", "after a block", "before a finally with a block"})
  void waiting_without_one_is_right_everywhere(String how) {
    assertThat(decided(21, how)).singleElement().isInstanceOf(Decision.ScheduleActivityTask.class);
  }

  @Test
  void a_newer_java_waits_under_a_monitor() {
    assertThat(decided(24, "block"))
        .singleElement()
        .isInstanceOf(Decision.ScheduleActivityTask.class);
  }

  @Test
  void the_sentence_has_both_lines_and_what_to_do() {
    String reason =
        decided(21, "through a caller").stream()
            .filter(Decision.FailWorkflowExecution.class::isInstance)
            .map(decision -> ((Decision.FailWorkflowExecution) decision).reason())
            .findFirst()
            .orElseThrow();
    assertThat(reason)
        .isEqualTo(
            "IllegalStateException: The workflow waits at Locking.java:72 while caller holds a"
                + " monitor (Locking.java:67), which Java before 24 cannot do without stopping"
                + " other runs. Wait outside of synchronized, or run the worker on a newer JDK.");
  }
}
