package io.flowscope.engine.store;

import io.flowscope.engine.model.HistoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Keeps everything as long as the process lives. */
public class MemoryStore implements EventStore {
  private record RegistryKey(RegistryRow.Kind kind, String domain, String name, String version) {}

  private final Map<Long, List<HistoryEvent>> histories = new HashMap<>();
  private final TreeMap<Long, RunRow> runs = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<RegistryKey, RegistryRow> registry = new LinkedHashMap<>();
  private final Map<String, Lease> leases = new LinkedHashMap<>();
  private long totalEvents;
  private long lastRun;

  @Override
  public synchronized Loaded load() {
    return new Loaded(
        List.copyOf(registry.values()),
        runs.values().stream().filter(row -> row.closing() == null).toList(),
        List.copyOf(leases.values()),
        totalEvents,
        lastRun,
        DamagedRows.NONE);
  }

  @Override
  public synchronized void write(Batch batch) {
    batch.started().forEach(this::put);
    batch.closed().forEach(this::put);
    for (Batch.Appended one : batch.events()) {
      histories.computeIfAbsent(one.run(), run -> new ArrayList<>()).add(one.event());
      totalEvents++;
    }
    for (RegistryRow row : batch.registry()) {
      RegistryKey key = new RegistryKey(row.kind(), row.domain(), row.name(), row.version());
      if (row.body() == null) {
        registry.remove(key);
      } else {
        registry.put(key, row);
      }
    }
    batch
        .leases()
        .forEach(
            (token, change) -> {
              if (change.lease() == null) {
                leases.remove(token);
              } else {
                leases.put(token, change.lease());
              }
            });
  }

  @Override
  public void sync() {
    // Memory ends with the process.
  }

  private void put(RunRow row) {
    lastRun = Math.max(lastRun, row.number());
    runs.put(row.number(), row);
    numbers.put(row.execution().runId(), row.number());
  }

  @Override
  public synchronized List<HistoryEvent> events(
      long run, long from, int limit, boolean descending) {
    List<HistoryEvent> history = histories.getOrDefault(run, List.of());
    List<HistoryEvent> page = new ArrayList<>();
    long id = descending ? Math.min(from, history.size()) : Math.max(from, 1);
    while (page.size() < limit && id >= 1 && id <= history.size()) {
      page.add(history.get((int) id - 1));
      id += descending ? -1 : 1;
    }
    return page;
  }

  @Override
  public void replay(long run, Consumer<HistoryEvent> each) {
    events(run, 1, Integer.MAX_VALUE, false).forEach(each);
  }

  @Override
  public synchronized Optional<RunRow> run(String domain, String runId) {
    return Optional.ofNullable(numbers.get(runId))
        .map(runs::get)
        .filter(row -> row.domain().equals(domain));
  }

  @Override
  public synchronized List<RunRow> closed(ClosedQuery query, int limit) {
    return matching(query).sorted(query.order()).limit(limit).toList();
  }

  @Override
  public synchronized int countClosed(ClosedQuery query, int limit) {
    return (int) matching(query).limit(limit).count();
  }

  @Override
  public synchronized List<RunRow> runsAfter(long number, int limit) {
    return runs.tailMap(number, false).values().stream().limit(limit).toList();
  }

  private Stream<RunRow> matching(ClosedQuery query) {
    return runs.values().stream().filter(query::matches);
  }

  @Override
  public synchronized boolean delete(long run) {
    RunRow row = runs.get(run);
    if (row == null || row.closing() == null) {
      return false;
    }
    runs.remove(run);
    numbers.remove(row.execution().runId());
    histories.remove(run);
    return true;
  }

  @Override
  public synchronized long held() {
    return histories.values().stream().mapToLong(List::size).sum();
  }

  @Override
  public List<String> audit() {
    return List.of();
  }

  @Override
  public void reopen() {
    // Memory does not fail.
  }

  @Override
  public void close() {
    // There is nothing to give back.
  }
}
