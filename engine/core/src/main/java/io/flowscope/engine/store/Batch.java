package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one transaction adds and changes. */
public final class Batch {
  private final List<Appended> events = new ArrayList<>();
  private final Map<Long, RunRow> started = new LinkedHashMap<>();
  private final Map<Long, RunRow> closed = new LinkedHashMap<>();
  private final List<RegistryRow> registry = new ArrayList<>();
  private final Map<String, LeaseChange> leases = new LinkedHashMap<>();

  /** A new last event of a run. */
  public record Appended(long run, HistoryEvent event) {}

  /** A lease as it is now; null when it is over. */
  public record LeaseChange(@Nullable Lease lease) {}

  public void append(long run, HistoryEvent event) {
    events.add(new Appended(run, event));
  }

  public void start(RunRow row) {
    started.put(row.number(), row);
  }

  public void close(RunRow row) {
    closed.put(row.number(), row);
  }

  public void register(RegistryRow row) {
    registry.add(row);
  }

  public void lease(Lease lease) {
    leases.put(lease.token(), new LeaseChange(lease));
  }

  public void endLease(String token) {
    leases.put(token, new LeaseChange(null));
  }

  public List<Appended> events() {
    return events;
  }

  public Iterable<RunRow> started() {
    return started.values();
  }

  public Iterable<RunRow> closed() {
    return closed.values();
  }

  public List<RegistryRow> registry() {
    return registry;
  }

  /** Changes of leases by their tokens. */
  public Map<String, LeaseChange> leases() {
    return leases;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return events.isEmpty()
        && started.isEmpty()
        && closed.isEmpty()
        && registry.isEmpty()
        && leases.isEmpty();
  }
}
