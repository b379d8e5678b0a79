package io.flowscope.engine.core;

import io.flowscope.engine.decide.Evolve;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.queue.DueTimes;
import io.flowscope.engine.queue.TaskLists;
import io.flowscope.engine.store.DamagedRunException;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.Lease;
import io.flowscope.engine.store.RunRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the writer works on: the open executions as folded from their events, and what follows
 * from them. Only the writer touches it; it may run ahead of what is durable within one batch.
 */
final class World {
  private static final Logger LOG = LoggerFactory.getLogger(World.class);

  /** An open execution's place: only one may be open for a workflow id. */
  record OpenKey(String domain, String workflowId) {}

  final OpenRuns runs;
  final Map<OpenKey, String> open = new HashMap<>();
  final Map<OpenKey, Damaged> damaged = new HashMap<>();
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

  /** How many executions send their decision tasks to each worker's own list. */
  final Map<String, Integer> sticky = new HashMap<>();

  /** Decision tasks of the batch at hand whose answers are being computed in this process. */
  final Set<String> computing = new HashSet<>();

  Registry registry = Registry.EMPTY;
  long totalEvents;
  long lastRun;

  private World(OpenRuns runs) {
    this.runs = runs;
  }

  /** A world as it was stored, and what readers see of it. */
  record Stored(World world, List<OpenRow> open) {}

  /**
   * Rebuilds everything from what is stored.
   *
   * @param capacity how many folded executions are kept
   */
  static Stored load(EventStore store, Limits limits, int capacity) {
    EventStore.Loaded loaded = store.load();
    World world = new World(new OpenRuns(capacity, row -> fold(store, row)));
    world.registry = Registry.of(loaded.registry());
    world.totalEvents = loaded.totalEvents();
    world.lastRun = loaded.lastRun();
    Map<String, List<Lease>> leases =
        loaded.leases().stream().collect(Collectors.groupingBy(lease -> lease.task().runId()));
    List<OpenRow> open = new ArrayList<>();
    Indexing indexing = new Indexing(world, limits);
    for (RunRow row : loaded.openRuns()) {
      ExecutionState state;
      try {
        state = fold(store, row);
      } catch (DamagedRunException e) {
        open.add(world.quarantine(row, e));
        continue;
      }
      OpenRun run = new OpenRun(row, state);
      world.add(run);
      leases
          .getOrDefault(row.execution().runId(), List.of())
          .forEach(lease -> world.leases.put(lease, run.state()));
      indexing.all(run);
      world.sticky(null, run.state());
      open.add(OpenRow.of(run));
      world.runs.trim();
    }
    return new Stored(world, open);
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

  /** Keeps an execution from everything but looking at what is left of it. */
  private OpenRow quarantine(RunRow row, DamagedRunException damage) {
    LOG.error(
        "Execution {} of {} takes no commands. {}",
        row.execution().runId(),
        row.execution().workflowId(),
        damage.getMessage());
    OpenKey key = new OpenKey(row.domain(), row.execution().workflowId());
    damaged.put(key, new Damaged(row, damage));
    open.put(key, row.execution().runId());
    openCounts.merge(row.domain(), 1, Integer::sum);
    return OpenRow.damaged(row, damage);
  }

  /** An open execution whose events are not as they were written. */
  record Damaged(RunRow row, DamagedRunException damage) {}

  /** Adds an execution that has begun. */
  void add(OpenRun run) {
    ExecutionState state = run.state();
    runs.put(run);
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

  /** Counts the list that an execution's decision tasks go to. */
  void sticky(@Nullable ExecutionState before, ExecutionState after) {
    String old = before == null ? null : list(before);
    String now = list(after);
    if (!Objects.equals(old, now)) {
      if (old != null) {
        sticky.computeIfPresent(old, (list, count) -> count == 1 ? null : count - 1);
      }
      if (now != null) {
        sticky.merge(now, 1, Integer::sum);
      }
    }
  }

  private static @Nullable String list(ExecutionState state) {
    return state.isOpen() && state.sticky() != null ? state.sticky().taskList().name() : null;
  }

  int openCount(String domain) {
    return openCounts.getOrDefault(domain, 0);
  }

  /** Whether an execution with this workflow id is open, a damaged one included. */
  boolean isOpen(String domain, String workflowId) {
    return open.containsKey(new OpenKey(domain, workflowId));
  }

  /** The damaged open execution with this workflow id. */
  Optional<Damaged> damaged(String domain, String workflowId) {
    return Optional.ofNullable(damaged.get(new OpenKey(domain, workflowId)));
  }

  /** The open execution with this workflow id, if it is not damaged. */
  Optional<OpenRun> find(String domain, String workflowId) {
    return Optional.ofNullable(open.get(new OpenKey(domain, workflowId))).map(runs::get);
  }
}
