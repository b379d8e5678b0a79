package io.flowscope.engine.core;

import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.model.HistoryEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What is durable, for readers on any thread. The writer adds each batch after its commit. */
final class Published {
  private final Map<String, OpenRun> runs = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentNavigableMap<StartKey, String>> byStart =
      new ConcurrentHashMap<>();
  private final Tails tails = new Tails();
  private volatile Registry registry = Registry.EMPTY;
  private volatile long totalEvents;

  /** An open execution's place in lists. */
  record StartKey(Instant startedAt, long number) implements Comparable<StartKey> {
    @Override
    public int compareTo(StartKey other) {
      int order = startedAt.compareTo(other.startedAt);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /** Takes over everything after the store was (re)opened. */
  void reset(World world) {
    runs.clear();
    byStart.clear();
    tails.clear();
    world.runs.values().forEach(this::put);
    registry = world.registry;
    totalEvents = world.totalEvents;
  }

  /** Takes over what a batch changed. */
  void add(Transaction tx) {
    for (Transaction.Change change : tx.changes().values()) {
      if (change.run().state().isOpen()) {
        tails.add(change.run().number(), change.events());
        put(change.run());
      } else {
        remove(change.run());
      }
    }
    registry = tx.world().registry;
    totalEvents = tx.world().totalEvents;
  }

  private void put(OpenRun run) {
    ExecutionState state = run.state();
    runs.put(state.runId(), run);
    byStart
        .computeIfAbsent(state.domain(), domain -> new ConcurrentSkipListMap<>())
        .put(new StartKey(state.startedAt(), run.number()), state.runId());
  }

  private void remove(OpenRun run) {
    ExecutionState state = run.state();
    byStart
        .computeIfAbsent(state.domain(), domain -> new ConcurrentSkipListMap<>())
        .remove(new StartKey(state.startedAt(), run.number()));
    runs.remove(state.runId());
    tails.remove(run.number());
  }

  Optional<OpenRun> run(String domain, String runId) {
    return Optional.ofNullable(runs.get(runId)).filter(run -> run.state().domain().equals(domain));
  }

  Iterable<OpenRun> all() {
    return runs.values();
  }

  /** The open executions of a domain by start time. */
  ConcurrentNavigableMap<StartKey, String> byStart(String domain) {
    return byStart.computeIfAbsent(domain, name -> new ConcurrentSkipListMap<>());
  }

  Tails tails() {
    return tails;
  }

  Registry registry() {
    return registry;
  }

  long totalEvents() {
    return totalEvents;
  }

  /** The last events of executions that changed lately, so that a step needs no read. */
  static final class Tails {
    private static final int RUNS = 1_000;
    private static final int EVENTS = 64;

    private final Map<Long, java.util.List<HistoryEvent>> tails =
        new java.util.LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, java.util.List<HistoryEvent>> last) {
            return size() > RUNS;
          }
        };

    synchronized void add(long run, java.util.List<HistoryEvent> events) {
      java.util.List<HistoryEvent> all =
          new java.util.ArrayList<>(tails.getOrDefault(run, java.util.List.of()));
      all.addAll(events);
      int surplus = Math.max(0, all.size() - EVENTS);
      tails.put(run, java.util.List.copyOf(all.subList(surplus, all.size())));
    }

    synchronized void remove(long run) {
      tails.remove(run);
    }

    synchronized void clear() {
      tails.clear();
    }

    synchronized java.util.List<HistoryEvent> get(long run) {
      return tails.getOrDefault(run, java.util.List.of());
    }
  }
}
