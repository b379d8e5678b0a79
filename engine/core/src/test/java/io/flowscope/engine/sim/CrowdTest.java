package io.flowscope.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.Opening;
import io.flowscope.engine.core.Verify;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand of a kind, in virtual time, each batch checked as it is written. */
class CrowdTest {
  private static final int CROWD = 10_000;
  private static final int PER_RUN = 1_000;
  private static final int POLLS = 500;
  private static final String DOMAIN = Cast.DOMAINS.get(0);
  private static final TaskList LIST = new TaskList(Cast.LISTS.get(0));

  @TempDir Path temp;

  private final SimClock clock = new SimClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Dice dice = new Dice(1);
  private final Tally tally = new Tally();
  private final Ledger ledger = new Ledger();
  private Machine machine;

  @AfterEach
  void close() {
    machine.close();
  }

  private void open(Disk disk) {
    Faults none = new Faults(dice, tally, Trace.NONE);
    EngineConfig config =
        EngineConfig.inMemory()
            .stepped()
            .withClock(clock)
            .withRandom(new Random(1))
            .withLimits(Map.of("limits.memory.runs", "50"));
    Set<String> nobody = new HashSet<>();
    machine =
        new Machine(config, disk, clock, dice, none, ledger, nobody, tally, Trace.NONE, Map.of());
    Cast.registrations(dice).forEach(machine.engine()::call);
    machine.work();
  }

  private <R> R does(Action<R> action) {
    return all(List.of(action)).get(0);
  }

  private <R> List<R> all(List<? extends Action<R>> actions) {
    List<CompletableFuture<R>> futures = new ArrayList<>();
    for (Action<R> action : actions) {
      String mark = Marks.of(action);
      if (mark != null) {
        ledger.sent(mark);
      }
      if (action instanceof Action.RespondDecisionTaskCompleted a) {
        ledger.decided(a.executionContext(), a.decisions());
      }
      futures.add(machine.engine().call(action));
    }
    machine.work();
    return futures.stream().map(CompletableFuture::join).toList();
  }

  private static Action.StartWorkflowExecution start(String id) {
    return new Action.StartWorkflowExecution(
        DOMAIN, id, Cast.WHOLE, LIST, null, id, "100000", null, "1000", null, null);
  }

  private static Action.PollForDecisionTask pollDecision(String identity) {
    return new Action.PollForDecisionTask(DOMAIN, LIST, identity, null, 1, null, null);
  }

  private static Action.RespondDecisionTaskCompleted decide(
      DecisionTask task, List<Decision> decisions) {
    return new Action.RespondDecisionTaskCompleted(
        task.taskToken(), decisions, task.taskToken(), null, null);
  }

  private void startTimers(int longest) {
    for (int run = 0; run < CROWD / PER_RUN; run++) {
      does(start("w" + run));
      List<Decision> timers = new ArrayList<>();
      for (int i = 0; i < PER_RUN; i++) {
        timers.add(new Decision.StartTimer("t" + i, null, "" + dice.between(1, longest)));
      }
      does(decide(does(pollDecision("p" + run)), timers));
    }
    assertThat(tally.of("event TimerStarted")).isEqualTo(CROWD);
  }

  @Test
  void tenThousandTimersFireOnceEachAcrossFiveCrashes() {
    open(new H2Disk(temp.resolve("timers"), dice));
    startTimers(600);
    int crashes = 0;
    // What fires early, twice or never is noticed by the machine after each piece of work.
    for (int at = 0; at <= 600_000; at += 1_500) {
      if (at % 120_000 == 60_000) {
        machine.crash();
        crashes++;
      }
      clock.pass(Duration.ofMillis(1_500));
      assertThat(machine.work()).isTrue();
    }
    assertThat(crashes).isEqualTo(5);
    assertThat(tally.of("event TimerFired")).isEqualTo(CROWD);
    assertThat(machine.truth().open()).allSatisfy(run -> assertThat(run.timers).isEmpty());
    machine.crash();
    sound();
  }

  @Test
  void aHerdOfOverdueTimersLetsSignalsThrough() {
    open(new H2Disk(temp.resolve("herd"), dice));
    startTimers(600);
    clock.pass(Duration.ofHours(1));
    machine.crash();
    int before = machine.truth().batches();
    List<Integer> answered = new ArrayList<>();
    for (int run = 0; run < CROWD / PER_RUN; run++) {
      Action.SignalWorkflowExecution signal =
          new Action.SignalWorkflowExecution(DOMAIN, "w" + run, null, "s", "s" + run);
      ledger.sent(Marks.of(signal));
      var unused =
          machine
              .engine()
              .call(signal)
              .thenRun(() -> answered.add(machine.truth().batches() - before));
    }
    assertThat(machine.work()).isTrue();
    assertThat(answered).hasSize(CROWD / PER_RUN).allMatch(batches -> batches <= 1);
    assertThat(machine.truth().batches() - before).isBetween(10, 100);
    assertThat(tally.of("event TimerFired")).isEqualTo(CROWD);
    sound();
  }

  @Test
  void tenThousandExecutionsAtOnce() {
    open(new MemoryDisk());
    List<Action.StartWorkflowExecution> starts = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      starts.add(start("w" + i));
    }
    for (int i = 0; i < CROWD; i += PER_RUN) {
      all(starts.subList(i, i + PER_RUN));
    }
    assertThat(machine.truth().open()).hasSize(CROWD);
    ActivityType type = Cast.EASY;
    decideAll(
        "first",
        List.of(
            new Decision.StartTimer("t", null, "60"),
            new Decision.ScheduleActivityTask(
                type, "a", null, "i", "NONE", LIST, null, "NONE", "NONE", "NONE")));
    for (int i = 0; i < CROWD; i += POLLS) {
      List<Action.PollForActivityTask> polls = new ArrayList<>();
      for (int one = 0; one < POLLS; one++) {
        polls.add(new Action.PollForActivityTask(DOMAIN, LIST, "worker" + (i + one)));
      }
      List<Action.RespondActivityTaskCompleted> answers = new ArrayList<>();
      for (ActivityTask task : all(polls)) {
        answers.add(new Action.RespondActivityTaskCompleted(task.taskToken(), task.taskToken()));
      }
      all(answers);
    }
    assertThat(machine.truth().open()).hasSize(CROWD);
    clock.pass(Duration.ofSeconds(60));
    machine.work();
    assertThat(tally.of("event TimerFired")).isEqualTo(CROWD);
    decideAll("last", List.of(new Decision.CompleteWorkflowExecution("done")));
    assertThat(tally.of("event WorkflowExecutionCompleted")).isEqualTo(CROWD);
    assertThat(machine.truth().open()).isEmpty();
    sound();
  }

  private void decideAll(String who, List<Decision> decisions) {
    for (int i = 0; i < CROWD; i += POLLS) {
      List<Action.PollForDecisionTask> polls = new ArrayList<>();
      for (int one = 0; one < POLLS; one++) {
        polls.add(pollDecision(who + (i + one)));
      }
      List<Action.RespondDecisionTaskCompleted> answers = new ArrayList<>();
      for (DecisionTask task : all(polls)) {
        answers.add(decide(task, decisions));
      }
      all(answers);
    }
  }

  private void sound() {
    machine.truth().checkLeases();
    Verify.Report report = Opening.verify(machine.disk().store());
    assertThat(report.violations()).isEmpty();
    assertThat(report.runs()).isEqualTo(machine.truth().runs().size());
    assertThat(report.events()).isEqualTo(tally.all("event "));
  }
}
