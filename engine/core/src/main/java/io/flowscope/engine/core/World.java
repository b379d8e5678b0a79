package io.flowscope.engine.core;

import io.flowscope.engine.decide.Evolve;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.queue.DueTimes;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskLists;
import io.flowscope.engine.store.DamagedRows;
import io.flowscope.engine.store.DamagedRunException;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.Lease;
import io.flowscope.engine.store.RunRow;
import java.time.Instant;
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
import java.util.function.Consumer;
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
  private static final String DAMAGED = "The database file is damaged; restore a backup.";

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
    World world = new World(new OpenRuns(capacity, row -> fold(store::replay, row)));
    loaded.damaged().sentences().forEach(sentence -> LOG.error("{} {}", sentence, DAMAGED));
    world.registry = Registry.of(loaded.registry(), loaded.damaged());
    world.totalEvents = loaded.totalEvents();
    world.lastRun = loaded.lastRun();
    Map<String, List<Lease>> leases =
        loaded.leases().stream().collect(Collectors.groupingBy(lease -> lease.task().runId()));
    List<OpenRow> open = new ArrayList<>();
    Consumer<OpenRun> enter =
        run -> {
          List<Lease> held = leases.getOrDefault(run.row().execution().runId(), List.of());
          open.add(world.enter(run, held, limits));
        };
    EventStore.Replay histories = store.openHistories();
    for (RunRow row : loaded.openRuns()) {
      try {
        enter.accept(new OpenRun(row, fold(histories, row)));
      } catch (DamagedRunException e) {
        world.quarantine(row.domain(), row.execution(), "event " + e.event());
        open.add(OpenRow.damaged(row, e.event() - 1, e.getMessage()));
      }
    }
    for (DamagedRows.Run row : loaded.damaged().runs()) {
      world.rebuild(store, row, enter).ifPresent(open::add);
    }
    return new Stored(world, open);
  }

  private OpenRow enter(OpenRun run, List<Lease> held, Limits limits) {
    ExecutionState state = run.state();
    add(run);
    held.forEach(lease -> leases.put(lease, state));
    new Indexing(this, limits).all(run);
    sticky(null, state);
    endUnheld(state);
    runs.trim();
    return OpenRow.of(run);
  }

  /**
   * A task in the hands of a worker whose lease is not there any more: nobody can answer it, so it
   * is over at once, and given out again as after any timeout.
   */
  private void endUnheld(ExecutionState state) {
    ExecutionState.OpenDecision decision = state.decision();
    if (decision != null && decision.isStarted()) {
      endUnheld(state, DueTimes.Kind.DECISION, decision.scheduledEventId());
    }
    for (Map.Entry<Long, ExecutionState.OpenActivity> entry : state.activities()) {
      if (entry.getValue().isStarted()) {
        endUnheld(state, DueTimes.Kind.HEARTBEAT, entry.getKey());
      }
    }
  }

  private void endUnheld(ExecutionState state, DueTimes.Kind kind, long scheduled) {
    if (leases.byTask(new TaskKey(state.runId(), scheduled)).isEmpty()) {
      due.set(new DueTimes.Key(state.runId(), kind, scheduled), Optional.of(Instant.EPOCH));
    }
  }

  /**
   * The row of an execution says nothing that its events do not say, too, but for its names. Where
   * what is made of both is beyond doubt the execution goes on; otherwise the names may be wrong.
   */
  private Optional<OpenRow> rebuild(
      EventStore store, DamagedRows.Run damage, Consumer<OpenRun> enter) {
    String domain = damage.domain();
    WorkflowExecution execution = new WorkflowExecution(damage.workflowId(), damage.runId());
    OpenRun run;
    try {
      run = OpenRun.begun(damage.number(), fold(store::replay, damage.number(), domain, execution));
    } catch (DamagedRunException e) {
      quarantine(domain, execution, "row");
      return Optional.empty();
    }
    if (damage.proves(run.row())) {
      LOG.warn("The row of execution {} was made anew from its events.", damage.runId());
      enter.accept(run);
      return Optional.empty();
    }
    quarantine(domain, execution, "row");
    return Optional.of(
        OpenRow.damaged(
            run.row(),
            run.state().lastEventId(),
            "The row of execution " + damage.runId() + " is not as it was written. " + DAMAGED));
  }

  private static ExecutionState fold(EventStore.Replay histories, RunRow row) {
    return fold(histories, row.number(), row.domain(), row.execution());
  }

  private static ExecutionState fold(
      EventStore.Replay histories, long number, String domain, WorkflowExecution execution) {
    ExecutionState[] state = new ExecutionState[1];
    histories.replay(
        number,
        (HistoryEvent event) ->
            state[0] =
                state[0] == null
                    ? Evolve.start(domain, execution, event)
                    : Evolve.evolve(state[0], event));
    return state[0];
  }

  /** Keeps an execution from everything but looking at what is left of it. */
  private void quarantine(String domain, WorkflowExecution execution, String what) {
    LOG.error(
        "Execution {} of {} takes no commands: its {} is not as it was written. {}",
        execution.runId(),
        execution.workflowId(),
        what,
        DAMAGED);
    OpenKey key = new OpenKey(domain, execution.workflowId());
    damaged.put(key, new Damaged(execution, what));
    open.put(key, execution.runId());
    openCounts.merge(domain, 1, Integer::sum);
  }

  /**
   * An open execution that is not as it was written.
   *
   * @param what of it
   */
  record Damaged(WorkflowExecution execution, String what) {}

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
