package io.flowscope.engine.sim;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.Opening;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machine on which the engine runs: its disk, its clock, and the process that comes and goes.
 */
final class Machine implements AutoCloseable {
  private final EngineConfig config;
  private final Disk disk;
  private final SimClock clock;
  private final Dice dice;
  private final Faults faults;
  private final Ledger ledger;
  private final Set<String> lost;
  private final Tally tally;
  private final Trace trace;
  private final Map<String, Long> told = new HashMap<>();
  private final Map<String, String> limits;
  private final CallRates rates;
  private Truth truth;
  private SimStore store;
  private Engine engine;
  private @Nullable Duration brokenSince;
  private @Nullable Violation violation;

  Machine(
      EngineConfig config,
      Disk disk,
      SimClock clock,
      Dice dice,
      Faults faults,
      Ledger ledger,
      Set<String> lost,
      Tally tally,
      Trace trace,
      Map<String, String> limits) {
    this.config = config;
    this.disk = disk;
    this.clock = clock;
    this.dice = dice;
    this.faults = faults;
    this.ledger = ledger;
    this.lost = lost;
    this.tally = tally;
    this.trace = trace;
    this.limits = limits;
    this.rates = new CallRates(limits, tally);
    this.truth = new Truth(lost, ledger, tally, trace, limits);
    open();
  }

  Engine engine() {
    return engine;
  }

  /** What calls are counted against. */
  CallRates rates() {
    return rates;
  }

  Truth truth() {
    return truth;
  }

  /** How long it has run. */
  Duration passed() {
    return clock.passed();
  }

  /** Whether the engine waits for its store to work again. */
  boolean isBroken() {
    return store.isBroken();
  }

  private void open() {
    engine = null;
    while (engine == null) {
      store = new SimStore(disk, faults, clock, new Changes());
      try {
        engine = Opening.open(config, store);
      } catch (StoreException e) {
        trace.say("! %s", e.getMessage());
        clock.pass(Duration.ofSeconds(1));
        disk.restart();
      }
    }
    told.clear();
    rates.forget();
    engine.feed().subscribeAll(this::hear);
    brokenSince = null;
    checkNext();
  }

  private final class Changes implements SimStore.Changes {
    @Override
    public void written(Batch batch, Instant at) {
      truth.add(batch, at);
      trace.mix(batch.events().hashCode());
    }

    @Override
    public void deleted(long run) {
      truth.delete(run);
    }

    @Override
    public void loaded() {
      truth.loaded();
    }
  }

  /** What the feed tells must be on the disk, and never go back. */
  private void hear(String domain, String workflowId, String runId, long lastEventId) {
    Fold fold = truth.run(runId);
    Violation.unless(
        fold != null && fold.lastId() >= lastEventId, "I12", "told of ", runId, " too early");
    Long before = told.put(runId, lastEventId);
    Violation.unless(
        before == null || before <= lastEventId, "I12", "told of ", runId, " backwards");
  }

  /** Something was found where it cannot be thrown. */
  void violated(Violation what) {
    violation = what;
  }

  /**
   * Lets the engine do all that can be done now.
   *
   * @return false when the process ended meanwhile; {@link #crash()} is to follow
   */
  boolean work() {
    boolean alive = true;
    try {
      engine.runUntilIdle();
    } catch (Crash e) {
      alive = false;
    }
    if (violation != null) {
      throw violation;
    }
    if (!alive) {
      return false;
    }
    if (store.isBroken()) {
      brokenSince = brokenSince == null ? clock.passed() : brokenSince;
      Violation.unless(
          faults.isActive() || clock.passed().minus(brokenSince).toSeconds() < 3,
          "I1",
          "the store works again, but the engine does not open it");
      return true;
    }
    brokenSince = null;
    checkDue();
    checkTold();
    return true;
  }

  /** What is due next is not forgotten. */
  private void checkNext() {
    Optional<Instant> next = engine.nextTimer();
    truth
        .deadline()
        .ifPresent(
            due ->
                Violation.unless(
                    next.isPresent() && !next.get().isAfter(due),
                    "I8",
                    "the engine wakes at ",
                    next,
                    " but something is due at ",
                    due));
  }

  /** Nothing that is due is left undone. */
  private void checkDue() {
    checkNext();
    truth
        .deadline()
        .ifPresent(
            due ->
                Violation.unless(due.isAfter(clock.instant()), "I8", "left undone, due at ", due));
  }

  private void checkTold() {
    told.forEach(
        (runId, last) ->
            Violation.unless(
                truth.run(runId).lastId() == last, "I12", "not told of the end of ", runId));
  }

  /** The process ends at once; another one starts. */
  void crash() {
    trace.say("! the process ends");
    store.end();
    disk.crash();
    open();
    tally.count("restarts");
  }

  /** The process is stopped in an orderly way and started again. */
  void restart() {
    trace.say("! the process is stopped and started");
    engine.close();
    disk.restart();
    open();
    tally.count("restarts");
  }

  /** Whether the disk may lose what was not synced. */
  boolean mayLosePower() {
    return disk instanceof MemoryDisk;
  }

  /**
   * The machine ends and loses batches that were not synced.
   *
   * @param unsynced how many of the synced batches may be lost too, as without syncs they may
   * @return how many batches are left
   */
  int cutPower(int unsynced) {
    store.end();
    MemoryDisk memory = (MemoryDisk) disk;
    int safe = Math.max(1, memory.synced() - unsynced);
    int kept = safe + dice.below(memory.log().size() - safe + 1);
    trace.say("! the power fails, %d of %d batches are left", kept, memory.log().size());
    if (kept < memory.synced()) {
      ledger.forgetAfter(kept);
    }
    memory.cut(kept);
    truth = new Truth(lost, ledger, new Tally(), Trace.NONE, limits);
    for (Batch batch : memory.log()) {
      // Some of it may be another engine's, which counts anew.
      truth.loaded();
      truth.add(batch, clock.instant());
    }
    memory.deleted().forEach(truth::delete);
    truth.counting(tally, trace);
    open();
    tally.count("restarts");
    return kept;
  }

  @Override
  public void close() {
    engine.close();
    disk.close();
  }

  Disk disk() {
    return disk;
  }
}
