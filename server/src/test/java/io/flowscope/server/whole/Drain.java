package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.WorkflowExecution;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Lets workers end every execution of the traffic that is still open. */
final class Drain {
  private static final long PAUSE_NANOS = 100_000_000;

  private Drain() {}

  /**
   * Adds a violation for each execution that does not end.
   *
   * @param longest without that any ends
   */
  static void all(
      Backend backend,
      String domain,
      Ledger ledger,
      LedgerCheck check,
      String name,
      Duration longest) {
    try (Traffic traffic =
        new Traffic(backend, domain, ledger, name, 0).start(Traffic.Clients.WORKERS)) {
      for (WorkflowExecution execution : check.open()) {
        if (ledger.of(execution.workflowId(), Note.Kind.SIGNAL).stream()
            .noneMatch(
                note ->
                    note.value().equals(TrafficPlan.END) && note.state() == Note.State.ANSWERED)) {
          traffic.signal(execution.workflowId(), execution.runId(), TrafficPlan.END + "-drain");
        }
      }
      long until = System.nanoTime() + longest.toNanos();
      List<WorkflowExecution> open = check.open();
      while (!open.isEmpty() && System.nanoTime() < until) {
        LockSupport.parkNanos(PAUSE_NANOS);
        int before = open.size();
        open = check.open();
        if (open.size() < before) {
          until = System.nanoTime() + longest.toNanos();
        }
      }
      open.forEach(execution -> check.violations().add("stuck: " + execution));
    }
  }
}
