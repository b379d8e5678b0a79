package io.flowscope.worker.replay;

import io.flowscope.engine.model.WorkflowExecution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The parked runs; those used least recently go first. Safe for use by several threads. */
final class WarmRuns {
  private final int max;
  private final LinkedHashMap<WorkflowExecution, Decider.Warm> parked =
      new LinkedHashMap<>(16, 0.75f, true);
  private final Map<WorkflowExecution, Decider.Warm> awaiting = new HashMap<>();

  WarmRuns(int max) {
    this.max = max;
  }

  /**
   * The run, which is no longer here then. One whose answer is still on its way counts: a task that
   * names its round as the last completed one says that the answer arrived.
   */
  synchronized Decider.@Nullable Warm take(WorkflowExecution execution) {
    Decider.Warm known = parked.remove(execution);
    Decider.Warm fresh = awaiting.remove(execution);
    return fresh != null ? fresh : known;
  }

  /**
   * The run has been answered for; whether the answer was accepted is not known yet.
   *
   * @param lost whether what it was fed is lost; asked here, so that a loss is either seen or drops
   *     the run afterwards
   */
  synchronized void await(WorkflowExecution execution, Decider.Warm run, BooleanSupplier lost) {
    if (max > 0 && !lost.getAsBoolean()) {
      awaiting.put(execution, run);
    }
  }

  synchronized void accept(WorkflowExecution execution) {
    Decider.Warm run = awaiting.remove(execution);
    if (run == null) {
      return;
    }
    parked.put(execution, run);
    if (parked.size() > max) {
      parked.pollFirstEntry();
    }
  }

  synchronized void drop(WorkflowExecution execution) {
    awaiting.remove(execution);
    parked.remove(execution);
  }

  synchronized void clear() {
    awaiting.clear();
    parked.clear();
  }

  synchronized int size() {
    return parked.size();
  }
}
