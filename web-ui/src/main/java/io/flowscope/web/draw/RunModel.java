package io.flowscope.web.draw;

import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline;
import io.flowscope.engine.view.Timeline.Attempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A timeline's columns as rows, and what follows from them. All times are epoch milliseconds.
 *
 * @param now the close of a closed run, else the moment of the picture
 */
record RunModel(
    long start,
    long now,
    boolean closed,
    ExecutionStatus status,
    long sumOfTaskMillis,
    List<Call> calls,
    List<Barrier> barriers,
    List<Round> rounds,
    List<Mark> marks,
    Map<String, Call> byId) {

  /** One call. */
  record Call(
      int index,
      String id,
      String label,
      String task,
      NodeKind kind,
      NodeState state,
      String branch,
      @Nullable String site,
      long calledAt,
      List<String> needs,
      List<String> after,
      boolean probable,
      List<Attempt> attempts) {

    /** Whether it has a lane: derived promises and markers have none. */
    boolean hasLane() {
      return switch (kind) {
        case ACTIVITY, WORKFLOW, TIMER, SIGNAL, LAMBDA -> true;
        case MARKER, BARRIER, DERIVED, DELAY -> false;
      };
    }

    /** Whether it takes part in the count of tasks that run; children count their own. */
    boolean isWork() {
      return kind == NodeKind.ACTIVITY || kind == NodeKind.LAMBDA;
    }

    boolean over() {
      return switch (state) {
        case PENDING, SCHEDULED, STARTED -> false;
        case COMPLETED, FAILED, TIMED_OUT, CANCELED -> true;
      };
    }

    @Nullable Long scheduledAt() {
      return attempts.isEmpty() ? null : (Long) attempts.getFirst().scheduledAt();
    }

    /** {@code :33} of {@code ProcessVideo.java:33}. */
    String line() {
      return site == null ? "" : site.substring(Math.max(site.lastIndexOf(':'), 0));
    }
  }

  /** One barrier; {@code passedAt} is null while it stands. */
  record Barrier(
      String id,
      String branch,
      @Nullable String site,
      List<String> on,
      long reachedAt,
      @Nullable Long passedAt) {
    String line() {
      return site == null ? "" : site.substring(Math.max(site.lastIndexOf(':'), 0));
    }
  }

  /** One decision task. */
  record Round(long scheduledAt, @Nullable Long startedAt, @Nullable Long closedAt) {}

  /** A moment. */
  record Mark(String kind, String name, long at) {}

  static RunModel of(Timeline timeline, long clock) {
    Timeline.Calls c = timeline.calls();
    List<Call> calls = new ArrayList<>();
    Map<String, Call> byId = new LinkedHashMap<>();
    for (int i = 0; i < c.id().size(); i++) {
      Call call =
          new Call(
              c.index().get(i),
              c.id().get(i),
              c.label().get(i),
              c.task().get(i),
              c.kind().get(i),
              c.state().get(i),
              c.branch().get(i),
              c.callSite().get(i),
              c.calledAt().get(i),
              c.needs().get(i),
              c.after().get(i),
              c.probable().get(i),
              c.attempts().get(i));
      calls.add(call);
      byId.put(call.id(), call);
    }
    Long closedAt = timeline.closedAt();
    long now = closedAt != null ? closedAt : Math.max(clock, timeline.startedAt());
    return new RunModel(
        timeline.startedAt(),
        now,
        closedAt != null,
        timeline.status(),
        timeline.sumOfTaskMillis(),
        calls,
        barriers(timeline.barriers()),
        rounds(timeline.rounds()),
        marks(timeline.marks()),
        byId);
  }

  private static List<Barrier> barriers(Timeline.Barriers b) {
    List<Barrier> barriers = new ArrayList<>();
    for (int i = 0; i < b.id().size(); i++) {
      barriers.add(
          new Barrier(
              b.id().get(i),
              b.branch().get(i),
              b.callSite().get(i),
              b.on().get(i),
              b.reachedAt().get(i),
              b.passedAt().get(i)));
    }
    return barriers;
  }

  private static List<Round> rounds(Timeline.Rounds r) {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < r.index().size(); i++) {
      rounds.add(new Round(r.scheduledAt().get(i), r.startedAt().get(i), r.closedAt().get(i)));
    }
    return rounds;
  }

  private static List<Mark> marks(Timeline.Marks m) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < m.index().size(); i++) {
      if (!m.name().get(i).startsWith("flowscope.")) {
        marks.add(new Mark(m.kind().get(i), m.name().get(i), m.at().get(i)));
      }
    }
    return marks;
  }

  /** When it ended, or null while it has not. */
  @Nullable Long finishedAt(Call call) {
    if (!call.over()) {
      return null;
    }
    if (call.attempts().isEmpty()) {
      return call.kind() == NodeKind.SIGNAL ? signalAt(call) : (Long) call.calledAt();
    }
    Long closedAt = call.attempts().getLast().closedAt();
    return closedAt == null ? (Long) now : closedAt;
  }

  private long signalAt(Call call) {
    int dash = call.id().lastIndexOf('-');
    int wanted = Integer.parseInt(call.id().substring(dash + 1));
    String name = call.task().substring(call.task().lastIndexOf('.') + 1);
    for (Mark mark : marks) {
      boolean same = mark.name().replaceAll("[^A-Za-z0-9_-]", "_").equals(name);
      if (mark.kind().startsWith("signal") && same && --wanted == 0) {
        return Math.max(mark.at(), call.calledAt());
      }
    }
    return call.calledAt();
  }

  /** The calls with a lane whose values a call was given, through any derived promise between. */
  List<Call> givers(List<String> needs) {
    Set<Call> found = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(needs);
    while (!open.isEmpty()) {
      String id = open.removeFirst();
      Call call = byId.get(id);
      if (call == null || !seen.add(id)) {
        continue;
      }
      if (call.hasLane()) {
        found.add(call);
      } else {
        open.addAll(call.needs());
      }
    }
    return List.copyOf(found);
  }

  /** The end of an attempt's bar. */
  long end(Attempt attempt) {
    Long closedAt = attempt.closedAt();
    return closedAt == null ? now : closedAt;
  }

  /** Time that attempts ran, those still running counted up to now. */
  long taskMillis() {
    long sum = 0;
    for (Call call : calls) {
      if (call.isWork()) {
        for (Attempt attempt : call.attempts()) {
          Long startedAt = attempt.startedAt();
          sum += startedAt == null ? 0 : end(attempt) - startedAt;
        }
      }
    }
    return sum;
  }
}
