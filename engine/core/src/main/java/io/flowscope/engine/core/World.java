package io.flowscope.engine.core;

import io.flowscope.engine.decide.Evolve;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.queue.DueTimes;
import io.flowscope.engine.queue.TaskLists;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.Lease;
import io.flowscope.engine.store.RunRow;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the writer works on: the open executions as folded from their events, and what follows
 * from them. Only the writer touches it; it may run ahead of what is durable within one batch.
 */
final class World {
  /** An open execution's place: only one may be open for a workflow id. */
  record OpenKey(String domain, String workflowId) {}

  final Map<String, OpenRun> runs = new HashMap<>();
  final Map<OpenKey, String> open = new HashMap<>();
  final Map<String, Integer> openCounts = new HashMap<>();
  final Leases leases = new Leases();
  final TaskLists lists = new TaskLists();
  final DueTimes due = new DueTimes();
  final Rates rates = new Rates();

  /** Workers that are known to be gone, the latest of them. */
  final Set<String> lost =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > 1_000;
            }
          });

  Registry registry = Registry.EMPTY;
  long totalEvents;
  long lastRun;

  /** Rebuilds everything from what is stored. */
  static World load(EventStore store, Limits limits) {
    EventStore.Loaded loaded = store.load();
    World world = new World();
    world.registry = Registry.of(loaded.registry());
    world.totalEvents = loaded.totalEvents();
    world.lastRun = loaded.lastRun();
    for (RunRow row : loaded.openRuns()) {
      world.add(new OpenRun(row.number(), fold(store, row)));
    }
    Indexing indexing = new Indexing(world, limits);
    for (Lease lease : loaded.leases()) {
      if (world.runs.containsKey(lease.task().runId())) {
        world.leases.put(lease);
      }
    }
    world.runs.values().forEach(indexing::all);
    return world;
  }

  private static ExecutionState fold(EventStore store, RunRow row) {
    ExecutionState[] state = new ExecutionState[1];
    store.replay(
        row.number(),
        (HistoryEvent event) ->
            state[0] =
                state[0] == null
                    ? Evolve.start(row.domain(), row.execution(), event)
                    : Evolve.evolve(state[0], event));
    return state[0];
  }

  /** Adds an execution that has begun. */
  void add(OpenRun run) {
    ExecutionState state = run.state();
    runs.put(state.runId(), run);
    open.put(new OpenKey(state.domain(), state.workflowId()), state.runId());
    openCounts.merge(state.domain(), 1, Integer::sum);
  }

  /** Removes an execution that has closed. */
  void remove(OpenRun run) {
    ExecutionState state = run.state();
    runs.remove(state.runId());
    open.remove(new OpenKey(state.domain(), state.workflowId()), state.runId());
    openCounts.merge(state.domain(), -1, Integer::sum);
  }

  int openCount(String domain) {
    return openCounts.getOrDefault(domain, 0);
  }

  /** The open execution with this workflow id. */
  Optional<OpenRun> find(String domain, String workflowId) {
    return Optional.ofNullable(open.get(new OpenKey(domain, workflowId))).map(runs::get);
  }
}
