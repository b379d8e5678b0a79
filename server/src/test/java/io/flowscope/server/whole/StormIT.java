package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients at one server over HTTP: races for one place, and workers that come back too late.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StormIT {
  private static final String DOMAIN = ServerKills.DOMAIN;
  private static final int CLIENTS = 100;
  private static final int RACES = 60;

  @TempDir static Path temp;
  private static ServerProcess server;
  private static Backend backend;

  @BeforeAll
  static void open() {
    server = ServerProcess.plain(temp.resolve("data"), 0);
    backend = server.swf();
    Traffic.register(backend, DOMAIN);
  }

  @AfterAll
  static void close() {
    backend.close();
    server.close();
    assertThat(ServerProcess.execute("verify", "--data", server.data().toString()))
        .satisfies(printed -> assertThat(printed.code()).as(printed.out()).isZero());
  }

  @Test
  void of_a_hundred_clients_one_starts_the_execution() {
    List<CompletableFuture<String>> answers =
        IntStream.range(0, CLIENTS)
            .mapToObj(i -> outcome(backend.call(start("the-only-one", "nowhere", null))))
            .toList();

    List<String> told = answers.stream().map(CompletableFuture::join).toList();

    assertThat(told).filteredOn("done"::equals).hasSize(1);
    assertThat(told)
        .filteredOn("WorkflowExecutionAlreadyStartedFault"::equals)
        .hasSize(CLIENTS - 1);
  }

  @Test
  void signals_cancels_and_terminations_race_with_the_end() {
    int answered = 0;
    int unhandled = 0;
    for (int i = 0; i < RACES; i++) {
      WorkflowExecution execution = started("race-" + i, "races", null);
      DecisionTask task = decision("races");
      assertThat(task.workflowExecution()).isEqualTo(execution);
      List<CompletableFuture<String>> calls = new ArrayList<>();
      calls.add(outcome(backend.call(complete(task))));
      for (int s = 0; s < 3; s++) {
        calls.add(outcome(backend.call(signal(execution, "s" + s))));
      }
      calls.add(
          outcome(
              backend.call(
                  new Action.RequestCancelWorkflowExecution(
                      DOMAIN, execution.workflowId(), execution.runId()))));
      if (i % 2 == 0) {
        calls.add(outcome(backend.call(terminate(execution))));
      }
      List<String> told = calls.stream().map(CompletableFuture::join).toList();
      assertThat(told).allMatch(one -> one.equals("done") || one.equals("UnknownResourceFault"));
      List<HistoryEvent> history = history(execution);
      matches(told, history, i % 2 == 0);
      answered += (int) told.stream().filter("done"::equals).count();
      if (isOpen(history)) {
        unhandled++;
        DecisionTask again = decision("races");
        assertThat(again.workflowExecution()).isEqualTo(execution);
        assertThat(outcome(backend.call(complete(again))).join()).isEqualTo("done");
        assertThat(isOpen(history(execution))).isFalse();
      }
    }
    System.out.println(
        RACES + " races: " + answered + " calls carried out, " + unhandled + " ends put off");
    assertThat(answered).isGreaterThanOrEqualTo(RACES);
  }

  /** What was answered is in the history once, what was refused is not. */
  private static void matches(List<String> told, List<HistoryEvent> history, boolean terminated) {
    assertThat(count(history, Event.DecisionTaskCompleted.class)).isEqualTo(isDone(told.get(0)));
    assertThat(count(history, Event.WorkflowExecutionSignaled.class))
        .isEqualTo(told.subList(1, 4).stream().mapToLong(StormIT::isDone).sum());
    assertThat(count(history, Event.WorkflowExecutionCancelRequested.class))
        .isEqualTo(isDone(told.get(4)));
    if (terminated) {
      assertThat(count(history, Event.WorkflowExecutionTerminated.class))
          .isEqualTo(isDone(told.get(5)));
    }
    long unhandled = count(history, Event.CompleteWorkflowExecutionFailed.class);
    long closings =
        count(history, Event.WorkflowExecutionCompleted.class)
            + count(history, Event.WorkflowExecutionTerminated.class);
    assertThat(closings + (isOpen(history) ? 1 : 0)).isEqualTo(1);
    if (isDone(told.get(0)) == 1) {
      assertThat(unhandled + count(history, Event.WorkflowExecutionCompleted.class)).isEqualTo(1);
    }
  }

  @Test
  void a_worker_that_answers_after_its_time_is_refused() throws IOException {
    WorkflowExecution execution = started("zombie-activity", "zombie-decisions", null);
    try (ZombieChild zombie = new ZombieChild(server, "activity", "zombies")) {
      decide(decision("zombie-decisions"), schedule("first", "zombies"));
      zombie.takesAndStops();

      // The next decision task comes when the task has timed out.
      decide(decision("zombie-decisions"), schedule("second", "living"));
      ActivityTask task =
          backend.call(new Action.PollForActivityTask(DOMAIN, new TaskList("living"), "l")).join();
      backend.call(new Action.RespondActivityTaskCompleted(task.taskToken(), "\"alive\"")).join();

      assertThat(zombie.resumes()).isEqualTo("UnknownResourceFault");
    }
    List<HistoryEvent> history = history(execution);
    assertThat(count(history, Event.ActivityTaskTimedOut.class)).isEqualTo(1);
    assertThat(history.stream().map(HistoryEvent::event))
        .filteredOn(Event.ActivityTaskCompleted.class::isInstance)
        .map(event -> ((Event.ActivityTaskCompleted) event).result())
        .containsExactly("\"alive\"");
    decide(decision("zombie-decisions"), new Decision.CompleteWorkflowExecution("1"));
  }

  @Test
  void a_decider_that_answers_after_its_time_is_refused() throws IOException {
    WorkflowExecution execution;
    try (ZombieChild zombie = new ZombieChild(server, "decision", "zombie-deciders")) {
      execution = started("zombie-decider", "zombie-deciders", "1");
      zombie.takesAndStops();

      decide(decision("zombie-deciders"), new Decision.CompleteWorkflowExecution("\"alive\""));

      assertThat(zombie.resumes()).isEqualTo("UnknownResourceFault");
    }
    List<HistoryEvent> history = history(execution);
    assertThat(count(history, Event.DecisionTaskTimedOut.class)).isEqualTo(1);
    assertThat(history.getLast().event())
        .isInstanceOfSatisfying(
            Event.WorkflowExecutionCompleted.class,
            event -> assertThat(event.result()).isEqualTo("\"alive\""));
  }

  @Test
  void a_second_server_on_the_same_folder_is_refused() {
    ServerProcess.Printed second =
        ServerProcess.execute("serve", "--port", "0", "--data", server.data().toString());

    assertThat(second.code()).isEqualTo(2);
    assertThat(second.out()).isEmpty();
    assertThat(second.err())
        .isEqualTo(
            "--data %s: another Flowscope server uses this folder; stop it, or give another"
                + " folder.%n",
            server.data());
    assertThat(backend.call(new Action.DescribeDomain(DOMAIN)).join()).isNotNull();
  }

  private static CompletableFuture<String> outcome(CompletableFuture<?> call) {
    return call.handle(
        (answer, failure) -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof SwfFault fault) {
            return fault.type();
          }
          return cause == null ? "done" : String.valueOf(cause);
        });
  }

  private static long isDone(String outcome) {
    return outcome.equals("done") ? 1 : 0;
  }

  private static Action<io.flowscope.engine.model.Run> start(
      String id, String list, String decisionSeconds) {
    return new Action.StartWorkflowExecution(
        DOMAIN,
        id,
        Traffic.TYPE,
        new TaskList(list),
        null,
        null,
        null,
        null,
        decisionSeconds,
        null,
        null);
  }

  private static WorkflowExecution started(String id, String list, String decisionSeconds) {
    return new WorkflowExecution(id, backend.call(start(id, list, decisionSeconds)).join().runId());
  }

  /** The next decision task, which may take its time to come. */
  private static DecisionTask decision(String list) {
    DecisionTask task;
    do {
      task =
          backend
              .call(
                  new Action.PollForDecisionTask(
                      DOMAIN, new TaskList(list), "decider", null, null, null, null))
              .join();
    } while (task.taskToken() == null);
    return task;
  }

  private static Action<?> complete(DecisionTask task) {
    return new Action.RespondDecisionTaskCompleted(
        task.taskToken(), List.of(new Decision.CompleteWorkflowExecution("1")), null, null, null);
  }

  private static void decide(DecisionTask task, Decision decision) {
    backend
        .call(
            new Action.RespondDecisionTaskCompleted(
                task.taskToken(), List.of(decision), null, null, null))
        .join();
  }

  private static Decision schedule(String id, String list) {
    return new Decision.ScheduleActivityTask(
        Traffic.ACTIVITY, id, null, null, null, new TaskList(list), null, null, "1", null);
  }

  private static Action<?> signal(WorkflowExecution execution, String name) {
    return new Action.SignalWorkflowExecution(
        DOMAIN, execution.workflowId(), execution.runId(), name, null);
  }

  private static Action<?> terminate(WorkflowExecution execution) {
    return new Action.TerminateWorkflowExecution(
        DOMAIN, execution.workflowId(), execution.runId(), null, null, null);
  }

  private static List<HistoryEvent> history(WorkflowExecution execution) {
    return backend
        .call(new Action.GetWorkflowExecutionHistory(DOMAIN, execution, null, null, null))
        .join()
        .events();
  }

  private static long count(List<HistoryEvent> history, Class<? extends Event> kind) {
    return history.stream().filter(event -> kind.isInstance(event.event())).count();
  }

  private static boolean isOpen(List<HistoryEvent> history) {
    return history.stream()
        .map(HistoryEvent::event)
        .noneMatch(
            event ->
                event instanceof Event.WorkflowExecutionCompleted
                    || event instanceof Event.WorkflowExecutionTerminated);
  }
}
