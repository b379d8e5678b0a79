package io.flowscope.engine.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands behind derived promises. They are not drawn: who needs one, needs the calls behind
 * it. Where those are too many, the derived promise stays, so that edges stay {@code k + m} and do
 * not become {@code k * m}.
 */
final class Behind {
  private static final int MAX_BEHIND = 32;
  private static final int MAX_VISITED = 1_000;

  private final Map<String, CallRecord> derived = new HashMap<>();
  private final Map<String, Integer> definedIn = new HashMap<>();
  private final Map<String, Set<String>> parents = new HashMap<>();
  private final Map<String, List<ChangeList.Row>> users = new HashMap<>();
  private final Map<String, List<String>> memo = new HashMap<>();

  boolean isDerived(String id) {
    return derived.containsKey(id);
  }

  Optional<CallRecord> record(String id) {
    return Optional.ofNullable(derived.get(id));
  }

  /**
   * A derived promise became known, or more about it. What a later round says of it takes the place
   * of what was said before: of a branch it is known only at its end what its value is made of.
   *
   * @param round number of the round that says so
   */
  void define(CallRecord record, int round, long eventId) {
    String id = record.call();
    CallRecord known = derived.get(id);
    if (known != null) {
      boolean later = round > definedIn.get(id);
      if (later
          ? known.needs().equals(record.needs())
          : known.needs().size() >= record.needs().size()) {
        return;
      }
    }
    derived.put(id, record);
    definedIn.put(id, round);
    for (String need : record.needs()) {
      parents.computeIfAbsent(need, n -> new HashSet<>(2)).add(id);
    }
    Set<String> changed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (changed.add(next)) {
        memo.remove(next);
        users.getOrDefault(next, List.of()).forEach(row -> row.touch(eventId));
        open.addAll(parents.getOrDefault(next, Set.of()));
      }
    }
  }

  /** Row {@code row} needs {@code ids}; those in {@code calls} are no derived promises. */
  void used(ChangeList.Row row, Collection<String> ids, Map<String, CallRow> calls) {
    for (String id : ids) {
      if (!calls.containsKey(id)) {
        users.computeIfAbsent(id, n -> new ArrayList<>(2)).add(row);
      }
    }
  }

  /** {@code id} turned out to be a call. */
  void isCall(String id) {
    users.remove(id);
  }

  /** {@code ids} with derived promises replaced by what stands behind them, each once. */
  List<String> drawn(List<String> ids) {
    boolean none = true;
    for (String id : ids) {
      none &= !derived.containsKey(id);
    }
    if (none) {
      return ids;
    }
    Set<String> drawn = new LinkedHashSet<>();
    for (String id : ids) {
      if (derived.containsKey(id)) {
        drawn.addAll(memo.computeIfAbsent(id, this::behind));
      } else {
        drawn.add(id);
      }
    }
    return List.copyOf(drawn);
  }

  private List<String> behind(String start) {
    Set<String> visited = new LinkedHashSet<>();
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String id = open.pop();
      if (!visited.add(id)) {
        continue;
      }
      CallRecord record = derived.get(id);
      if (record == null) {
        found.add(id);
      } else if (record.needs().size() <= MAX_VISITED) {
        record.needs().reversed().forEach(open::push);
      }
      boolean tooMany = record != null && record.needs().size() > MAX_VISITED;
      if (tooMany || found.size() > MAX_BEHIND || visited.size() > MAX_VISITED) {
        return List.of(start);
      }
    }
    return List.copyOf(found);
  }
}
