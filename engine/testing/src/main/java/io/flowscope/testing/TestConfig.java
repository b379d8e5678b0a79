package io.flowscope.testing;

import io.flowscope.WorkflowJar;
import io.flowscope.engine.Backend;
import io.flowscope.engine.payload.Payloads;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * How a {@link TestEngine} is opened. Start from {@link TestEngine#of}; each method leaves this one
 * as it is and gives another.
 */
public final class TestConfig {
  /** How long a task takes whose worker dies. */
  static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  final List<WorkflowJar> jars;

  /** Whether runs are dropped after every decision and replayed from their history. */
  boolean cold;

  /**
   * How long tasks take in virtual time, by the name of the task's type or by the activity id;
   * others take no time.
   */
  Map<String, Duration> durations = Map.of();

  /** SWF's limits that differ, by their {@code limits.*} keys. */
  Map<String, String> limits = Map.of();

  /** How many activities of one run the decider keeps open at most. */
  int openActivities = 1_000;

  /** How many decisions one answer holds at most. */
  int decisions = 1_000;

  /** Of run ids and task tokens. */
  long seed = 1;

  /** What goes wrong with answers. */
  Faults faults = Faults.NONE;

  /** How many workers take turns. */
  int deciders = 1;

  /** What speaks to the engine, made of the engine itself. */
  UnaryOperator<Backend> reach = UnaryOperator.identity();

  /** How many characters of JSON a value may have. */
  long valueCap = Payloads.STANDARD_CAP;

  TestConfig(List<WorkflowJar> jars) {
    this.jars = jars;
  }

  private TestConfig with(Consumer<TestConfig> change) {
    TestConfig other = new TestConfig(jars);
    other.cold = cold;
    other.durations = durations;
    other.limits = limits;
    other.openActivities = openActivities;
    other.decisions = decisions;
    other.seed = seed;
    other.faults = faults;
    other.deciders = deciders;
    other.reach = reach;
    other.valueCap = valueCap;
    change.accept(other);
    return other;
  }

  /** Replays every decision from the first event: it must not make a difference. */
  public TestConfig coldInEveryRound() {
    return cold(true);
  }

  TestConfig cold(boolean inEveryRound) {
    return with(other -> other.cold = inEveryRound);
  }

  /**
   * Lets a task take {@code duration} of virtual time.
   *
   * @param task name of a task's type, {@code VideoTasks.encode}, or the id of one activity, {@code
   *     VideoTasks.encode-2}
   */
  public TestConfig taking(String task, Duration duration) {
    Map<String, Duration> more = new LinkedHashMap<>(durations);
    more.put(task, duration);
    return with(other -> other.durations = more);
  }

  /**
   * Lets the worker die that has this task: its code runs, heartbeats and all, but nobody answers,
   * so that it ends by a timeout. What the next attempt makes of the last heartbeat is seen then.
   *
   * @param task name of a task's type or id of one activity, as with {@link #taking}
   */
  public TestConfig losing(String task) {
    return taking(task, NEVER);
  }

  /** Changes limits of the engine, by their {@code limits.*} keys. */
  public TestConfig limits(Map<String, String> settings) {
    return with(other -> other.limits = settings);
  }

  /** Changes how much the decider asks for at once. */
  public TestConfig deciding(int openActivitiesAtMost, int decisionsAtMost) {
    return with(
        other -> {
          other.openActivities = openActivitiesAtMost;
          other.decisions = decisionsAtMost;
        });
  }

  /** Another seed of run ids and task tokens. */
  public TestConfig seed(long number) {
    return with(other -> other.seed = number);
  }

  TestConfig faults(Faults others) {
    return with(other -> other.faults = others);
  }

  /** So many deciders share one list and hand each run to each other after every decision. */
  TestConfig deciders(int number) {
    return with(other -> other.deciders = number);
  }

  /** All that workers and clients ask travels by this, not only by calls in this process. */
  TestConfig through(UnaryOperator<Backend> way) {
    return with(other -> other.reach = way);
  }

  /** Lets values have so many characters of JSON; larger ones fail the task or workflow. */
  public TestConfig valueCap(long characters) {
    return with(other -> other.valueCap = characters);
  }

  /** Opens the engine. */
  public TestEngine start() {
    return TestEngine.open(this);
  }
}
