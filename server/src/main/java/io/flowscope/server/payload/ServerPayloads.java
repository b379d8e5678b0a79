package io.flowscope.server.payload;

import io.flowscope.engine.payload.FilePayloads;
import io.flowscope.engine.payload.MemoryPayloads;
import io.flowscope.engine.payload.PayloadStore;
import io.flowscope.engine.payload.Payloads;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The large values of a server: a store for each domain of each connection. Safe for use by several
 * threads.
 */
public final class ServerPayloads {
  private final Function<Place, PayloadStore> make;
  private final long cap;
  private final ConcurrentMap<Place, PayloadStore> stores = new ConcurrentHashMap<>();
  private final ConcurrentMap<Place, Payloads> payloads = new ConcurrentHashMap<>();

  private record Place(String connection, String domain) {}

  private ServerPayloads(Function<Place, PayloadStore> make, long cap) {
    this.make = make;
    this.cap = cap;
  }

  /**
   * In files below a folder, in which each connection has one.
   *
   * @param synced whether they must survive the end of the machine
   * @param cap how many characters of JSON a value may have
   */
  public static ServerPayloads in(Path folder, boolean synced, long cap, InstantSource clock) {
    return new ServerPayloads(
        place ->
            new FilePayloads(
                FilePayloads.folder(
                    FilePayloads.folder(folder, place.connection()), place.domain()),
                synced,
                clock),
        cap);
  }

  /** In memory, as long as this object lives. */
  public static ServerPayloads inMemory() {
    return new ServerPayloads(place -> new MemoryPayloads(), Payloads.STANDARD_CAP);
  }

  /** How many characters of JSON a value may have. */
  public long cap() {
    return cap;
  }

  /** Where the contents of a domain on a connection are. */
  public PayloadStore store(String connection, String domain) {
    return stores.computeIfAbsent(new Place(connection, domain), make);
  }

  /** How the values of a domain on a connection travel. */
  public Payloads of(String connection, String domain) {
    return payloads.computeIfAbsent(
        new Place(connection, domain), place -> Payloads.in(store(connection, domain), cap));
  }
}
