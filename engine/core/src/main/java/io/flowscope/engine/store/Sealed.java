package io.flowscope.engine.store;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it is written: everything encoded once, each event with its checksum.
 *
 * @param sequence counts the batches of this store from 1
 * @param total how many events were ever appended, those of this batch included
 * @param leases the leases that changed by their tokens, as JSON; null when one is over
 */
record Sealed(
    long sequence,
    long total,
    List<SealedEvent> events,
    List<SealedRun> started,
    List<SealedRun> closed,
    List<RegistryRow> registry,
    Map<String, @Nullable String> leases) {

  /**
   * An event as it is stored.
   *
   * @param at its time in milliseconds
   * @param event what {@code body} says, where it is at hand
   */
  record SealedEvent(
      long run, long id, long at, String body, byte[] sum, @Nullable HistoryEvent event) {
    HistoryEvent decoded() {
      return event == null ? read() : event;
    }

    /** What the body says. */
    HistoryEvent read() {
      try {
        return Wire.decode(body, HistoryEvent.class);
      } catch (SwfFault e) {
        throw new DamagedRunException(run, id);
      }
    }
  }

  /** A run's row and its JSON. */
  record SealedRun(RunRow row, String body) {
    static SealedRun of(RunRow row) {
      return new SealedRun(row, Wire.encode(row));
    }
  }

  /**
   * Seals a batch.
   *
   * @param before the number and the total of the batch before
   * @param lastSum the checksum of a run's last event
   */
  static Sealed of(Batch batch, Point before, LongFunction<byte[]> lastSum) {
    Map<Long, byte[]> sums = new LinkedHashMap<>();
    List<SealedEvent> events = new ArrayList<>(batch.events().size());
    for (Batch.Appended one : batch.events()) {
      HistoryEvent event = one.event();
      byte[] last = sums.get(one.run());
      String body = Wire.encode(event);
      long at = event.eventTimestamp().toEpochMilli();
      byte[] sum =
          Checksums.next(
              last == null ? lastSum.apply(one.run()) : last, one.run(), event.eventId(), at, body);
      Place.of(one.run(), event.eventId());
      sums.put(one.run(), sum);
      events.add(new SealedEvent(one.run(), event.eventId(), at, body, sum, event));
    }
    List<SealedRun> started = new ArrayList<>();
    batch.started().forEach(row -> started.add(SealedRun.of(row)));
    List<SealedRun> closed = new ArrayList<>();
    batch.closed().forEach(row -> closed.add(SealedRun.of(row)));
    Map<String, @Nullable String> leases = new LinkedHashMap<>();
    batch
        .leases()
        .forEach(
            (token, change) ->
                leases.put(token, change.lease() == null ? null : Wire.encode(change.lease())));
    return new Sealed(
        before.sequence() + 1,
        before.total() + events.size(),
        events,
        started,
        closed,
        List.copyOf(batch.registry()),
        leases);
  }

  /** Where the store is after this batch. */
  Point point() {
    return new Point(sequence, total);
  }

  /** How many batches and events there are up to a point in time. */
  record Point(long sequence, long total) {}
}
