package io.flowscope.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.author.Video;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.worker.JarCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decider against histories written by hand. */
class DeciderTest {
  private static final WorkflowExecution RUN =
      new WorkflowExecution("video", "r23456789012345678901234");

  private final Decider decider =
      new Decider(JarCatalogue.of(new Video()), DeciderConfig.of("w", "fs.jar", "w"));
  private final List<HistoryEvent> history = new ArrayList<>();

  private void event(Event event) {
    long id = history.size() + 1;
    history.add(new HistoryEvent(Instant.ofEpochSecond(id), id, event));
  }

  private DecisionTask task(long previous) {
    return new DecisionTask(
        "token",
        history.size(),
        RUN,
        new WorkflowType("ProcessVideo", "1"),
        List.copyOf(history.subList((int) Math.max(0, previous - 1), history.size())),
        null,
        previous);
  }

  private final HistorySource source =
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

  private void begin() {
    event(
        new Event.WorkflowExecutionStarted(
            "[\"v\",\"s\"]",
            "60",
            "30",
            io.flowscope.engine.model.ChildPolicy.TERMINATE,
            new TaskList("fs.jar"),
            null,
            new WorkflowType("ProcessVideo", "1"),
            null,
            null,
            null,
            null,
            null));
    event(new Event.DecisionTaskScheduled(new TaskList("fs.jar"), null, "30", null));
    event(new Event.DecisionTaskStarted("w", 2));
  }

  @Test
  void the_first_decision_schedules_what_is_ready_and_records_what_is_pending() {
    begin();
    var answer = decider.decide(task(0), source);
    assertThat(answer.decisions())
        .extracting(d -> ((Decision.ScheduleActivityTask) d).activityId())
        .containsExactly(
            "VideoTasks.embedSubtitle-1", "VideoTasks.targetAds-1", "VideoTasks.findChapters-1");
    var round = RecordCodec.readRound(answer.executionContext(), List.of()).orElseThrow();
    assertThat(round.calls())
        .extracting(c -> c.call() + " needs " + c.needs())
        .containsExactly(
            "VideoTasks.encode-1 needs [VideoTasks.embedSubtitle-1]",
            "VideoTasks.encode-2 needs [VideoTasks.embedSubtitle-1]");
    assertThat(round.waits()).hasSize(1);
    assertThat(round.waits().getFirst().on()).containsExactly("VideoTasks.findChapters-1");
    assertThat(round.waits().getFirst().at()).startsWith("Video.java:");
    assertThat(round.waits().getFirst().method()).isEqualTo("process");
    assertThat(answer.taskList()).isEqualTo(new TaskList("w"));
  }

  @Test
  void a_run_that_is_moved_goes_on_with_the_other_jar_and_nothing_is_lost() {
    begin();
    event(new Event.WorkflowExecutionSignaled("flowscope.move", "\"fs.other\"", null, null));
    event(new Event.DecisionTaskTimedOut(DecisionTaskTimeoutType.START_TO_CLOSE, 2, 3));
    event(new Event.DecisionTaskScheduled(new TaskList("fs.jar"), null, "30", null));
    event(new Event.DecisionTaskStarted("w", 6));
    var moved = decider.decide(task(0), source);
    assertThat(moved.decisions())
        .containsExactly(new Decision.StartTimer("flowscope.more", null, "0"));
    assertThat(moved.taskList()).isEqualTo(new TaskList("fs.other"));
    assertThat(moved.taskListScheduleToStartTimeout()).isNull();

    event(new Event.DecisionTaskCompleted(moved.executionContext(), 6, 7, null, null));
    event(new Event.TimerStarted("flowscope.more", null, "0", 8));
    event(new Event.TimerFired("flowscope.more", 9));
    event(new Event.DecisionTaskScheduled(new TaskList("fs.other"), null, "30", null));
    event(new Event.DecisionTaskStarted("v", 11));
    Decider other =
        new Decider(JarCatalogue.of(new Video()), DeciderConfig.of("v", "fs.other", "v"));
    var first = other.decide(task(0), source);
    assertThat(first.decisions())
        .extracting(d -> ((Decision.ScheduleActivityTask) d).taskList().name())
        .containsExactly("fs.other", "fs.other", "fs.other");
    assertThat(first.taskList()).isEqualTo(new TaskList("v"));
  }

  /** So often a worker took the decision and was never heard of again. */
  private void ranOut(int times, String worker) {
    for (int i = 0; i < times; i++) {
      int id = history.size();
      event(new Event.DecisionTaskTimedOut(DecisionTaskTimeoutType.START_TO_CLOSE, id - 1, id));
      event(new Event.DecisionTaskScheduled(new TaskList("fs.jar"), null, "30", null));
      event(new Event.DecisionTaskStarted(worker, id + 2));
    }
  }

  private int decisions(String worker, String... failed) {
    DeciderConfig config = DeciderConfig.of(worker, "fs.jar", worker);
    return new Decider(JarCatalogue.of(new Video()), config.withFailed(List.of(failed)))
        .decide(task(0), source)
        .decisions()
        .size();
  }

  @Test
  void only_decisions_whose_worker_ended_by_itself_or_lives_stop_a_run() {
    begin();
    ranOut(4, "killed");
    assertThat(decisions("w4")).as("all were killed").isEqualTo(3);

    ranOut(1, "w4");
    ranOut(1, "w5");
    ranOut(1, "w6");
    assertThat(decisions("w6", "w4")).as("w5 was killed").isEqualTo(3);
    assertThat(decisions("w6", "w4", "w5")).as("the worker lives, two failed").isEqualTo(3);
    ranOut(1, "w7");
    assertThat(decisions("w7", "w4", "w5")).as("w6 is of another machine").isEqualTo(3);
    assertThat(decisions("w7", "w4", "w5", "w6")).isZero();
  }

  @Test
  void twenty_decisions_that_ran_out_of_time_stop_a_run_whatever_became_of_their_workers() {
    begin();
    ranOut(19, "killed");
    assertThat(decisions("w")).isEqualTo(3);
    ranOut(1, "killed");
    assertThat(decisions("w")).isZero();
  }

  @Test
  void a_history_that_the_code_does_not_fit_stops_the_decision() {
    begin();
    event(new Event.DecisionTaskCompleted(null, 2, 3, null, null));
    event(
        new Event.ActivityTaskScheduled(
            new io.flowscope.engine.model.ActivityType("VideoTasks.resize", "1"),
            "VideoTasks.resize-1",
            "[]",
            null,
            null,
            null,
            null,
            new TaskList("fs.jar"),
            null,
            4,
            null));
    event(new Event.WorkflowExecutionSignaled("flowscope.wake", null, null, null));
    event(new Event.DecisionTaskScheduled(new TaskList("fs.jar"), null, "30", null));
    event(new Event.DecisionTaskStarted("w", 7));
    var answer = decider.decide(task(3), source);
    assertThat(answer.decisions()).isEmpty();
    var round = RecordCodec.readRound(answer.executionContext(), List.of()).orElseThrow();
    assertThat(round.stopped().why())
        .isEqualTo(
            "history has resize-1, the code now calls embedSubtitle-1 at " + round.stopped().at());
    assertThat(round.stopped().at()).startsWith("Video.java:");
  }

  @Test
  void tasks_that_name_no_heartbeat_get_the_usual_one_where_there_is_one() {
    begin();
    Decider elsewhere =
        new Decider(
            JarCatalogue.of(new Video()),
            DeciderConfig.of("w", "fs.jar", "w").withUsualHeartbeat(60L));

    assertThat(heartbeats(elsewhere.decide(task(0), source))).isNotEmpty().containsOnly("60");
    assertThat(heartbeats(decider.decide(task(0), source))).isNotEmpty().containsOnly("NONE");
  }

  private static List<String> heartbeats(RespondDecisionTaskCompleted answer) {
    return answer.decisions().stream()
        .filter(Decision.ScheduleActivityTask.class::isInstance)
        .map(decision -> ((Decision.ScheduleActivityTask) decision).heartbeatTimeout())
        .toList();
  }
}
