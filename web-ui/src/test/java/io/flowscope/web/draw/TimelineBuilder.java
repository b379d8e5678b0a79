package io.flowscope.web.draw;

import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline;
import io.flowscope.engine.view.Timeline.Attempt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds timelines for tests, row by row; times count from the start of the run. */
final class TimelineBuilder {
  static final long START = 1_795_269_731_480L;

  private final List<Integer> index = new ArrayList<>();
  private final List<String> id = new ArrayList<>();
  private final List<String> label = new ArrayList<>();
  private final List<String> task = new ArrayList<>();
  private final List<NodeKind> kind = new ArrayList<>();
  private final List<NodeState> state = new ArrayList<>();
  private final List<String> branch = new ArrayList<>();
  private final List<@Nullable String> callSite = new ArrayList<>();
  private final List<Long> calledAt = new ArrayList<>();
  private final List<List<String>> needs = new ArrayList<>();
  private final List<List<String>> after = new ArrayList<>();
  private final List<Boolean> probable = new ArrayList<>();
  private final List<List<Attempt>> attempts = new ArrayList<>();
  private final List<Timeline.@Nullable Child> child = new ArrayList<>();
  private final List<Integer> barrierIndex = new ArrayList<>();
  private final List<String> barrierId = new ArrayList<>();
  private final List<String> barrierBranch = new ArrayList<>();
  private final List<@Nullable String> barrierSite = new ArrayList<>();
  private final List<List<String>> on = new ArrayList<>();
  private final List<List<String>> barrierAfter = new ArrayList<>();
  private final List<Long> reachedAt = new ArrayList<>();
  private final List<@Nullable Long> passedAt = new ArrayList<>();
  private final List<Integer> roundIndex = new ArrayList<>();
  private final List<Long> roundScheduled = new ArrayList<>();
  private final List<@Nullable Long> roundStarted = new ArrayList<>();
  private final List<@Nullable Long> roundClosed = new ArrayList<>();
  private final List<NodeState> roundState = new ArrayList<>();
  private final List<Integer> roundCalls = new ArrayList<>();
  private final List<Integer> markIndex = new ArrayList<>();
  private final List<String> markKind = new ArrayList<>();
  private final List<String> markName = new ArrayList<>();
  private final List<Long> markAt = new ArrayList<>();
  private final List<Long> markEvent = new ArrayList<>();
  private long sum;

  TimelineBuilder call(
      String name,
      NodeKind ofKind,
      NodeState inState,
      @Nullable String site,
      long called,
      List<String> given,
      List<String> barriers,
      List<Attempt> tries) {
    index.add(index.size());
    id.add(name);
    label.add(name.replaceFirst("^([0-9.]*)[A-Za-z]+\\.", "$1"));
    task.add(name.replaceFirst("^([0-9]+\\.)*", "").replaceFirst("-\\d+$", ""));
    kind.add(ofKind);
    state.add(inState);
    branch.add("");
    callSite.add(site);
    calledAt.add(START + called);
    needs.add(given);
    after.add(barriers);
    probable.add(false);
    attempts.add(tries);
    child.add(null);
    for (Attempt attempt : tries) {
      Long from = attempt.startedAt();
      Long to = attempt.closedAt();
      sum += from == null || to == null ? 0 : to - from;
    }
    return this;
  }

  TimelineBuilder barrier(
      String name, @Nullable String site, List<String> waits, long reached, @Nullable Long passed) {
    barrierIndex.add(barrierIndex.size());
    barrierId.add(name);
    barrierBranch.add("");
    barrierSite.add(site);
    on.add(waits);
    barrierAfter.add(List.of());
    reachedAt.add(START + reached);
    passedAt.add(passed == null ? null : (Long) (START + passed));
    return this;
  }

  TimelineBuilder round(long scheduled, long closed) {
    roundIndex.add(roundIndex.size());
    roundScheduled.add(START + scheduled);
    roundStarted.add(START + scheduled);
    roundClosed.add(START + closed);
    roundState.add(NodeState.COMPLETED);
    roundCalls.add(0);
    return this;
  }

  TimelineBuilder mark(String ofKind, String name, long at) {
    markIndex.add(markIndex.size());
    markKind.add(ofKind);
    markName.add(name);
    markAt.add(START + at);
    markEvent.add(7L);
    return this;
  }

  static Attempt attempt(
      long scheduled, @Nullable Long started, @Nullable Long closed, NodeState inState) {
    return new Attempt(
        scheduled + 5,
        START + scheduled,
        started == null ? null : (Long) (START + started),
        closed == null ? null : (Long) (START + closed),
        inState,
        inState == NodeState.FAILED ? "moov atom not found" : null,
        "fs.0123456789ab.1.x");
  }

  Timeline build(ExecutionStatus status, @Nullable Long closed, long lastEventId) {
    return new Timeline(
        lastEventId,
        START,
        closed == null ? null : (Long) (START + closed),
        status,
        sum,
        new Timeline.Calls(
            index, id, label, task, kind, state, branch, callSite, calledAt, needs, after, probable,
            attempts, child),
        new Timeline.Barriers(
            barrierIndex,
            barrierId,
            barrierBranch,
            barrierSite,
            on,
            barrierAfter,
            reachedAt,
            passedAt),
        new Timeline.Rounds(
            roundIndex, roundScheduled, roundStarted, roundClosed, roundState, roundCalls),
        new Timeline.Marks(markIndex, markKind, markName, markAt, markEvent));
  }
}
