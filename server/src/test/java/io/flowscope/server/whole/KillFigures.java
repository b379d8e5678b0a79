package io.flowscope.server.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a series of kills did and found. */
final class KillFigures {
  private final List<String> violations = new ArrayList<>();
  private final List<Long> readyMillis = new ArrayList<>();
  private final List<Long> readyProcessorMillis = new ArrayList<>();
  private final Map<HaltAt.Point, Integer> points = new EnumMap<>(HaltAt.Point.class);
  private int kills;
  private int early;
  private int belowFloor;
  private long answered;
  private long unanswered;
  private long doneUnanswered;
  private long tokensRepeated;
  private long events;

  void add(LedgerCheck check) {
    violations.addAll(check.violations());
    doneUnanswered = check.resolvedAsDone();
    tokensRepeated += check.tokensRepeated();
  }

  void violations(Collection<String> found) {
    violations.addAll(found);
  }

  /**
   * A process is ready.
   *
   * @param time since it was started
   * @param process it; what it has used of the processors by now says more than the time where
   *     other programs run, too
   */
  void ready(Duration time, ProcessHandle process) {
    readyMillis.add(time.toMillis());
    process.info().totalCpuDuration().map(Duration::toMillis).ifPresent(readyProcessorMillis::add);
  }

  /**
   * @param point at which the process ended; null when it was killed at any moment
   */
  void killed(int answers, int floor, HaltAt.@Nullable Point point) {
    kills++;
    if (point != null) {
      points.merge(point, 1, Integer::sum);
    }
    if (answers < floor) {
      belowFloor++;
    }
  }

  void killedWhileOpening() {
    early++;
  }

  void answered(Ledger ledger) {
    answered += ledger.answered();
    unanswered += ledger.of(Note.State.TRIED).size();
  }

  void events(long count) {
    events += count;
  }

  /** Takes the figures of another series over. */
  void add(KillFigures other) {
    violations.addAll(other.violations);
    readyMillis.addAll(other.readyMillis);
    readyProcessorMillis.addAll(other.readyProcessorMillis);
    kills += other.kills;
    other.points.forEach((point, count) -> points.merge(point, count, Integer::sum));
    early += other.early;
    belowFloor += other.belowFloor;
    answered += other.answered;
    unanswered += other.unanswered;
    doneUnanswered += other.doneUnanswered;
    tokensRepeated += other.tokensRepeated;
    events += other.events;
  }

  List<String> violations() {
    return violations;
  }

  /** How many kills came at which point. */
  Map<HaltAt.Point, Integer> points() {
    return points;
  }

  int kills() {
    return kills;
  }

  /** Rounds with less work than they should have done. */
  int belowFloor() {
    return belowFloor;
  }

  long answered() {
    return answered;
  }

  long tokensRepeated() {
    return tokensRepeated;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d kills at work%s and %d while opening; %,d calls answered, %,d without an answer of"
            + " which %,d had been carried out; %,d tokens tried again, all refused; %,d events"
            + " checked; ready again after %,d ms (median), %,d ms (longest), with"
            + " %,d ms (median), %,d ms (most) of processor",
        kills,
        points.isEmpty() ? "" : " (of them " + points + ")",
        early,
        answered,
        unanswered,
        doneUnanswered,
        tokensRepeated,
        events,
        median(readyMillis),
        most(readyMillis),
        median(readyProcessorMillis),
        most(readyProcessorMillis));
  }

  private static long median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  private static long most(List<Long> values) {
    return values.isEmpty() ? 0 : Collections.max(values);
  }
}
