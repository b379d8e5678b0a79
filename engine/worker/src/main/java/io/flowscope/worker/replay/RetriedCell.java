package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.spi.Retries;
import io.flowscope.worker.Binding;
import io.flowscope.worker.Template;
import java.util.List;

/** A call of a task or a child: each attempt is scheduled of its own, with a timer before it. */
abstract class RetriedCell<T> extends CallCell<T> {
  private final Retries retries;
  private int counted;
  private boolean pausing;

  RetriedCell(
      Run run, Branch branch, Binding binding, NodeKind kind, Retries retries, Template arguments) {
    super(
        run,
        branch,
        binding.type().getSimpleName() + "." + binding.method().getName(),
        kind,
        arguments,
        binding.resultType());
    this.retries = retries;
  }

  /** The identity, with the attempt from the second one on. */
  final String attemptId() {
    return attempt() == 1 ? id : id + "." + attempt();
  }

  private String delayId() {
    return id + "." + attempt() + ".delay";
  }

  /** The attempt ended like this; another one follows where the policy has one. */
  final void failed(TaskFailed failure) {
    counted++;
    if (!cancelWanted() && retries.again(failure, counted)) {
      again(retries.delay(counted, run.execution.runId() + " " + id + " " + counted));
    } else {
      failNow(failure);
    }
  }

  /** The attempt ended without a fault of its own: it does not count. */
  final void lost(TaskFailed failure) {
    if (cancelWanted()) {
      failNow(failure);
    } else {
      again(0);
    }
  }

  /** Whether somebody wants this call canceled: there is no further attempt then. */
  abstract boolean cancelWanted();

  private void again(long delay) {
    nextAttempt();
    held();
    if (delay == 0) {
      send();
      return;
    }
    pausing = true;
    String timer = delayId();
    run.outbox.add(
        new Intent(
            sequence,
            Intent.timer(timer),
            run.gates.timer(),
            null,
            this,
            () ->
                new Decision.StartTimer(
                    timer,
                    RecordCodec.writeCall(callRecord(attempt(), NodeKind.DELAY)),
                    Long.toString(delay))));
  }

  /** The pause before the next attempt is over. */
  final void delayOver() {
    if (pausing && pending()) {
      pausing = false;
      held();
      send();
    }
  }

  @Override
  final void requestCancel() {
    if (!pausing) {
      requestCancelOfAttempt();
      return;
    }
    pausing = false;
    String timer = delayId();
    run.outbox.add(
        new Intent(
            run.nextSequence(),
            Intent.cancelTimer(timer),
            List.of(),
            null,
            null,
            () -> new Decision.CancelTimer(timer)));
    failNow(new TaskCanceled(id, "Canceled before its next attempt", null));
  }

  /** Asks for the cancellation of the attempt that is scheduled. */
  abstract void requestCancelOfAttempt();

  @Override
  final void withdraw() {
    run.outbox.withdraw(pausing ? Intent.timer(delayId()) : attemptKey());
  }

  /** The key of the intent that begins the current attempt. */
  abstract String attemptKey();
}
