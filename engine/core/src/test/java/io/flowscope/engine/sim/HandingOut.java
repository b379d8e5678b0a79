package io.flowscope.engine.sim;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In which order tasks are given out: of those that wait at a list, first the one of the highest
 * priority, and of these the one that has waited longest.
 */
final class HandingOut {
  private static final Comparator<Waiting> FIRST =
      Comparator.<Waiting>comparingInt(one -> -one.task.priority)
          .thenComparing(one -> one.task.scheduledAt)
          .thenComparingLong(one -> one.run.number)
          .thenComparingLong(one -> one.task.scheduled);

  private record Waiting(String list, Fold run, Fold.Task task) {}

  private final Map<String, TreeSet<Waiting>> lists = new HashMap<>();
  private final Map<Fold, Map<Long, Waiting>> byRun = new HashMap<>();

  /**
   * An event was added to a run.
   *
   * @return whether it gives a task out while an older one of a lower priority waits
   */
  boolean happened(Fold run, HistoryEvent happened) {
    boolean passed = false;
    if (happened.event() instanceof Event.DecisionTaskStarted e) {
      passed = started(run, e.scheduledEventId());
    } else if (happened.event() instanceof Event.ActivityTaskStarted e) {
      passed = started(run, e.scheduledEventId());
    }
    forgetEnded(run);
    Fold.Task task = run.isOpen() ? run.task(happened.eventId()) : null;
    if (task != null) {
      String list =
          run.domain + (task.activityId == null ? " decision " : " activity ") + task.list;
      Waiting waiting = new Waiting(list, run, task);
      lists.computeIfAbsent(list, name -> new TreeSet<>(FIRST)).add(waiting);
      byRun.computeIfAbsent(run, one -> new TreeMap<>()).put(task.scheduled, waiting);
    }
    return passed;
  }

  private boolean started(Fold run, long scheduled) {
    Waiting given = byRun.get(run).get(scheduled);
    TreeSet<Waiting> waiting = lists.get(given.list);
    Violation.unless(
        waiting.first().equals(given),
        "I4",
        run.name(),
        " task ",
        scheduled,
        " was given out before ",
        waiting.first().run.name(),
        " task ",
        waiting.first().task.scheduled);
    Waiting next = waiting.higher(given);
    return next != null
        && next.task.priority < given.task.priority
        && next.task.scheduledAt.isBefore(given.task.scheduledAt);
  }

  private void forgetEnded(Fold run) {
    Map<Long, Waiting> all = byRun.getOrDefault(run, Map.of());
    Iterator<Waiting> each = all.values().iterator();
    while (each.hasNext()) {
      Waiting one = each.next();
      if (!run.isOpen() || one.task.isStarted() || run.task(one.task.scheduled) != one.task) {
        each.remove();
        lists.get(one.list).remove(one);
      }
    }
    if (all.isEmpty()) {
      byRun.remove(run);
    }
  }
}
