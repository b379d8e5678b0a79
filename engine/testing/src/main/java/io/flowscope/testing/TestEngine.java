package io.flowscope.testing;

import io.flowscope.WorkflowJar;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.payload.MemoryPayloads;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.JarCatalogue;
import io.flowscope.worker.Values;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.DeciderConfig;
import io.flowscope.worker.replay.HistorySource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs workflows in the tester's thread: the real engine in memory, the real decider, the real
 * implementations of the tasks, and a clock that jumps to the next moment at which something
 * happens. Nothing sleeps, and equal programs give equal histories.
 *
 * <pre>{@code
 * try (TestEngine engine = TestEngine.of(new MyJar()).start()) {
 *   Report report = engine.start("ProcessVideo", uri, subtitles).result(Report.class);
 * }
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class TestEngine implements AutoCloseable {
  static final String DOMAIN = "test";
  private static final String WORKER = "tester";
  private static final String LIST = "fs.test";

  private final Engine engine;
  private final Access access;
  private final JarCatalogue jar;
  private final List<Decider> deciders = new ArrayList<>();

  /** Lists on which stubs and other jars start workflows of these jars. */
  private final List<String> chosenLists;

  private final MemoryPayloads store = new MemoryPayloads();
  private final Payloads payloads;
  private final VirtualClock clock = new VirtualClock();
  private final TestActivities activities;
  private final List<TestRun> runs = new ArrayList<>();
  private final TestConfig config;
  private int started;
  private int turn;

  private TestEngine(TestConfig config) {
    this.config = config;
    payloads = Payloads.in(store, config.valueCap);
    jar = JarCatalogue.of(config.jars.toArray(WorkflowJar[]::new));
    chosenLists =
        jar.workflows().stream().flatMap(w -> jar.chosenLists(w).stream()).distinct().toList();
    engine =
        Engine.open(
            EngineConfig.inMemory()
                .withClock(clock)
                .withRandom(new Random(config.seed))
                .withLimits(config.limits)
                .stepped());
    access = new Access(engine, config.reach);
    decide(jar, config.openActivities, config.decisions);
    activities = new TestActivities(this, jar, config);
    register();
  }

  /** An engine for the workflows and tasks of these jars; change what differs, then start it. */
  public static TestConfig of(WorkflowJar... jars) {
    return new TestConfig(List.of(jars));
  }

  static TestEngine open(TestConfig config) {
    return new TestEngine(config);
  }

  /** New deciders, as after a deployment. */
  private void decide(JarCatalogue workflows, int openActivities, int decisions) {
    // Alone, a decider gets its runs back by a list of its own.
    DeciderConfig deciding =
        DeciderConfig.of(WORKER, LIST, config.deciders == 1 ? WORKER : null)
            .withWarmRuns(config.cold ? 0 : 1_000)
            .withLimits(openActivities, decisions);
    deciders.clear();
    for (int i = 0; i < config.deciders; i++) {
      deciders.add(new Decider(workflows, deciding, Payloads.in(store, config.valueCap)));
    }
  }

  /** From now on deciders take as many at once. */
  void limits(int openActivities, int decisions) {
    decide(jar, openActivities, decisions);
  }

  /** Does something while the deciders have another jar. */
  void withJar(WorkflowJar other, Runnable meanwhile) {
    decide(JarCatalogue.of(other), config.openActivities, config.decisions);
    meanwhile.run();
    decide(jar, config.openActivities, config.decisions);
  }

  private void register() {
    access.now(new Action.RegisterDomain(DOMAIN, null, "1", null));
    List<WorkflowBinding> called = new ArrayList<>(jar.workflows());
    called.addAll(jar.workflowsElsewhere());
    for (WorkflowBinding workflow : called) {
      access.now(
          new Action.RegisterWorkflowType(
              DOMAIN,
              workflow.name(),
              workflow.version(),
              null,
              null,
              null,
              null,
              null,
              null,
              null));
    }
    for (TaskBinding task : jar.activities()) {
      access.now(
          new Action.RegisterActivityType(
              DOMAIN, task.name(), task.version(), null, null, null, null, null, null, null));
    }
  }

  /**
   * Starts an execution; nothing runs yet.
   *
   * @param workflow name of the workflow: that of its class, unless {@code @Workflow} names it
   * @throws IllegalArgumentException when there is no such workflow
   */
  public TestRun start(String workflow, Object... arguments) {
    WorkflowBinding binding =
        jar.workflows().stream()
            .filter(w -> w.name().equals(workflow))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("The jars have no workflow " + workflow));
    String workflowId = "test-" + ++started;
    Action.StartWorkflowExecution start =
        new Action.StartWorkflowExecution(
            DOMAIN,
            workflowId,
            new WorkflowType(binding.name(), binding.version()),
            new TaskList(LIST),
            null,
            payloads.shortenArguments(Values.write(List.of(arguments), "arguments")),
            Long.toString(binding.policy().executionStartToClose()),
            binding.policy().tags(),
            Long.toString(binding.policy().decisionStartToClose()),
            binding.policy().childPolicy(),
            null);
    String runId = access.now(start).runId();
    Instant end = clock.instant().plusSeconds(binding.policy().executionStartToClose());
    return follow(new WorkflowExecution(workflowId, runId), end);
  }

  /** An execution whose end the tester waits for. */
  TestRun follow(WorkflowExecution execution, Instant timeout) {
    TestRun run = new TestRun(this, execution, timeout);
    runs.add(run);
    return run;
  }

  /** The engine itself, for whatever this class has no word for. Domain {@code test}. */
  public Engine engine() {
    return engine;
  }

  /** The time of the test. */
  public Instant instant() {
    return clock.instant();
  }

  /** Runs everything until nothing happens any more; time jumps as far as it must. */
  public void runUntilIdle() {
    while (step(horizon())) {
      // Each step does one thing.
    }
  }

  /** Lets {@code duration} pass, with all that happens meanwhile. */
  public void pass(Duration duration) {
    Instant until = clock.instant().plus(duration);
    while (step(until)) {
      // Each step does one thing.
    }
    clock.moveTo(until);
    engine.runUntilIdle();
    while (step(until)) {
      // What was due at the very end.
    }
  }

  /** Before an execution that is still open would time out. */
  private Instant horizon() {
    Instant earliest = Instant.MAX;
    for (TestRun run : runs) {
      if (run.timeout().isBefore(earliest) && run.open()) {
        earliest = run.timeout();
      }
    }
    return earliest.equals(Instant.MAX) ? clock.instant() : earliest.minusSeconds(1);
  }

  /** Does the next thing; false when nothing is left to do up to {@code until}. */
  boolean step(Instant until) {
    engine.runUntilIdle();
    if (activities.work()
        || decide(WORKER, true)
        || decide(LIST, false)
        || chosenLists.stream().anyMatch(list -> decide(list, false))) {
      return true;
    }
    Optional<Instant> next = earlier(activities.nextEnd(), engine.nextTimer());
    if (next.isEmpty() || next.get().isAfter(until)) {
      return false;
    }
    clock.moveTo(next.get());
    engine.runUntilIdle();
    return true;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }

  // --- decisions

  private boolean decide(String list, boolean fromPrevious) {
    TaskList decisions = new TaskList(list);
    if (now(engine.call(new Action.CountPendingDecisionTasks(DOMAIN, decisions))).count() == 0) {
      return false;
    }
    answer(
        list,
        access.now(
            new Action.PollForDecisionTask(
                DOMAIN, decisions, WORKER, null, null, null, fromPrevious)));
    return true;
  }

  private void answer(String list, DecisionTask task) {
    Decider decider = deciders.get(turn++ % deciders.size());
    Action.RespondDecisionTaskCompleted answer = decider.decide(task, source(list, task));
    Faults.Fault fault = config.faults.next(task);
    if (fault == Faults.Fault.DIES_BEFORE_ANSWER) {
      decider.evictAll();
      return;
    }
    try {
      access.now(answer);
      if (fault == Faults.Fault.ANSWER_LOST) {
        decider.answerLost(task.workflowExecution());
      } else {
        decider.answered(task.workflowExecution());
      }
    } catch (CompletionException e) {
      decider.answerLost(task.workflowExecution());
      if (!(e.getCause() instanceof SwfFault fault1)
          || !fault1.type().equals("UnknownResourceFault")) {
        throw e;
      }
    }
  }

  private HistorySource source(String list, DecisionTask task) {
    return new HistorySource() {
      @Override
      public List<HistoryEvent> rest() {
        List<HistoryEvent> events = new ArrayList<>();
        String token = task.nextPageToken();
        while (token != null) {
          DecisionTask page =
              access.now(
                  new Action.PollForDecisionTask(
                      DOMAIN, new TaskList(list), WORKER, token, null, null, null));
          events.addAll(page.events());
          token = page.nextPageToken();
        }
        return events;
      }

      @Override
      public List<HistoryEvent> fromStart() {
        return history(task.workflowExecution());
      }
    };
  }

  // --- what runs ask for

  /** The whole history of an execution. */
  List<HistoryEvent> history(WorkflowExecution execution) {
    List<HistoryEvent> events = new ArrayList<>();
    String token = null;
    do {
      var page =
          access.now(new Action.GetWorkflowExecutionHistory(DOMAIN, execution, token, null, null));
      events.addAll(page.events());
      token = page.nextPageToken();
    } while (token != null);
    return events;
  }

  /** Its last event; asked for at every step, so it must not cost the whole history. */
  HistoryEvent last(WorkflowExecution execution) {
    return now(engine.call(
            new Action.GetWorkflowExecutionHistory(DOMAIN, execution, null, 1, true)))
        .events()
        .getFirst();
  }

  /** What a run asks for by way of whatever speaks to the engine. */
  <R> R ask(Action<R> action) {
    return access.now(action);
  }

  /** The answer to a direct call, which the engine gives as soon as it is stepped. */
  <T> T now(CompletableFuture<T> future) {
    engine.runUntilIdle();
    if (!future.isDone()) {
      throw new IllegalStateException("The engine did not answer a call that needs no waiting");
    }
    return future.join();
  }

  /** Where large values are. */
  MemoryPayloads store() {
    return store;
  }

  Payloads payloads() {
    return payloads;
  }

  /** From now on no large value can be read, except by who read it before. */
  void loseValues() {
    store.hide(true);
  }

  /** They can be read again. */
  void findValues() {
    store.hide(false);
  }

  /** The first decider, for tests of the decider itself. */
  Decider decider() {
    return deciders.getFirst();
  }

  @Override
  public void close() {
    access.close();
    engine.close();
  }
}
