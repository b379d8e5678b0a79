package io.flowscope.engine.sim;

import io.flowscope.engine.LocalBackend;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.Opening;
import io.flowscope.engine.core.Verify;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of the engine in virtual time with clients and faults; everything in it follows from its
 * seed. Throws a {@link Violation} when something happened that must not.
 */
final class Simulation implements AutoCloseable {
  private static final int MOST_POLLS = 12;

  /** What a run must have done before its faults stop, unless it takes too long. */
  private static final int LEAST = 60;

  private static final int LONGEST = 1_000;

  private final Dice dice;
  private final Setting setting;
  private final Tally tally = new Tally();
  private final Trace trace;
  private final SimClock clock;
  private final Faults faults;
  private final Ledger ledger = new Ledger();
  private final RegistryBook registry = new RegistryBook();
  private final Set<String> lost = new HashSet<>();
  private final List<Held> held = new ArrayList<>();
  private final List<Call<?>> calls = new ArrayList<>();
  private final Machine machine;
  private final Clients clients;
  private final Answers answers;
  private final Keeping keeping;
  private final Views views;
  private int sent;

  Simulation(long seed, Path temp, Trace trace) {
    this.dice = new Dice(seed);
    this.setting = Setting.of(seed, dice);
    this.trace = trace;
    this.clock = new SimClock(setting.start());
    this.faults = new Faults(dice, tally, trace);
    if (setting.h2()) {
      faults.without(Fault.POWER_CUT);
    }
    Disk disk = setting.h2() ? new H2Disk(temp.resolve("seed" + seed), dice) : new MemoryDisk();
    EngineConfig config =
        EngineConfig.inMemory()
            .stepped()
            .withClock(clock)
            .withElapsed(() -> clock.passed().toNanos())
            .withRandom(new Random(seed))
            .withLimits(setting.limits());
    this.machine =
        new Machine(
            config, disk, clock, dice, faults, ledger, lost, tally, trace, setting.limits());
    this.keeping = new Keeping(machine, clock, tally);
    this.answers = new Answers(machine, ledger, registry, held, tally, trace);
    this.clients = new Clients(dice, new Mail(), held, lost);
    this.views = new Views(machine, calls, dice, tally);
  }

  /** Runs to the end. */
  Tally run() {
    trace.say("%s", setting);
    for (Action<?> action : Cast.registrations(dice)) {
      send(action, null, true);
    }
    turn();
    faults.activate(true);
    for (int step = 0; step < setting.steps() || (isIdle() && step < LONGEST); step++) {
      time();
      int deeds = dice.chance(0.05) ? dice.between(10, 40) : dice.between(1, 4);
      for (int i = 0; i < deeds; i++) {
        clients.act(machine.truth());
      }
      turn();
      if (dice.chance(0.3)) {
        views.glance();
      }
    }
    faults.activate(false);
    recover();
    check();
    drain();
    end();
    return tally;
  }

  private boolean isIdle() {
    return tally.of("acknowledged") < LEAST
        || tally.all("event ") < 3 * LEAST
        || tally.all("fault ") < 3;
  }

  private void time() {
    if (dice.chance(0.5)) {
      clock.pass(dice.upTo(Duration.ofSeconds(dice.any(1, 2, 5))));
    }
    if (dice.chance(0.05)) {
      clock.pass(dice.upTo(Duration.ofSeconds(60)));
    }
    if (faults.happens(Fault.CLOCK_FORWARD)) {
      clock.set(dice.any(Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofDays(1)));
    }
    if (faults.happens(Fault.CLOCK_BACK)) {
      clock.set(
          dice.any(Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofDays(1)).negated());
    }
  }

  /** The engine works, the answers go out, and the machine may fail. */
  private void turn() {
    Duration begun = clock.passed();
    boolean alive = machine.work();
    for (Call<?> call : calls) {
      Violation.unless(
          !alive || call.future().isDone() || !call.isOver(begun),
          "liveness",
          "a poll does not end: ",
          call.action());
    }
    if (!alive) {
      boolean machineToo = machine.mayLosePower() && dice.chance(0.5);
      end(machineToo ? () -> cutPower(0) : machine::crash, 1.0);
      return;
    }
    if (faults.happens(Fault.CRASH_BETWEEN_ANSWERS)) {
      end(machine::crash, 0.5);
      return;
    }
    settle(faults.isActive() ? 1.0 : 2.0);
    if (faults.happens(Fault.CRASH_IDLE)) {
      end(machine::crash, 1.0);
    } else if (faults.happens(Fault.RESTART)) {
      machine.restart();
      settle(2.0);
      afterwards();
    } else if (faults.happens(Fault.POWER_CUT)) {
      end(() -> cutPower(setting.mayLose() ? 12 : 0), 1.0);
    }
  }

  private void cutPower(int unsynced) {
    int kept = machine.cutPower(unsynced);
    held.removeIf(task -> task.since > kept);
    held.stream().filter(task -> task.answeredAt > kept).forEach(task -> task.answeredAt = 0);
    if (unsynced > 0) {
      registry.forget();
    }
  }

  /**
   * The process ends; what it had answered before is seen by clients, at least in part.
   *
   * @param seen the share of the answers that arrives
   */
  private void end(Runnable how, double seen) {
    settle(seen);
    calls.forEach(answers::missed);
    calls.clear();
    how.run();
    afterwards();
  }

  private void afterwards() {
    check();
    if (!machine.isBroken()) {
      views.look();
    }
  }

  private void check() {
    ledger.check(machine.truth());
    registry.check(machine.truth());
  }

  /** Takes in the answers that are there; each arrives with this probability. */
  private void settle(double seen) {
    List<Call<?>> done = calls.stream().filter(call -> call.future().isDone()).toList();
    calls.removeAll(done);
    for (Call<?> call : done) {
      boolean gone = seen < 1 ? !dice.chance(seen) : seen < 2 && faults.happens(Fault.LOST_ANSWER);
      if (gone) {
        answers.missed(call);
      } else {
        answers.arrived(call);
      }
    }
  }

  private void send(Action<?> action, @Nullable Held task, boolean legal) {
    post(action, task, legal);
    boolean poll =
        action instanceof Action.PollForActivityTask
            || action instanceof Action.PollForDecisionTask;
    if (!poll && faults.happens(Fault.DOUBLE_DELIVERY)) {
      post(action, task, legal);
    }
  }

  private <R> void post(Action<R> action, @Nullable Held task, boolean legal) {
    int id = sent(action);
    CompletableFuture<R> future = machine.engine().call(action);
    machine.rates().called(action, future, clock.instant());
    int since = machine.truth().batches();
    calls.add(
        new Call<>(
            id, action, Marks.of(action), task, legal, since, clock.passed(), future, future));
  }

  private int sent(Action<?> action) {
    String mark = Marks.of(action);
    if (mark != null) {
      ledger.sent(mark);
    }
    if (action instanceof Action.RespondDecisionTaskCompleted a) {
      ledger.decided(a.executionContext(), a.decisions());
    }
    trace.say("> %d %s", sent, action);
    return sent++;
  }

  /** What clients put into the post. */
  private final class Mail implements Clients.Post {
    @Override
    public void send(Action<?> action, @Nullable Held task, boolean legal) {
      boolean poll =
          action instanceof Action.PollForActivityTask
              || action instanceof Action.PollForDecisionTask;
      if (!poll || calls.stream().filter(Call::isPoll).count() < MOST_POLLS) {
        Simulation.this.send(action, task, legal);
      }
    }

    @Override
    public void sendAhead(
        Action.PollForDecisionTask poll, Function<DecisionTask, Action<?>> answer) {
      if (calls.stream().filter(Call::isPoll).count() >= MOST_POLLS) {
        return;
      }
      int id = sent(poll);
      int since = machine.truth().batches();
      CompletableFuture<LocalBackend.Ahead> ahead = machine.engine().pollAhead(poll);
      machine.rates().called(poll, ahead, clock.instant());
      CompletableFuture<DecisionTask> task =
          ahead.thenCompose(
              one -> {
                compute(one, answer);
                return one.durable().thenApply(nothing -> one.task());
              });
      calls.add(
          new Call<>(id, poll, Marks.of(poll), null, true, since, clock.passed(), task, ahead));
    }

    private void compute(LocalBackend.Ahead ahead, Function<DecisionTask, Action<?>> answer) {
      String token = ahead.task().taskToken();
      if (token == null || token.isEmpty() || ahead.durable().isDone()) {
        return;
      }
      tally.count("tasks ahead of the disk");
      try {
        Action<?> decided = answer.apply(ahead.task());
        if (decided != null) {
          post(decided, null, true);
        } else if (dice.chance(0.5)) {
          machine.engine().notNow(token);
        }
      } catch (Violation e) {
        // Futures swallow it.
        machine.violated(e);
      }
    }

    @Override
    public void workerLost(String identity) {
      trace.say("> worker %s is lost", identity);
      lost.add(identity);
      tally.count("workers lost");
      machine.engine().workerLost(identity);
    }

    @Override
    public void delete(Fold run) {
      trace.say("> delete %s", run.name());
      keeping.delete(run);
    }

    @Override
    public void purge() {
      trace.say("> purge");
      keeping.purge();
    }

    @Override
    public void giveUp() {
      List<Call<?>> polls = calls.stream().filter(Call::isPoll).toList();
      if (!polls.isEmpty()) {
        Call<?> poll = dice.of(polls);
        boolean given = poll.source().cancel(true);
        trace.say("> %d is given up: %s", poll.id(), given);
        tally.count("polls given up");
      }
    }
  }

  /** Gives a store that had failed the time to be opened again. */
  private void recover() {
    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofSeconds(1));
      turn();
    }
    Violation.unless(!machine.isBroken(), "I1", "the engine does not recover");
  }

  /** Faults have stopped: everything that is open comes to its end. */
  private void drain() {
    for (int round = 0; !machine.truth().open().isEmpty(); round++) {
      Violation.unless(round < 2_000, "liveness", "no end in sight");
      boolean any = work();
      any |= poll();
      if (setting.isRated()) {
        clock.pass(Duration.ofSeconds(1));
      }
      if (!any && !machine.truth().open().isEmpty()) {
        nothingWaits();
        Instant next =
            machine
                .engine()
                .nextTimer()
                .orElseThrow(() -> new Violation("liveness", "open runs wait for nothing"));
        Duration wait = Duration.between(clock.instant(), next);
        clock.pass(wait.isNegative() ? Duration.ZERO : wait.plusMillis(1));
        turn();
      }
    }
  }

  /** Workers finish what they hold. */
  private boolean work() {
    Truth truth = machine.truth();
    List<Held> open = held.stream().filter(task -> task.isOpen(truth)).toList();
    for (Held task : open) {
      String mark = "last" + sent;
      if (!task.decision) {
        send(new Action.RespondActivityTaskCompleted(task.token, mark), task, true);
      } else {
        send(
            new Action.RespondDecisionTaskCompleted(
                task.token, last(truth.run(task.run.runId())), mark, null, null),
            task,
            true);
      }
    }
    turn();
    return !open.isEmpty();
  }

  /** A decider that waits for what is open, and then completes. */
  private static List<Decision> last(Fold run) {
    boolean waits = !run.activities.isEmpty() || !run.timers.isEmpty() || !run.children.isEmpty();
    return waits && !run.cancelRequested
        ? List.of()
        : List.of(new Decision.CompleteWorkflowExecution("last"));
  }

  /** A poll for each task that waits. */
  private boolean poll() {
    List<Action<?>> polls = new ArrayList<>();
    for (Fold run : machine.truth().open()) {
      for (Fold.Task task : Truth.tasks(run)) {
        if (!task.isStarted()) {
          String identity = "last" + sent + polls.size() * 1_000_000;
          polls.add(
              task == run.decision
                  ? new Action.PollForDecisionTask(
                      run.domain, new TaskList(task.list), identity, null, null, null, null)
                  : new Action.PollForActivityTask(run.domain, new TaskList(task.list), identity));
        }
      }
    }
    polls.forEach(poll -> send(poll, null, true));
    turn();
    return !polls.isEmpty();
  }

  private void nothingWaits() {
    for (Fold run : machine.truth().open()) {
      for (Fold.Task task : Truth.tasks(run)) {
        Violation.unless(
            task.isStarted(),
            "liveness",
            run.name(),
            " task ",
            task.scheduled,
            " is not given out");
      }
    }
  }

  private void end() {
    check();
    views.inspect();
    for (Call<?> call : calls) {
      Violation.unless(call.isPoll(), "liveness", "never answered: ", call.action());
    }
    Verify.Report report = Opening.verify(machine.disk().store());
    Violation.unless(report.isSound(), "verify", report.violations());
    Map<Long, List<HistoryEvent>> stored = new HashMap<>();
    for (Fold run : machine.truth().runs()) {
      List<HistoryEvent> kept = run.deleted ? List.of() : run.events;
      List<HistoryEvent> history = stored.computeIfAbsent(run.number, number -> new ArrayList<>());
      machine.disk().store().replay(run.number, history::add);
      Violation.unless(history.equals(kept), "I1", run.name(), " is stored as ", history);
    }
    Violation.unless(report.runs() == machine.truth().kept().size(), "I1", "runs: ", report.runs());
  }

  @Override
  public void close() {
    machine.close();
  }
}
