package io.flowscope.engine.sim;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.store.StoreException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What is deleted, by hand or since its time is over: only what may be, and all that must be. */
final class Keeping {
  /** So many executions an engine deletes at a time. */
  private static final int SLICE = 20;

  private final Machine machine;
  private final SimClock clock;
  private final Tally tally;

  Keeping(Machine machine, SimClock clock, Tally tally) {
    this.machine = machine;
    this.clock = clock;
    this.tally = tally;
  }

  /** Somebody deletes an execution, which may be open, or deleted already. */
  void delete(Fold run) {
    Set<Fold> before = Set.copyOf(machine.truth().kept());
    CompletableFuture<Done> answer = machine.engine().delete(run.domain, run.execution);
    boolean was = before.contains(run) && !run.isOpen();
    try {
      answer.join();
      Violation.unless(was && run.deleted, "I1", run.name(), " was not there to be deleted");
    } catch (CompletionException e) {
      Violation.unless(!run.deleted || !was, "I13", run.name(), " is refused but deleted");
      if (e.getCause() instanceof SwfFault fault) {
        String expected = run.isOpen() ? "OperationNotPermittedFault" : "UnknownResourceFault";
        // An engine that waits for its store does not know what a batch that failed left there.
        Violation.unless(
            machine.isBroken() || (!was && fault.type().equals(expected)),
            "I13",
            run.name(),
            " is not deleted: ",
            fault);
      } else if (!(e.getCause() instanceof StoreException)) {
        throw new AssertionError("I13: an internal error deletes " + run.name(), e);
      }
    }
    before.stream()
        .filter(other -> other != run)
        .forEach(other -> Violation.unless(!other.deleted, "I1", other.name(), " was not meant"));
  }

  /** The engine deletes what is past its time. */
  void purge() {
    List<Fold> before = machine.truth().kept();
    int count;
    try {
      count = machine.engine().purge();
    } catch (StoreException e) {
      count = SLICE;
    }
    Set<Fold> gone = new HashSet<>(before);
    gone.removeIf(run -> !run.deleted);
    for (Fold run : before) {
      boolean over = isOver(run);
      Violation.unless(over || !gone.contains(run), "I1", run.name(), " is deleted too early");
      // An engine that waits for its store does not know what a batch that failed has closed.
      boolean mayStay = count == SLICE || machine.isBroken();
      Violation.unless(
          mayStay || !over || gone.contains(run), "I1", run.name(), " is kept for too long");
    }
    tally.count("purged", gone.size());
  }

  private boolean isOver(Fold run) {
    Instant limit = machine.truth().kept(run.domain, clock.instant());
    return !run.isOpen() && !run.closing.eventTimestamp().isAfter(limit);
  }
}
