package io.flowscope.engine.core;

import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.store.RunRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What is durable, for readers on any thread. The writer adds each batch after its commit. */
final class Published {
  private static final long TAILS = Math.max(4_000_000, Runtime.getRuntime().maxMemory() / 16);

  private final Map<String, OpenRow> runs = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentNavigableMap<StartKey, String>> byStart =
      new ConcurrentHashMap<>();
  private final Tails tails = new Tails(TAILS);
  private final Map<ListKey, Integer> backlogs = new ConcurrentHashMap<>();
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
  void reset(World world, Iterable<OpenRow> open) {
    runs.clear();
    byStart.clear();
    tails.clear();
    open.forEach(this::put);
    backlogs.clear();
    takeBacklogs(world);
    registry = world.registry;
    totalEvents = world.totalEvents;
  }

  /** Takes over what a batch changed. */
  void add(Transaction tx) {
    for (Transaction.Change change : tx.changes().values()) {
      if (change.run().state().isOpen()) {
        tails.add(change.run().number(), change.events());
        put(OpenRow.of(change.run()));
      } else {
        remove(change.run());
      }
    }
    takeBacklogs(tx.world());
    registry = tx.world().registry;
    totalEvents = tx.world().totalEvents;
  }

  private void takeBacklogs(World world) {
    for (ListKey list : world.lists.takeTouched()) {
      int backlog = world.lists.backlog(list);
      if (backlog == 0) {
        backlogs.remove(list);
      } else {
        backlogs.put(list, backlog);
      }
    }
  }

  /** How many tasks wait at a list. */
  int backlog(ListKey list) {
    return backlogs.getOrDefault(list, 0);
  }

  private void put(OpenRow open) {
    RunRow row = open.row();
    OpenRow old = runs.put(row.execution().runId(), open);
    if (old == null) {
      byStart(row.domain())
          .put(new StartKey(row.startedAt(), row.number()), row.execution().runId());
    }
  }

  private void remove(OpenRun run) {
    RunRow row = run.row();
    byStart(row.domain()).remove(new StartKey(row.startedAt(), row.number()));
    runs.remove(row.execution().runId());
    tails.remove(row.number());
  }

  Optional<OpenRow> run(String domain, String runId) {
    return Optional.ofNullable(runs.get(runId)).filter(run -> run.row().domain().equals(domain));
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
}
