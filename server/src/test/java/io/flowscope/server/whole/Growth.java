package io.flowscope.server.whole;

import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a command costs an engine that holds little and one that holds much. Processor time of the
 * engine's own thread, so that other programs of the machine count less. They still do, by the
 * caches and the clock of the processor that they share with it, and code gets faster the longer it
 * runs; so both engines live side by side and take turns.
 */
final class Growth {
  private static final String DOMAIN = "d";
  private static final WorkflowType WORKFLOW = new WorkflowType("W", "1");
  private static final ActivityType ACTIVITY = new ActivityType("A", "1");
  private static final TaskList LIST = new TaskList("probe");
  private static final TaskList ASIDE = new TaskList("aside");
  private static final int COMMANDS_PER_CYCLE = 7;
  private static final int WARM_UP = 2_000;
  private static final int ROUNDS = 60;
  private static final int CYCLES = 60;

  private final Path folder;
  private final Action.RegisterActivityType activity =
      new Action.RegisterActivityType(
          DOMAIN, "A", "1", null, "60", "NONE", LIST, null, "NONE", "NONE");
  private int stores;

  Growth(Path folder) {
    this.folder = folder;
  }

  /** Makes an engine hold so many of something. */
  private interface Fill {
    void to(Holder engine, int from, int number);
  }

  private record Axis(String what, int little, int much, Fill fill) {}

  private static final List<Axis> AXES =
      List.of(
          new Axis("stored events, of closed executions", 1_000, 1_000_000, Growth::closed),
          new Axis("events of the execution itself", CYCLES * 10, 100_000, Growth::history),
          new Axis("open executions", 10, 10_000, Growth::open),
          new Axis("waiting timers", 10, 10_000, Growth::timers),
          new Axis("waiting polls", 10, 1_000, Growth::polls));

  String report() {
    return report(AXES);
  }

  private String report(List<Axis> axes) {
    List<List<String>> rows = new ArrayList<>();
    // The first is measured twice: only then everything is compiled.
    measure(AXES.get(1), false, new ArrayList<>());
    for (Axis axis : axes) {
      List<String> row = new ArrayList<>();
      row.add(
          String.format(Locale.ROOT, "%,d and %,d %s", axis.little(), axis.much(), axis.what()));
      measure(axis, false, row);
      measure(axis, true, row);
      System.err.println("growth: " + row);
      rows.add(row);
    }
    return Figures.table(
        Figures.row(
            "A command of an engine with …, µs",
            "in memory: little",
            "much",
            "ratio",
            "half of them",
            "on disk: little",
            "much",
            "ratio",
            "half of them"),
        rows);
  }

  /** Engines that were just filled still carry that into the database; it is waited for. */
  private void measure(Axis axis, boolean onDisk, List<String> row) {
    try (Holder few = new Holder(config(onDisk));
        Holder many = new Holder(config(onDisk))) {
      for (Holder engine : List.of(few, many)) {
        engine.does(activity);
        axis.fill().to(engine, 0, axis.little());
        for (int i = 0; i < WARM_UP; i++) {
          engine.cycle();
        }
      }
      axis.fill().to(many, axis.little(), axis.much());
      many.folds();
      List<Double> little = new ArrayList<>();
      List<Double> much = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        if (few.lasting != null) {
          few.lastsAnew();
        }
        boolean first = round % 2 == 0;
        double before = (first ? few : many).microsPerCommand();
        double after = (first ? many : few).microsPerCommand();
        little.add(first ? before : after);
        much.add(first ? after : before);
        ratios.add(first ? after / before : before / after);
      }
      row.add(Figures.number(Figures.median(little)));
      row.add(Figures.number(Figures.median(much)));
      row.add(Figures.number(Figures.median(ratios)));
      row.add(
          Figures.number(Figures.percentile(ratios, 25))
              + " to "
              + Figures.number(Figures.percentile(ratios, 75)));
    }
  }

  private EngineConfig config(boolean onDisk) {
    return onDisk
        ? EngineConfig.at(folder.resolve("growth-" + ++stores)).withDurability(Durability.PROCESS)
        : EngineConfig.inMemory();
  }

  private static void closed(Holder engine, int from, int number) {
    int signals = 96;
    for (int events = from; events < number; events += signals + 4) {
      String id = engine.starts(ASIDE);
      for (int i = 0; i < signals; i++) {
        engine.asks(new Action.SignalWorkflowExecution(DOMAIN, id, null, "s", "1"));
      }
      engine.does(new Action.TerminateWorkflowExecution(DOMAIN, id, null, null, null, null));
    }
  }

  /** Gives the probe's executions a history to carry: all cycles then belong to one execution. */
  private static void history(Holder engine, int from, int number) {
    if (engine.lasting == null) {
      engine.lastsAnew();
    }
    for (int i = from; i < number; i++) {
      engine.asks(new Action.SignalWorkflowExecution(DOMAIN, engine.lasting, null, "s", "1"));
      if (i % 1_000 == 0) {
        engine.settles();
      }
    }
    engine.settles();
    engine.decides(engine.decision());
  }

  private static void open(Holder engine, int from, int number) {
    for (int i = from; i < number; i++) {
      engine.starts(ASIDE);
    }
  }

  private static void timers(Holder engine, int from, int number) {
    int each = Math.min(1_000, number - from);
    for (int i = from; i < number; i += each) {
      engine.starts(new TaskList("timers"));
      List<Decision> decisions = new ArrayList<>();
      for (int timer = 0; timer < each; timer++) {
        decisions.add(new Decision.StartTimer("t" + timer, null, Integer.toString(3_000 + timer)));
      }
      engine.decides(engine.decision(new TaskList("timers")), decisions.toArray(Decision[]::new));
    }
  }

  private static void polls(Holder engine, int from, int number) {
    for (int i = from; i < number; i++) {
      engine.asks(
          new Action.PollForActivityTask(DOMAIN, new TaskList("idle" + i % 20), "worker" + i));
    }
    engine.settles();
  }

  /** An engine that is stepped by this thread. */
  private static final class Holder implements AutoCloseable {
    private final Engine engine;
    private int started;

    /** The one execution of all cycles; null where each cycle has its own. */
    private String lasting;

    Holder(EngineConfig config) {
      engine =
          Engine.open(
              config
                  .withLimits(Map.of("limits.events", "10000000", "limits.queue.calls", "2000"))
                  .stepped());
      does(new Action.RegisterDomain(DOMAIN, null, "1", null));
      does(
          new Action.RegisterWorkflowType(
              DOMAIN, "W", "1", null, "NONE", "30000000", LIST, null, ChildPolicy.ABANDON, null));
    }

    <R> R does(Action<R> action) {
      CompletableFuture<R> answer = engine.call(action);
      settles();
      return answer.join();
    }

    <R> void asks(Action<R> action) {
      CompletableFuture<R> unused = engine.call(action);
    }

    void settles() {
      engine.runUntilIdle();
    }

    String starts(TaskList list) {
      String id = "w" + ++started;
      does(
          new Action.StartWorkflowExecution(
              DOMAIN, id, WORKFLOW, list, null, "[]", null, null, null, null, null));
      return id;
    }

    DecisionTask decision() {
      return decision(LIST);
    }

    DecisionTask decision(TaskList list) {
      return does(new Action.PollForDecisionTask(DOMAIN, list, "decider", null, null, null, true));
    }

    void decides(DecisionTask task, Decision... decisions) {
      does(
          new Action.RespondDecisionTaskCompleted(
              task.taskToken(), List.of(decisions), null, null, null));
    }

    /** Seven commands: an execution of one activity, or such a step of the long one. */
    void cycle() {
      String id = "a" + ++started;
      if (lasting == null) {
        starts(LIST);
      } else {
        does(new Action.SignalWorkflowExecution(DOMAIN, lasting, null, "s", "1"));
      }
      decides(
          decision(),
          new Decision.ScheduleActivityTask(
              ACTIVITY, id, null, "[]", null, null, null, null, null, null));
      ActivityTask task = does(new Action.PollForActivityTask(DOMAIN, LIST, "worker"));
      does(new Action.RespondActivityTaskCompleted(task.taskToken(), "1"));
      if (lasting == null) {
        decides(decision(), new Decision.CompleteWorkflowExecution("1"));
      } else {
        decides(decision());
      }
    }

    /** Lets the cycles belong to an execution that has just begun. */
    void lastsAnew() {
      if (lasting != null) {
        does(new Action.TerminateWorkflowExecution(DOMAIN, lasting, null, null, null, null));
      }
      lasting = starts(LIST);
      decides(decision());
    }

    /**
     * Carries all that was written into the database, by a deletion, which comes after all else.
     */
    void folds() {
      String id = "w" + ++started;
      String run =
          does(new Action.StartWorkflowExecution(
                  DOMAIN, id, WORKFLOW, ASIDE, null, "[]", null, null, null, null, null))
              .runId();
      does(new Action.TerminateWorkflowExecution(DOMAIN, id, null, null, null, null));
      engine.delete(DOMAIN, new WorkflowExecution(id, run)).join();
    }

    double microsPerCommand() {
      var threads = ManagementFactory.getThreadMXBean();
      long begin = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < CYCLES; i++) {
        cycle();
      }
      long nanos = threads.getCurrentThreadCpuTime() - begin;
      return nanos / 1e3 / CYCLES / COMMANDS_PER_CYCLE;
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  /** The heap that an open execution takes, folded and not. */
  String memory() {
    int number = 10_000;
    List<List<String>> rows = new ArrayList<>();
    for (String kept : List.of("10000", "1")) {
      try (Engine engine =
          Engine.open(
              EngineConfig.at(folder.resolve("memory-" + kept))
                  .withDurability(Durability.PROCESS)
                  .withLimits(Map.of("limits.memory.runs", kept))
                  .stepped())) {
        fill(engine, 1);
        long before = used();
        fill(engine, number);
        engine.runUntilIdle();
        double each = (used() - before) / (double) number;
        rows.add(
            Figures.row(
                kept.equals("1") ? "folded on demand" : "its state kept folded",
                Figures.number(each)));
      }
    }
    return Figures.table(
        Figures.row("An open execution with one waiting activity and one timer, bytes", "heap"),
        rows);
  }

  private static void fill(Engine engine, int number) {
    for (int i = 0; i < number; i++) {
      memoryRun(engine, number + "-" + i);
    }
  }

  private static void memoryRun(Engine engine, String id) {
    if (id.equals("1-0")) {
      now(engine, new Action.RegisterDomain(DOMAIN, null, "1", null));
      now(
          engine,
          new Action.RegisterWorkflowType(
              DOMAIN, "W", "1", null, "NONE", "30000000", LIST, null, ChildPolicy.ABANDON, null));
      now(
          engine,
          new Action.RegisterActivityType(
              DOMAIN, "A", "1", null, "60", "NONE", ASIDE, null, "NONE", "NONE"));
    }
    now(
        engine,
        new Action.StartWorkflowExecution(
            DOMAIN, id, WORKFLOW, null, null, "[]", null, null, null, null, null));
    DecisionTask task =
        now(
            engine,
            new Action.PollForDecisionTask(DOMAIN, LIST, "decider", null, null, null, null));
    now(
        engine,
        new Action.RespondDecisionTaskCompleted(
            task.taskToken(),
            List.of(
                new Decision.StartTimer("t", null, "100000"),
                new Decision.ScheduleActivityTask(
                    ACTIVITY, "a", null, "[1000]", null, null, null, null, null, null)),
            null,
            null,
            null));
  }

  private static <R> R now(Engine engine, Action<R> action) {
    CompletableFuture<R> answer = engine.call(action);
    engine.runUntilIdle();
    return answer.join();
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
