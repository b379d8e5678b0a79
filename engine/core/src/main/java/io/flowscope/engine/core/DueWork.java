package io.flowscope.engine.core;

import io.flowscope.engine.decide.Command;
import io.flowscope.engine.decide.Deadlines;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.queue.DueTimes;
import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.queue.Pending;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.store.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what time, or the loss of a worker, brings about. */
final class DueWork {
  static final String WORKER_LOST = "worker lost";
  static final String UNDELIVERED = "undelivered";

  /** Of tasks whose lease was damaged in the database. */
  static final String TOKEN_LOST = "token lost";

  private DueWork() {}

  /** Does one thing that is due. */
  static void run(Transaction tx, DueTimes.Due due) {
    String runId = due.key().runId();
    OpenRun run = tx.world().runs.get(runId);
    if (run == null) {
      return;
    }
    long id = due.key().eventId();
    switch (due.key().kind()) {
      case EXECUTION -> tx.apply(runId, new Command.TimeOutExecution());
      case TIMER -> tx.apply(runId, new Command.FireTimer(due.name(), id));
      case DECISION -> {
        var open = run.state().decision();
        if (open != null && open.scheduledEventId() == id) {
          tx.apply(runId, new Command.TimeOutDecisionTask(id, Deadlines.typeOf(open)));
        }
      }
      case ACTIVITY -> {
        OpenActivity open = run.state().activities().get(id);
        if (open != null) {
          timeOut(tx, runId, id, Deadlines.typeOf(open));
        }
      }
      case HEARTBEAT -> timeOut(tx, runId, id, ActivityTaskTimeoutType.HEARTBEAT);
    }
  }

  private static void timeOut(
      Transaction tx, String runId, long scheduled, ActivityTaskTimeoutType type) {
    Optional<Lease> lease = tx.world().leases.byTask(new TaskKey(runId, scheduled));
    String details =
        lease.isEmpty() && type == ActivityTaskTimeoutType.HEARTBEAT
            ? TOKEN_LOST
            : lease.map(Lease::details).orElse(null);
    tx.apply(runId, new Command.TimeOutActivityTask(scheduled, type, details));
  }

  /** Times out what a lost worker had, and what waits for it alone. */
  static int workerLost(Transaction tx, String identity) {
    int count = 0;
    for (Lease lease : tx.world().leases.of(identity)) {
      timeOut(tx, lease, WORKER_LOST);
      count++;
    }
    for (Pending task : waitingFor(tx.world(), identity)) {
      tx.apply(
          task.key().runId(),
          new Command.TimeOutDecisionTask(
              task.key().scheduledEventId(), DecisionTaskTimeoutType.SCHEDULE_TO_START));
      count++;
    }
    return count;
  }

  /** Times out a task whose poll got no answer; false where it has ended. */
  static boolean undelivered(Transaction tx, String token) {
    Optional<Lease> lease = tx.world().leases.byToken(token);
    lease.ifPresent(held -> timeOut(tx, held, UNDELIVERED));
    return lease.isPresent();
  }

  private static void timeOut(Transaction tx, Lease lease, String details) {
    long scheduled = lease.task().scheduledEventId();
    tx.apply(
        lease.task().runId(),
        lease.kind() == TaskKind.DECISION
            ? new Command.TimeOutDecisionTask(scheduled, DecisionTaskTimeoutType.START_TO_CLOSE)
            : new Command.TimeOutActivityTask(
                scheduled, ActivityTaskTimeoutType.HEARTBEAT, details));
  }

  private static List<Pending> waitingFor(World world, String identity) {
    List<Pending> all = new ArrayList<>();
    for (var entry : world.registry.domains()) {
      ListKey list = new ListKey(entry.getKey(), TaskKind.DECISION, identity);
      for (Pending task : world.lists.waitingAt(list)) {
        ExecutionState state = world.runs.get(task.key().runId()).state();
        if (state.decision().scheduleToStartTimeout() != null) {
          all.add(task);
        }
      }
    }
    return all;
  }
}
