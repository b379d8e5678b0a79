package io.flowscope.engine.core;

import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.Lease;
import io.flowscope.engine.store.RunRow;
import io.flowscope.engine.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Checks a data folder that no engine has open: the invariants I1 (as far as the high-water file
 * tells) to I8, I10 and I11, each named at the beginning of a violation. The others cannot be seen
 * in a database alone.
 */
public final class Verify {
  private static final int PAGE = 500;

  private final EventStore store;
  private final List<String> violations = new ArrayList<>();
  private final Set<World.OpenKey> open = new HashSet<>();
  private final Map<String, Map<Long, Long>> openTasks = new HashMap<>();
  private final Set<String> openRunIds = new HashSet<>();
  private long runs;
  private long events;

  /**
   * What was found.
   *
   * @param runs executions that were read
   * @param events events that were read
   * @param violations sentences; empty when all is well
   */
  public record Report(long runs, long events, List<String> violations) {
    /** Whether nothing is wrong. */
    public boolean isSound() {
      return violations.isEmpty();
    }
  }

  private Verify(EventStore store) {
    this.store = store;
  }

  /**
   * Checks the database in {@code data}.
   *
   * @throws StoreException when it cannot be opened at all, for instance since it is in use or lies
   *     behind its high-water file
   */
  public static Report folder(Path data) {
    try (EventStore store = new H2Store(data, true)) {
      return store(store);
    }
  }

  /** Checks a store that nobody writes to. */
  static Report store(EventStore store) {
    return new Verify(store).all();
  }

  private Report all() {
    EventStore.Loaded loaded = store.load();
    loaded.damaged().sentences().forEach(text -> violations.add("I11: " + text));
    if (!loaded.damaged().runs().isEmpty()) {
      // Executions cannot be gone through by rows of which one says something else.
      return new Report(runs, events, List.copyOf(violations));
    }
    List<RunRow> page = store.runsAfter(0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(this::run);
      page = store.runsAfter(page.get(page.size() - 1).number(), PAGE);
    }
    if (events != store.held() && violations.isEmpty()) {
      violations.add(
          "I1: executions have "
              + events
              + " events, but "
              + store.held()
              + " were written and not deleted");
    }
    violations.addAll(store.audit());
    for (RunRow row : loaded.openRuns()) {
      if (!openRunIds.remove(row.execution().runId())) {
        violations.add("I5: run " + row.execution().runId() + " is listed as open but is closed");
      }
    }
    for (String runId : openRunIds) {
      violations.add("I5: run " + runId + " is open but is not listed as open");
    }
    leases(loaded);
    return new Report(runs, events, List.copyOf(violations));
  }

  private void run(RunRow row) {
    runs++;
    String name = row.execution().workflowId() + " " + row.execution().runId() + ": ";
    HistoryCheck check = new HistoryCheck();
    RowCheck listed = new RowCheck();
    try {
      store.replay(
          row.number(),
          event -> {
            check.next(event);
            listed.next(event);
          });
      listed.differences(row).forEach(text -> violations.add("I10: " + name + text));
    } catch (StoreException e) {
      violations.add("I11: " + name + e.getMessage());
    }
    events += check.events();
    check.violations().forEach(text -> violations.add(text + " in " + name));
    if (check.isClosed() != (row.closing() != null)) {
      violations.add("I5: " + name + "the list and the history differ on whether it is closed");
    }
    if (row.closing() != null && row.closing().lastEventId() != check.events()) {
      violations.add("I3: " + name + "the history does not end where it was closed");
    }
    if (row.closing() == null) {
      openTasks.put(row.execution().runId(), check.openTasks());
      openRunIds.add(row.execution().runId());
      if (!open.add(new World.OpenKey(row.domain(), row.execution().workflowId()))) {
        violations.add("I7: " + name + "a second run of this workflow id is open");
      }
    }
  }

  private void leases(EventStore.Loaded loaded) {
    for (Lease lease : loaded.leases()) {
      Map<Long, Long> tasks = openTasks.get(lease.task().runId());
      if (tasks == null) {
        violations.add("I6: a token is good for run " + lease.task().runId() + ", which is closed");
      } else if (!Objects.equals(tasks.get(lease.task().scheduledEventId()), lease.attempt())) {
        violations.add(
            "I6: a token is good for task "
                + lease.task().scheduledEventId()
                + " of run "
                + lease.task().runId()
                + ", which nobody works at");
      } else {
        tasks.remove(lease.task().scheduledEventId());
      }
    }
    openTasks.forEach(
        (run, tasks) ->
            tasks
                .keySet()
                .forEach(
                    task ->
                        violations.add(
                            "I6: no token is good for task "
                                + task
                                + " of run "
                                + run
                                + ", which was given to a worker")));
  }
}
