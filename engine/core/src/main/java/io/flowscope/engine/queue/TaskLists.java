package io.flowscope.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tasks that wait for pollers and pollers that wait for tasks. Belongs to the engine's writer;
 * after a restart it is rebuilt from the open executions.
 */
public final class TaskLists {
  private final Map<ListKey, Lane> lanes = new HashMap<>();
  private final Map<TaskKey, Pending> tasks = new HashMap<>();
  private final Set<ListKey> ready = new LinkedHashSet<>();
  private final Set<ListKey> touched = new HashSet<>();
  private final Map<String, Set<Poller>> identities = new HashMap<>();

  private static final class Lane {
    final NavigableSet<Pending> backlog = new TreeSet<>(Pending.FIRST);
    final Set<Poller> pollers = new LinkedHashSet<>();

    boolean isEmpty() {
      return backlog.isEmpty() && pollers.isEmpty();
    }

    boolean isReady() {
      return !backlog.isEmpty() && !pollers.isEmpty();
    }
  }

  /** A task and the poll that gets it. */
  public record Match(Pending task, Poller poller) {}

  /** Puts a task into its list. */
  public void offer(Pending task) {
    Pending old = tasks.put(task.key(), task);
    if (old != null) {
      withdrawFrom(old);
    }
    Lane lane = lane(task.list());
    lane.backlog.add(task);
    touched.add(task.list());
    noteReady(task.list(), lane);
  }

  /** Takes a task out of its list, if it still waits there. */
  public void withdraw(TaskKey key) {
    Pending task = tasks.remove(key);
    if (task != null) {
      withdrawFrom(task);
    }
  }

  private void withdrawFrom(Pending task) {
    Lane lane = lanes.get(task.list());
    lane.backlog.remove(task);
    touched.add(task.list());
    drop(task.list(), lane);
  }

  /** Lets a poll wait. */
  public void park(Poller poller) {
    Lane lane = lane(poller.list());
    lane.pollers.add(poller);
    note(poller);
    noteReady(poller.list(), lane);
  }

  /**
   * Ends the waiting of a poll.
   *
   * @return whether it was waiting
   */
  public boolean unpark(Poller poller) {
    Lane lane = lanes.get(poller.list());
    boolean was = lane != null && lane.pollers.remove(poller);
    if (was) {
      unnote(poller);
      drop(poller.list(), lane);
    }
    return was;
  }

  /** The next task that a waiting poll gets; the task leaves its list and the poll is claimed. */
  public Optional<Match> match() {
    Iterator<ListKey> lists = ready.iterator();
    while (lists.hasNext()) {
      ListKey key = lists.next();
      Lane lane = lanes.get(key);
      while (lane != null && lane.isReady()) {
        Poller poller = lane.pollers.iterator().next();
        lane.pollers.remove(poller);
        unnote(poller);
        if (poller.claim()) {
          Pending task = lane.backlog.pollFirst();
          touched.add(key);
          tasks.remove(task.key());
          return Optional.of(new Match(task, poller));
        }
      }
      lists.remove();
      if (lane != null) {
        drop(key, lane);
      }
    }
    return Optional.empty();
  }

  /** The lists whose backlog changed since this was asked last. */
  public List<ListKey> takeTouched() {
    List<ListKey> all = List.copyOf(touched);
    touched.clear();
    return all;
  }

  /** How many tasks wait at a list. */
  public int backlog(ListKey list) {
    Lane lane = lanes.get(list);
    return lane == null ? 0 : lane.backlog.size();
  }

  /** How many polls wait at a list. */
  public int pollers(ListKey list) {
    Lane lane = lanes.get(list);
    return lane == null ? 0 : lane.pollers.size();
  }

  /** The tasks that wait at a list, in order. */
  public List<Pending> waitingAt(ListKey list) {
    Lane lane = lanes.get(list);
    return lane == null ? List.of() : List.copyOf(lane.backlog);
  }

  /** All polls that wait, list by list. */
  public List<Poller> pollers() {
    List<Poller> all = new ArrayList<>();
    lanes.values().forEach(lane -> all.addAll(lane.pollers));
    return all;
  }

  /** The polls of one worker that wait. */
  public List<Poller> pollersOf(String identity) {
    return List.copyOf(identities.getOrDefault(identity, Set.of()));
  }

  /** What waits where, by domain, kind and name. */
  public List<TaskListStatus> status(Instant now) {
    List<TaskListStatus> all = new ArrayList<>();
    lanes.forEach(
        (key, lane) -> {
          long oldest =
              oldest(lane.backlog)
                  .map(at -> Math.max(0, Duration.between(at, now).toMillis()))
                  .orElse(0L);
          if (!lane.isEmpty()) {
            all.add(
                new TaskListStatus(
                    key.domain(),
                    key.name(),
                    key.kind(),
                    lane.backlog.size(),
                    oldest,
                    lane.pollers.size()));
          }
        });
    all.sort(
        Comparator.comparing(TaskListStatus::domain)
            .thenComparing(TaskListStatus::kind)
            .thenComparing(TaskListStatus::list));
    return all;
  }

  /** Within a priority the first is the oldest, so it looks at one task of each. */
  private static Optional<Instant> oldest(NavigableSet<Pending> backlog) {
    Instant oldest = null;
    Pending task = backlog.isEmpty() ? null : backlog.first();
    while (task != null) {
      if (oldest == null || task.scheduledAt().isBefore(oldest)) {
        oldest = task.scheduledAt();
      }
      task = backlog.higher(task.lastOfItsPriority());
    }
    return Optional.ofNullable(oldest);
  }

  private void note(Poller poller) {
    if (poller.identity() != null) {
      identities.computeIfAbsent(poller.identity(), id -> new LinkedHashSet<>()).add(poller);
    }
  }

  private void unnote(Poller poller) {
    if (poller.identity() != null) {
      remove(identities, poller.identity(), poller);
    }
  }

  private static <K> void remove(Map<K, Set<Poller>> map, K key, Poller poller) {
    map.computeIfPresent(
        key,
        (same, pollers) -> {
          pollers.remove(poller);
          return pollers.isEmpty() ? null : pollers;
        });
  }

  private Lane lane(ListKey key) {
    return lanes.computeIfAbsent(key, name -> new Lane());
  }

  private void noteReady(ListKey key, Lane lane) {
    if (lane.isReady()) {
      ready.add(key);
    }
  }

  /** Lists are made by their names alone, so an empty one must not stay. */
  private void drop(ListKey key, Lane lane) {
    if (lane.isEmpty()) {
      lanes.remove(key);
    }
  }
}
