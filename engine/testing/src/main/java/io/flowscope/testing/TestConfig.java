package io.flowscope.testing;

import io.flowscope.WorkflowJar;
import io.flowscope.engine.Backend;
import io.flowscope.engine.payload.Payloads;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How a {@link TestEngine} is opened. Start from {@link TestEngine#of}.
 *
 * @param cold whether runs are dropped after every decision and replayed from their history
 * @param durations how long tasks take in virtual time, by the name of the task's type or by the
 *     activity id; others take no time
 * @param limits SWF's limits that differ, by their {@code limits.*} keys
 * @param openActivities how many activities of one run the decider keeps open at most
 * @param decisions how many decisions one answer holds at most
 * @param seed of run ids and task tokens
 * @param faults what goes wrong with answers
 * @param deciders how many workers take turns
 * @param reach what speaks to the engine, made of the engine itself
 * @param valueCap how many characters of JSON a value may have
 */
public record TestConfig(
    List<WorkflowJar> jars,
    boolean cold,
    Map<String, Duration> durations,
    Map<String, String> limits,
    int openActivities,
    int decisions,
    long seed,
    Faults faults,
    int deciders,
    UnaryOperator<Backend> reach,
    long valueCap) {

  /** How long a task takes whose worker dies. */
  static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  static TestConfig of(List<WorkflowJar> jars) {
    return new TestConfig(
        jars,
        false,
        Map.of(),
        Map.of(),
        1_000,
        1_000,
        1,
        Faults.NONE,
        1,
        UnaryOperator.identity(),
        Payloads.STANDARD_CAP);
  }

  /** Replays every decision from the first event: it must not make a difference. */
  public TestConfig coldInEveryRound() {
    return cold(true);
  }

  TestConfig cold(boolean inEveryRound) {
    return new TestConfig(
        jars,
        inEveryRound,
        durations,
        limits,
        openActivities,
        decisions,
        seed,
        faults,
        deciders,
        reach,
        valueCap);
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
    return new TestConfig(
        jars,
        cold,
        more,
        limits,
        openActivities,
        decisions,
        seed,
        faults,
        deciders,
        reach,
        valueCap);
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
    return new TestConfig(
        jars,
        cold,
        durations,
        settings,
        openActivities,
        decisions,
        seed,
        faults,
        deciders,
        reach,
        valueCap);
  }

  /** Changes how much the decider asks for at once. */
  public TestConfig deciding(int openActivitiesAtMost, int decisionsAtMost) {
    return new TestConfig(
        jars,
        cold,
        durations,
        limits,
        openActivitiesAtMost,
        decisionsAtMost,
        seed,
        faults,
        deciders,
        reach,
        valueCap);
  }

  /** Another seed of run ids and task tokens. */
  public TestConfig seed(long other) {
    return new TestConfig(
        jars,
        cold,
        durations,
        limits,
        openActivities,
        decisions,
        other,
        faults,
        deciders,
        reach,
        valueCap);
  }

  TestConfig faults(Faults others) {
    return new TestConfig(
        jars,
        cold,
        durations,
        limits,
        openActivities,
        decisions,
        seed,
        others,
        deciders,
        reach,
        valueCap);
  }

  /** So many deciders share one list and hand each run to each other after every decision. */
  TestConfig deciders(int number) {
    return new TestConfig(
        jars,
        cold,
        durations,
        limits,
        openActivities,
        decisions,
        seed,
        faults,
        number,
        reach,
        valueCap);
  }

  /** All that workers and clients ask travels by this, not only by calls in this process. */
  TestConfig through(UnaryOperator<Backend> other) {
    return new TestConfig(
        jars,
        cold,
        durations,
        limits,
        openActivities,
        decisions,
        seed,
        faults,
        deciders,
        other,
        valueCap);
  }

  /** Lets values have so many characters of JSON; larger ones fail the task or workflow. */
  public TestConfig valueCap(long characters) {
    return new TestConfig(
        jars,
        cold,
        durations,
        limits,
        openActivities,
        decisions,
        seed,
        faults,
        deciders,
        reach,
        characters);
  }

  /** Opens the engine. */
  public TestEngine start() {
    return TestEngine.open(this);
  }
}
