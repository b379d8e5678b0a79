package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import io.flowscope.engine.view.CallRecord;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.RoundRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what changes in a round, for the record of the round. */
final class Recorder {
  private final List<CallCell<?>> made = new ArrayList<>();
  private final Map<String, CallRecord> derived = new LinkedHashMap<>();
  private final Set<String> named = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final List<RoundRecord.Resolved> resolved = new ArrayList<>();
  private final List<RoundRecord.Wait> waits = new ArrayList<>();
  private final List<String> endedBranches = new ArrayList<>();

  void begin() {
    made.clear();
    derived.clear();
    resolved.clear();
    waits.clear();
    endedBranches.clear();
  }

  void made(CallCell<?> call) {
    made.add(call);
  }

  /** Something needs {@code cell}: what is not a call of its own is recorded now. */
  void need(Cell<?> cell) {
    if (cell instanceof SettledCell<?> settled) {
      settled.held().forEach(this::need);
    }
    if (!derivedKind(cell) || !named.add(cell.id)) {
      return;
    }
    derived.put(cell.id, recordOf(cell));
    if (!cell.pending() && ended.add(cell.id)) {
      resolved.add(new RoundRecord.Resolved(cell.id, stateOf(cell)));
    }
  }

  private static boolean derivedKind(Cell<?> cell) {
    return !(cell instanceof CallCell<?>) && !(cell instanceof SettledCell<?>);
  }

  private CallRecord recordOf(Cell<?> cell) {
    return switch (cell) {
      case Selection.Place<?> place -> {
        Selection selection = place.selection;
        selection.operands().forEach(this::need);
        yield derived(
            cell.id, NodeKind.DERIVED, selection.needs(), selection.after(), selection.site());
      }
      case AllCell<?> all -> {
        all.members().forEach(this::need);
        yield derived(cell.id, NodeKind.DERIVED, all.needs(), all.after, all.site);
      }
      case BranchCell<?> branch -> {
        Set<String> needs = new LinkedHashSet<>();
        for (Cell<?> part : branch.madeOf()) {
          need(part);
          needs.addAll(part.needs());
        }
        yield derived(cell.id, NodeKind.DERIVED, List.copyOf(needs), branch.after, branch.site);
      }
      case Signals.Head<?> head ->
          derived(cell.id, NodeKind.SIGNAL, List.of(), head.after, head.site);
      default -> derived(cell.id, NodeKind.DERIVED, List.of(), List.of(), null);
    };
  }

  private static CallRecord derived(
      String id, NodeKind kind, List<String> needs, List<String> after, @Nullable CallSite site) {
    return new CallRecord(
        id, 1, kind, taskOf(id), needs, after, site == null ? null : site.at(), null);
  }

  /** {@code Flow.first} of {@code 1.2.Flow.first-3}. */
  private static String taskOf(String id) {
    int from = 0;
    while (from < id.length() && (Character.isDigit(id.charAt(from)) || id.charAt(from) == '.')) {
      from++;
    }
    return id.substring(from, id.lastIndexOf('-'));
  }

  /** {@code cell} has finished. */
  void over(Cell<?> cell) {
    boolean silent = cell instanceof CallCell<?> call && !call.scheduled();
    boolean known = derivedKind(cell) && named.contains(cell.id);
    if (known && cell instanceof BranchCell<?>) {
      // Only now it shows what its value is made of.
      derived.put(cell.id, recordOf(cell));
    }
    if ((silent || known) && ended.add(cell.id)) {
      resolved.add(new RoundRecord.Resolved(cell.id, stateOf(cell)));
    }
  }

  private static NodeState stateOf(Cell<?> cell) {
    TaskFailed failure = cell.failure();
    return switch (failure) {
      case null -> NodeState.COMPLETED;
      case TaskTimedOut f -> NodeState.TIMED_OUT;
      case TaskCanceled f -> NodeState.CANCELED;
      case TaskFailed f -> NodeState.FAILED;
    };
  }

  void ended(Branch branch) {
    endedBranches.add(branch.path());
  }

  void wait(Branch branch) {
    Cell<?> cell = branch.standsAt();
    String barrier = branch.barrier();
    if (cell == null || barrier == null) {
      return;
    }
    need(cell);
    CallSite site = branch.site();
    waits.add(
        new RoundRecord.Wait(
            barrier,
            branch.path(),
            cell.needs(),
            branch.after(),
            site == null ? null : site.at(),
            site == null ? null : site.method()));
  }

  /** The record; to be asked for after the decisions of the round were taken from the outbox. */
  RoundRecord record(@Nullable List<String> result, RoundRecord.Run run) {
    List<CallRecord> calls = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < made.size(); place++) {
      if (!made.get(place).scheduled()) {
        calls.add(made.get(place).callRecord());
        places.add(place);
      }
    }
    int behindCalls = made.size();
    for (CallRecord promise : derived.values()) {
      calls.add(promise);
      places.add(behindCalls++);
    }
    return new RoundRecord(
        List.copyOf(calls),
        List.copyOf(places),
        List.copyOf(resolved),
        List.copyOf(waits),
        List.copyOf(endedBranches),
        result,
        null,
        run,
        false);
  }
}
