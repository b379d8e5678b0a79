package io.flowscope.engine.sim;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.ClosedQuery;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.RunRow;
import io.flowscope.engine.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The store as one process sees it: what lies on the disk, with the faults of this run. */
final class SimStore implements EventStore {
  private final Disk disk;
  private final Faults faults;
  private final SimClock clock;
  private final Changes changes;
  private boolean over;
  private boolean broken;

  /** Hears of what is on the disk, before the engine does. */
  interface Changes {
    void written(Batch batch, Instant at);

    void deleted(long run);

    /** An engine takes over what is there. */
    void loaded();
  }

  SimStore(Disk disk, Faults faults, SimClock clock, Changes changes) {
    this.disk = disk;
    this.faults = faults;
    this.clock = clock;
    this.changes = changes;
  }

  /** The process has ended: nothing of it may touch the disk any more. */
  void end() {
    over = true;
  }

  /** Whether the engine has been told that a batch failed and has not opened the store since. */
  boolean isBroken() {
    return broken;
  }

  private EventStore store() {
    Violation.unless(!over, "I1", "a process that has ended uses the store");
    return disk.store();
  }

  private EventStore reading() {
    EventStore store = store();
    if (faults.happens(Fault.READ_FAILED)) {
      throw new StoreException("A read failed in the simulation.");
    }
    return store;
  }

  @Override
  public void write(Batch batch) {
    store();
    Violation.unless(!broken, "I1", "a store that failed is written to before it is opened again");
    Instant at = clock.instant();
    if (faults.happens(Fault.SLOW_APPEND)) {
      clock.pass(faults.delay());
    }
    if (faults.happens(Fault.CRASH_BEFORE_APPEND)) {
      throw new Crash();
    }
    if (faults.happens(Fault.APPEND_FAILED_BEFORE)) {
      broken = true;
      throw new StoreException("The disk is full in the simulation.");
    }
    disk.write(batch);
    changes.written(batch, at);
  }

  @Override
  public void sync() {
    store();
    if (faults.happens(Fault.CRASH_BEFORE_SYNC)) {
      throw new Crash();
    }
    if (faults.happens(Fault.APPEND_FAILED_AFTER)) {
      broken = true;
      throw new StoreException("The disk went away in the simulation.");
    }
    disk.sync();
    if (faults.happens(Fault.CRASH_AFTER_APPEND)) {
      throw new Crash();
    }
  }

  @Override
  public void reopen() {
    store();
    if (faults.happens(Fault.REOPEN_FAILED)) {
      throw new StoreException("The store cannot be opened in the simulation.");
    }
    disk.reopen();
    broken = false;
  }

  @Override
  public Loaded load() {
    EventStore store = store();
    if (faults.happens(Fault.OPEN_FAILED)) {
      broken = true;
      throw new StoreException("The store cannot be loaded in the simulation.");
    }
    changes.loaded();
    return store.load();
  }

  @Override
  public List<HistoryEvent> events(long run, long from, int limit, boolean descending) {
    return reading().events(run, from, limit, descending);
  }

  @Override
  public void replay(long run, Consumer<HistoryEvent> each) {
    store().replay(run, each);
  }

  @Override
  public Replay openHistories() {
    return store().openHistories();
  }

  @Override
  public Optional<RunRow> run(String domain, String runId) {
    return reading().run(domain, runId);
  }

  @Override
  public List<RunRow> closed(ClosedQuery query, int limit) {
    return reading().closed(query, limit);
  }

  @Override
  public int countClosed(ClosedQuery query, int limit) {
    return reading().countClosed(query, limit);
  }

  @Override
  public boolean delete(long run) {
    reading();
    boolean was = disk.delete(run);
    if (was) {
      changes.deleted(run);
    }
    return was;
  }

  @Override
  public long held() {
    return reading().held();
  }

  @Override
  public List<String> audit() {
    return reading().audit();
  }

  @Override
  public List<RunRow> runsAfter(long number, int limit) {
    return reading().runsAfter(number, limit);
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      disk.store().close();
    }
  }
}
