package io.flowscope.engine.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the rows of domains and types add up to, kept up to date with each change. */
final class RowSums {
  private final Map<List<Object>, Long> parts = new HashMap<>();
  private long total;

  void put(RegistryRow row) {
    long part = H2Meta.part(0, H2Rows.sum(row));
    Long before = parts.put(row.key(), part);
    total += part - (before == null ? 0 : before);
  }

  void remove(RegistryRow row) {
    Long before = parts.remove(row.key());
    total -= before == null ? 0 : before;
  }

  long total() {
    return total;
  }
}
