package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps histories and what goes with them. One thread appends; any thread reads. Every method
 * throws {@link StoreException} when the store fails.
 */
public interface EventStore extends AutoCloseable {

  /**
   * What the engine needs at start.
   *
   * @param totalEvents how many events were ever appended
   * @param lastRun the highest number of a run
   * @param damaged what belongs to these and is not as it was written
   */
  record Loaded(
      List<RegistryRow> registry,
      List<RunRow> openRuns,
      List<Lease> leases,
      long totalEvents,
      long lastRun,
      DamagedRows damaged) {}

  /** What the engine needs at start; without reading closed runs. */
  Loaded load();

  /** Writes all of {@code batch} or nothing; durable on return. */
  default void append(Batch batch) {
    write(batch);
    sync();
  }

  /**
   * Writes all of {@code batch} or nothing, after all that was written before. Readers of the store
   * see it; it is durable after the next {@link #sync}. After a failure nothing is written until
   * {@link #reopen}.
   */
  void write(Batch batch);

  /** Makes all durable that was written before the call; may run on another thread. */
  void sync();

  /**
   * Up to {@code limit} events of a run.
   *
   * @param from the id to begin with, itself included
   * @param descending whether to go to smaller ids
   * @throws DamagedRunException if one of them is not as it was written
   */
  List<HistoryEvent> events(long run, long from, int limit, boolean descending);

  /**
   * All events of a run in order, each checked against its checksum.
   *
   * @throws DamagedRunException naming the first event that is not as it was written
   */
  void replay(long run, Consumer<HistoryEvent> each);

  /** Reads histories as {@link #replay} does. */
  @FunctionalInterface
  interface Replay {
    void replay(long run, Consumer<HistoryEvent> each);
  }

  /**
   * What reads the histories of the runs that are open now, best in the order of their numbers:
   * short ones are read many at a time. To be used up before anything is written.
   */
  default Replay openHistories() {
    return this::replay;
  }

  /** The run with this id, open or closed. */
  Optional<RunRow> run(String domain, String runId);

  /** Closed runs, at most {@code limit}. */
  List<RunRow> closed(ClosedQuery query, int limit);

  /** How many closed runs there are, counting to {@code limit}. */
  int countClosed(ClosedQuery query, int limit);

  /** All runs in the order of their numbers, after {@code number}. */
  List<RunRow> runsAfter(long number, int limit);

  /**
   * Deletes a closed run with all its events, at once or not at all; durable on return. May be
   * called by any thread.
   *
   * @return false if there is no closed run with this number
   */
  boolean delete(long run);

  /** How many events were written and not deleted. */
  long held();

  /** What tables and indexes say that others do not; empty when all is well. */
  List<String> audit();

  /** Opens anew after a failure. */
  void reopen();

  @Override
  void close();
}
