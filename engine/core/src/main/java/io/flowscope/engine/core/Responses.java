package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.decide.Command;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTaskStatus;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.store.Lease;
import java.util.function.LongFunction;

/** What workers say of the tasks that they hold. */
final class Responses {
  private Responses() {}

  static Done completeDecision(Transaction tx, Action.RespondDecisionTaskCompleted a) {
    Lease lease = lease(tx, a.taskToken(), TaskKind.DECISION);
    tx.apply(
        lease.task().runId(),
        new Command.CompleteDecisionTask(
            lease.attempt(),
            a,
            tx.world().registry.domain(lease.domain()),
            new DomainRoom(tx, lease.domain()),
            tx.ids().next()));
    return new Done();
  }

  static Done completeActivity(Transaction tx, Action.RespondActivityTaskCompleted a) {
    return close(
        tx, a.taskToken(), scheduled -> new Command.CompleteActivityTask(scheduled, a.result()));
  }

  static Done failActivity(Transaction tx, Action.RespondActivityTaskFailed a) {
    return close(
        tx,
        a.taskToken(),
        scheduled -> new Command.FailActivityTask(scheduled, a.reason(), a.details()));
  }

  static Done cancelActivity(Transaction tx, Action.RespondActivityTaskCanceled a) {
    return close(
        tx, a.taskToken(), scheduled -> new Command.CancelActivityTask(scheduled, a.details()));
  }

  private static Done close(Transaction tx, String token, LongFunction<Command> command) {
    Lease lease = lease(tx, token, TaskKind.ACTIVITY);
    tx.apply(lease.task().runId(), command.apply(lease.task().scheduledEventId()));
    return new Done();
  }

  static ActivityTaskStatus heartbeat(Transaction tx, Action.RecordActivityTaskHeartbeat a) {
    Lease lease = lease(tx, a.taskToken(), TaskKind.ACTIVITY);
    var state = tx.world().runs.get(lease.task().runId()).state();
    tx.lease(lease.heard(tx.now(), a.details()), state);
    var open = state.activities().get(lease.task().scheduledEventId());
    return new ActivityTaskStatus(open.cancelRequestedEventId() > 0);
  }

  /** A token is good until its task is closed, whoever closes it. */
  private static Lease lease(Transaction tx, String token, TaskKind kind) {
    Lease lease =
        tx.world()
            .leases
            .byToken(token)
            .orElseThrow(
                () ->
                    Ids.isToken(token)
                        ? Faults.unknown(
                            kind == TaskKind.DECISION
                                ? "Unknown decision task, scheduledEventId = "
                                    + Ids.scheduledEvent(token)
                                : "Unknown activity, scheduledEventId = "
                                    + Ids.scheduledEvent(token))
                        : Faults.invalid("Invalid token"));
    if (lease.kind() != kind) {
      throw new SwfFault("ValidationException", "Invalid token");
    }
    return lease;
  }
}
