package io.flowscope.engine.store;

import io.flowscope.engine.store.Sealed.Point;
import io.flowscope.engine.store.Sealed.SealedEvent;
import io.flowscope.engine.store.Sealed.SealedRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is in the journal and not yet in the database, for readers. A reader looks here first and
 * then into the database: what has left here by then is there.
 */
final class Unfolded {
  private record Waiting(Sealed batch, long bytes) {}

  private final Deque<Waiting> batches = new ArrayDeque<>();
  private final Map<Long, ArrayDeque<SealedEvent>> events = new HashMap<>();
  private final Map<String, RunRow> runs = new HashMap<>();
  private final Map<Long, RunRow> closed = new LinkedHashMap<>();
  private Point folded;
  private long bytes;

  Unfolded(Point folded) {
    this.folded = folded;
  }

  synchronized void add(Sealed batch, long size) {
    batches.add(new Waiting(batch, size));
    bytes += size;
    for (SealedEvent event : batch.events()) {
      events.computeIfAbsent(event.run(), run -> new ArrayDeque<>()).add(event);
    }
    for (SealedRun run : batch.started()) {
      runs.put(run.row().execution().runId(), run.row());
    }
    for (SealedRun run : batch.closed()) {
      runs.put(run.row().execution().runId(), run.row());
      closed.put(run.row().number(), run.row());
    }
  }

  /** The oldest batches, until they have this many events. */
  synchronized List<Sealed> oldest(int most) {
    List<Sealed> oldest = new ArrayList<>();
    int count = 0;
    for (Waiting waiting : batches) {
      oldest.add(waiting.batch());
      count += waiting.batch().events().size() + 1;
      if (count >= most) {
        break;
      }
    }
    return oldest;
  }

  /** The oldest batches are in the database. */
  synchronized void remove(List<Sealed> oldest) {
    for (Sealed batch : oldest) {
      bytes -= batches.remove().bytes();
      for (SealedEvent event : batch.events()) {
        ArrayDeque<SealedEvent> of = events.get(event.run());
        of.remove();
        if (of.isEmpty()) {
          events.remove(event.run());
        }
      }
      for (SealedRun run : batch.started()) {
        runs.remove(run.row().execution().runId(), run.row());
      }
      for (SealedRun run : batch.closed()) {
        runs.remove(run.row().execution().runId(), run.row());
        closed.remove(run.row().number());
      }
      folded = batch.point();
    }
    notifyAll();
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Waits until there are fewer bytes than that, or {@code end} says so. */
  synchronized void awaitLess(long most, BooleanSupplier end) {
    boolean interrupted = false;
    while (bytes > most && !end.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void wakeAll() {
    notifyAll();
  }

  synchronized boolean isEmpty() {
    return batches.isEmpty();
  }

  /** The last batch that is in the database. */
  synchronized Point folded() {
    return folded;
  }

  /** A run's events from an id on; the database has those before the first of them. */
  synchronized List<SealedEvent> events(long run, long from) {
    ArrayDeque<SealedEvent> of = events.get(run);
    if (of == null) {
      return List.of();
    }
    if (of.getLast().id() < from) {
      return List.of();
    }
    if (from <= of.getFirst().id()) {
      return List.copyOf(of);
    }
    List<SealedEvent> some = new ArrayList<>();
    for (SealedEvent event : of) {
      if (event.id() >= from) {
        some.add(event);
      }
    }
    return some;
  }

  /** The checksum of a run's last event, if that is not in the database. */
  synchronized byte @Nullable [] lastSum(long run) {
    ArrayDeque<SealedEvent> of = events.get(run);
    return of == null ? null : of.getLast().sum();
  }

  synchronized Optional<RunRow> run(String runId) {
    return Optional.ofNullable(runs.get(runId));
  }

  /**
   * What a list of closed runs has to add to the database.
   *
   * @param folded the database alone counts for what was closed up to here
   */
  record Closed(List<RunRow> rows, Point folded) {}

  synchronized Closed closed(ClosedQuery query) {
    return new Closed(closed.values().stream().filter(query::matches).toList(), folded);
  }
}
