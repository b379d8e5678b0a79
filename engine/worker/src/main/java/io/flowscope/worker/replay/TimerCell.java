package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.worker.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A timer of the code's own. */
final class TimerCell extends CallCell<Void> {
  /** SWF writes a duration with at most eight digits. */
  static final long MAX_SECONDS = 99_999_999;

  private final Instant due;
  private final long seconds;
  private boolean dropped;

  TimerCell(Run run, Branch branch, Duration duration) {
    super(run, branch, "Flow.sleep", NodeKind.TIMER, Values.arguments(new Object[0]), Void.class);
    this.seconds = wholeSeconds(duration);
    this.due = run.now().plusSeconds(seconds);
  }

  /** Rounded up, at least 0. */
  static long wholeSeconds(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
  }

  @Override
  void send() {
    start(seconds);
  }

  private void start(long after) {
    run.outbox.add(
        new Intent(
            sequence,
            Intent.timer(id),
            run.gates.timer(),
            null,
            this,
            () -> new Decision.StartTimer(id, control(), Long.toString(after))));
  }

  void fired() {
    complete(null);
  }

  /**
   * Nobody waits for it any more, so it is canceled. The promise stays as it is: should the code
   * ask for it after all, the timer is started again for what is left of it.
   */
  void loseInterest() {
    if (pending() && !dropped) {
      dropped = true;
      stop();
    }
  }

  @Override
  void used() {
    super.used();
    if (dropped) {
      dropped = false;
      if (run.outbox.withdraw(Intent.cancelTimer(id))) {
        // It was about to be canceled, but no answer has said so: it still runs.
        return;
      }
      held();
      start(Math.max(0, wholeSeconds(Duration.between(run.now(), due))));
    }
  }

  private void stop() {
    if (!scheduled()) {
      withdraw();
      return;
    }
    run.outbox.add(
        new Intent(
            run.nextSequence(),
            Intent.cancelTimer(id),
            List.of(),
            null,
            null,
            () -> new Decision.CancelTimer(id)));
  }

  @Override
  void requestCancel() {
    if (!dropped) {
      stop();
    }
    failNow(new TaskCanceled(id, "Canceled", null));
  }

  @Override
  void withdraw() {
    run.outbox.withdraw(Intent.timer(id));
  }
}
