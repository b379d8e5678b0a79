package io.flowscope.web.draw;

import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline.Attempt;
import io.flowscope.web.draw.RunModel.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One row of the diagram: a call, or all calls of one line of the code.
 *
 * @param calls at least one
 */
record Lane(List<Call> calls) {
  /** From this many calls of one line on, the line has one lane. */
  static final int FOLD = 3;

  boolean folded() {
    return calls.size() > 1;
  }

  Call first() {
    return calls.getFirst();
  }

  String label() {
    if (!folded()) {
      return first().label();
    }
    return first().label().replaceFirst("-\\d+$", "").replaceFirst("^(\\d+\\.)+", "")
        + " × "
        + calls.size();
  }

  /** As wide as the longest label needs it, within bounds. */
  static double gutter(List<Lane> lanes) {
    double widest =
        lanes.stream()
            .mapToDouble(
                lane -> 43 + 7 * lane.label().length() + 6.6 * lane.first().line().length())
            .max()
            .orElse(0);
    return Math.clamp(Math.ceil(widest), 168, 240);
  }

  /** How many characters of its label fit into a gutter. */
  int room(double gutter) {
    return (int) ((gutter - 43 - 6.6 * first().line().length()) / 7);
  }

  /** The state that somebody would want to know of. */
  NodeState state() {
    for (NodeState state :
        List.of(
            NodeState.STARTED,
            NodeState.SCHEDULED,
            NodeState.FAILED,
            NodeState.TIMED_OUT,
            NodeState.PENDING,
            NodeState.CANCELED)) {
      if (calls.stream().anyMatch(call -> call.state() == state)) {
        return state;
      }
    }
    return NodeState.COMPLETED;
  }

  /** {@code 10 done, 2 running}; {@code 12 done, p50 0.42 s}. */
  String counts(RunModel run) {
    List<String> parts = new ArrayList<>();
    count(parts, NodeState.COMPLETED, "done");
    count(parts, NodeState.FAILED, "failed");
    count(parts, NodeState.TIMED_OUT, "timed out");
    count(parts, NodeState.CANCELED, "canceled");
    count(parts, NodeState.STARTED, "running");
    count(parts, NodeState.SCHEDULED, "queued");
    count(parts, NodeState.PENDING, "pending");
    if (parts.size() == 1 && state() == NodeState.COMPLETED) {
      parts.add("p50 " + Durations.words(median(run)));
    }
    return String.join(", ", parts.subList(0, Math.min(parts.size(), 2)))
        + (parts.size() > 2 ? ", …" : "");
  }

  private void count(List<String> parts, NodeState state, String word) {
    long n = calls.stream().filter(call -> call.state() == state).count();
    if (n > 0) {
      parts.add(n + " " + word);
    }
  }

  private double median(RunModel run) {
    double[] lengths =
        calls.stream()
            .flatMap(call -> call.attempts().stream())
            .filter(attempt -> attempt.startedAt() != null)
            .mapToDouble(attempt -> run.end(attempt) - started(attempt))
            .sorted()
            .toArray();
    return lengths.length == 0 ? 0 : lengths[(lengths.length - 1) / 2];
  }

  private static long started(Attempt attempt) {
    Long startedAt = attempt.startedAt();
    return startedAt == null ? attempt.scheduledAt() : startedAt;
  }

  /**
   * The slot of each attempt, so that bars of one slot never overlap: greedy, by the time of the
   * start. Attempts that have not started have slot -1.
   */
  List<Slotted> slots(RunModel run) {
    List<Slotted> bars = new ArrayList<>();
    for (Call call : calls) {
      for (Attempt attempt : call.attempts()) {
        bars.add(new Slotted(call, attempt, -1));
      }
    }
    bars.sort(
        Comparator.<Slotted>comparingLong(bar -> started(bar.attempt()))
            .thenComparingInt(bar -> bar.call().index()));
    long[] free = new long[bars.size()];
    Arrays.fill(free, Long.MIN_VALUE);
    List<Slotted> placed = new ArrayList<>();
    for (Slotted bar : bars) {
      int slot = 0;
      while (free[slot] > started(bar.attempt())) {
        slot++;
      }
      free[slot] = run.end(bar.attempt());
      placed.add(new Slotted(bar.call(), bar.attempt(), slot));
    }
    return placed;
  }

  /** An attempt in a folded lane. */
  record Slotted(Call call, Attempt attempt, int slot) {}

  /**
   * The lanes of a run from top to bottom: as their first calls became known, and among those of
   * one moment the givers of barriers first and the folded ones last, so that arrows run through
   * empty space.
   */
  static List<Lane> of(RunModel run, boolean fold) {
    Map<String, List<Call>> sites = new LinkedHashMap<>();
    for (Call call : run.calls()) {
      if (call.hasLane()) {
        String site = call.site() == null ? "\0" + call.id() : call.site();
        sites.computeIfAbsent(call.task() + "\0" + site, key -> new ArrayList<>()).add(call);
      }
    }
    List<Lane> lanes = new ArrayList<>();
    for (List<Call> calls : sites.values()) {
      calls.sort(Comparator.comparingLong(Call::calledAt).thenComparingInt(Lane::counter));
      if (fold && calls.size() >= FOLD) {
        lanes.add(new Lane(calls));
      } else {
        calls.forEach(call -> lanes.add(new Lane(List.of(call))));
      }
    }
    Set<String> awaited = new HashSet<>();
    run.barriers().forEach(b -> run.givers(b.on()).forEach(call -> awaited.add(call.id())));
    Predicate<Lane> giver = lane -> lane.calls().stream().anyMatch(c -> awaited.contains(c.id()));
    lanes.sort(
        Comparator.<Lane>comparingLong(lane -> lane.first().calledAt())
            .thenComparing(lane -> !giver.test(lane))
            .thenComparing(Lane::folded)
            .thenComparingInt(lane -> lane.first().index()));
    return takersBelowGivers(lanes);
  }

  /** 12 of {@code VideoTasks.thumbnail-12}; calls of one moment become known in any order. */
  private static int counter(Call call) {
    String digits = call.id().substring(call.id().lastIndexOf('-') + 1);
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
  }

  /**
   * The same order, but a lane stands only where all lanes whose values it was given stand above.
   */
  private static List<Lane> takersBelowGivers(List<Lane> sorted) {
    Map<String, Integer> laneOf = new HashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      for (Call call : sorted.get(i).calls()) {
        laneOf.put(call.id(), i);
      }
    }
    int[] missing = new int[sorted.size()];
    List<Set<Integer>> takers = new ArrayList<>();
    sorted.forEach(lane -> takers.add(new LinkedHashSet<>()));
    for (int i = 0; i < sorted.size(); i++) {
      for (Call call : sorted.get(i).calls()) {
        for (String need : call.needs()) {
          Integer giver = laneOf.get(need);
          if (giver != null && giver != i && takers.get(giver).add(i)) {
            missing[i]++;
          }
        }
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    Set<Integer> placed = new LinkedHashSet<>();
    for (int i = 0; i < sorted.size(); i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int next = ready.remove();
      placed.add(next);
      for (int taker : takers.get(next)) {
        if (--missing[taker] == 0) {
          ready.add(taker);
        }
      }
    }
    // Folded lanes may need each other in a circle; those keep their place at the end.
    for (int i = 0; i < sorted.size(); i++) {
      placed.add(i);
    }
    return placed.stream().map(sorted::get).toList();
  }
}
