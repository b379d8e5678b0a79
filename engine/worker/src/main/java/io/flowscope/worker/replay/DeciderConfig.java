package io.flowscope.worker.replay;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Decider} answers.
 *
 * @param worker identity of the worker, for the record of each round
 * @param jarList task list of the jar: children, continued runs and activities name it
 * @param privateList decision list of this worker alone, to which its runs come back while they are
 *     warm; null for none
 * @param privateListSeconds how long a decision task waits there before the jar's list gets it
 * @param warmRuns how many runs are kept parked, at least 0
 * @param maxOpenActivities how many activities of one run may be open at once
 * @param maxOpenTimers how many timers of one run may be open at once
 * @param maxOpenChildren how many children of one run may be open at once
 * @param maxDecisions how many decisions one answer holds; the rest goes on by the timer {@code
 *     flowscope.more}
 * @param maxAnswerBytes how many bytes the decisions of one answer may take together; SWF takes a
 *     megabyte, and up to nine records of the round are in it, too
 * @param maxValueChars SWF's longest input or result, in characters
 * @param warnAtEvents length of a history at which the run is told to use children or restart
 * @param usualHeartbeat heartbeat timeout in seconds of tasks that this jar's own workers carry out
 *     and that name none; null for none
 * @param java the feature version of Java that it runs on
 * @param failed identities of workers before this one that ended by themselves, as code that never
 *     comes to a barrier makes them: only what ran out of time in one of them, or in this one, is
 *     held against a run. Whatever else takes a worker away says nothing of its runs
 */
public record DeciderConfig(
    String worker,
    String jarList,
    @Nullable String privateList,
    int privateListSeconds,
    int warmRuns,
    int maxOpenActivities,
    int maxOpenTimers,
    int maxOpenChildren,
    int maxDecisions,
    int maxAnswerBytes,
    int maxValueChars,
    long warnAtEvents,
    @Nullable Long usualHeartbeat,
    int java,
    Set<String> failed) {

  public DeciderConfig {
    failed = Set.copyOf(failed);
  }

  /** SWF's own limits, and 1,000 warm runs. */
  public static DeciderConfig of(String worker, String jarList, @Nullable String privateList) {
    return new DeciderConfig(
        worker,
        jarList,
        privateList,
        5,
        1_000,
        1_000,
        1_000,
        1_000,
        1_000,
        700_000,
        32_768,
        20_000,
        null,
        Runtime.version().feature(),
        Set.of());
  }

  /** The same with another number of warm runs; 0 replays every round cold. */
  public DeciderConfig withWarmRuns(int runs) {
    return new DeciderConfig(
        worker,
        jarList,
        privateList,
        privateListSeconds,
        runs,
        maxOpenActivities,
        maxOpenTimers,
        maxOpenChildren,
        maxDecisions,
        maxAnswerBytes,
        maxValueChars,
        warnAtEvents,
        usualHeartbeat,
        java,
        failed);
  }

  /** The same with other limits of one run. */
  public DeciderConfig withLimits(int openActivities, int decisions) {
    return new DeciderConfig(
        worker,
        jarList,
        privateList,
        privateListSeconds,
        warmRuns,
        openActivities,
        maxOpenTimers,
        maxOpenChildren,
        decisions,
        maxAnswerBytes,
        maxValueChars,
        warnAtEvents,
        usualHeartbeat,
        java,
        failed);
  }

  /** The same with a heartbeat timeout, in seconds, for tasks that name none. */
  public DeciderConfig withUsualHeartbeat(@Nullable Long seconds) {
    return new DeciderConfig(
        worker,
        jarList,
        privateList,
        privateListSeconds,
        warmRuns,
        maxOpenActivities,
        maxOpenTimers,
        maxOpenChildren,
        maxDecisions,
        maxAnswerBytes,
        maxValueChars,
        warnAtEvents,
        seconds,
        java,
        failed);
  }

  /** The same as on another version of Java. */
  DeciderConfig withJava(int version) {
    return new DeciderConfig(
        worker,
        jarList,
        privateList,
        privateListSeconds,
        warmRuns,
        maxOpenActivities,
        maxOpenTimers,
        maxOpenChildren,
        maxDecisions,
        maxAnswerBytes,
        maxValueChars,
        warnAtEvents,
        usualHeartbeat,
        version,
        failed);
  }

  /** The same after workers of these identities that ended by themselves. */
  public DeciderConfig withFailed(Collection<String> workers) {
    return new DeciderConfig(
        worker,
        jarList,
        privateList,
        privateListSeconds,
        warmRuns,
        maxOpenActivities,
        maxOpenTimers,
        maxOpenChildren,
        maxDecisions,
        maxAnswerBytes,
        maxValueChars,
        warnAtEvents,
        usualHeartbeat,
        java,
        Set.copyOf(workers));
  }
}
