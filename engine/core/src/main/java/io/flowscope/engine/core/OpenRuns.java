package io.flowscope.engine.core;

import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.store.RunRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The open executions by run id. Of those used last the folded state is kept; the others are folded
 * from their stored events when somebody asks for them. Belongs to the writer.
 */
final class OpenRuns {
  private final int capacity;
  private final Function<RunRow, ExecutionState> fold;
  private final Map<String, RunRow> rows = new HashMap<>();
  private final LinkedHashMap<String, OpenRun> folded = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity how many folded states {@link #trim} leaves
   * @param fold makes a state of what is stored
   */
  OpenRuns(int capacity, Function<RunRow, ExecutionState> fold) {
    this.capacity = capacity;
    this.fold = fold;
  }

  /** The open execution with this run id, or null. */
  @Nullable OpenRun get(String runId) {
    OpenRun known = folded.get(runId);
    if (known != null) {
      return known;
    }
    RunRow row = rows.get(runId);
    if (row == null) {
      return null;
    }
    OpenRun again = new OpenRun(row, fold.apply(row));
    folded.put(runId, again);
    return again;
  }

  boolean contains(String runId) {
    return rows.containsKey(runId);
  }

  void put(OpenRun run) {
    String runId = run.row().execution().runId();
    rows.putIfAbsent(runId, run.row());
    folded.put(runId, run);
  }

  void remove(String runId) {
    rows.remove(runId);
    folded.remove(runId);
  }

  /** All of them, without their states. */
  Collection<RunRow> rows() {
    return rows.values();
  }

  /** How many are folded. */
  int folded() {
    return folded.size();
  }

  /** Lets go of the states used longest ago; only while all that is folded is stored, too. */
  void trim() {
    while (folded.size() > capacity) {
      folded.pollFirstEntry();
    }
  }
}
