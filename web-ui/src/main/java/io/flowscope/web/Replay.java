package io.flowscope.web;

import io.flowscope.engine.view.CallRecord;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.RoundRecord;
import io.flowscope.engine.view.Rounds.Round;
import io.flowscope.engine.view.Timeline;
import io.flowscope.web.page.ReplaysView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One round of a run, ready to be shown: what stood how when it ended.
 *
 * @param round the chosen one
 * @param at when it ended, epoch milliseconds
 * @param items all rounds, quiet ones folded
 * @param calls the calls known then, in the order in which they became known, those of one moment
 *     as in the source
 * @param lines the source around where the code stood; empty without source
 * @param start when the run started, epoch milliseconds
 * @param end when it closed, or the last moment known
 */
public record Replay(
    Round round,
    long at,
    List<Item> items,
    List<Call> calls,
    List<Line> lines,
    long start,
    long end) {

  private static final int FOLD_FROM = 3;

  /** One entry of the list of rounds; {@code from} and {@code to} differ where it is folded. */
  public record Item(int from, int to, String head, String detail, long at, boolean current) {}

  /**
   * A call as it stood then.
   *
   * @param fresh whether the round made it
   */
  public record Call(
      String id,
      String label,
      NodeState state,
      @Nullable String callSite,
      long calledAt,
      List<String> needs,
      List<Timeline.Attempt> attempts,
      boolean fresh) {}

  /** Some text of one kind: {@code css} is {@code k}, {@code s}, {@code rem} or empty. */
  public record Token(String css, String text) {}

  /** A source line, the calls made at it and the branches that stood at it. */
  public record Line(
      int number,
      List<Token> tokens,
      Words.@Nullable Sign sign,
      List<Call> calls,
      List<RoundRecord.Wait> waits,
      boolean unreached) {}

  /** The replay of {@code view}, or null where there is no round yet. */
  public static @Nullable Replay of(ReplaysView view) {
    List<Round> rounds = view.rounds().rounds();
    if (rounds.isEmpty()) {
      return null;
    }
    int number = Math.clamp(view.round(), 1, rounds.size());
    Round round = rounds.get(number - 1);
    long at = ended(round);
    Timeline timeline = view.timeline();
    List<Call> calls = callsAt(timeline, round, at);
    List<Line> lines =
        view.source() == null ? List.of() : SourceLines.of(view.source(), calls, round.waits());
    long end = rounds.stream().mapToLong(Replay::ended).max().orElse(at);
    if (timeline.closedAt() != null) {
      end = Math.max(end, timeline.closedAt());
    }
    return new Replay(round, at, items(rounds, number), calls, lines, timeline.startedAt(), end);
  }

  private static long ended(Round round) {
    if (round.closedAt() != null) {
      return round.closedAt();
    }
    return round.startedAt() != null ? round.startedAt() : round.scheduledAt();
  }

  private static List<Item> items(List<Round> rounds, int current) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < rounds.size(); ) {
      int to = i;
      while (to < rounds.size() && quiet(rounds, to) && to + 1 != current) {
        to++;
      }
      if (to - i >= FOLD_FROM) {
        items.add(
            new Item(
                i + 1,
                to,
                Words.count(news(rounds.subList(i, to)), "event", "events"),
                (to - i) + " rounds without a new call, folded",
                rounds.get(i).scheduledAt(),
                false));
        i = to;
      } else {
        Round r = rounds.get(i);
        items.add(new Item(i + 1, i + 1, head(r), detail(r), r.scheduledAt(), i + 1 == current));
        i++;
      }
    }
    return items;
  }

  private static long news(List<Round> rounds) {
    return rounds.stream().mapToLong(r -> r.newEvents().size()).sum();
  }

  private static boolean quiet(List<Round> rounds, int i) {
    Round r = rounds.get(i);
    boolean stays = i > 0 && stands(rounds.get(i - 1)).equals(stands(r));
    return stays
        && r.newCalls().isEmpty()
        && r.decisions().isEmpty()
        && r.ended().isEmpty()
        && r.result() == null
        && r.stopped() == null
        && r.state() == NodeState.COMPLETED;
  }

  private static List<String> stands(Round round) {
    return round.waits().stream().map(RoundRecord.Wait::barrier).sorted().toList();
  }

  private static String head(Round r) {
    if (r.newEvents().isEmpty()) {
      return "nothing new";
    }
    String first = r.newEvents().get(0).text();
    return r.newEvents().size() == 1
        ? first
        : first + " and " + (r.newEvents().size() - 1) + " more";
  }

  private static String detail(Round r) {
    if (r.stopped() != null) {
      return "stopped: " + r.stopped().why();
    }
    if (r.state() == NodeState.TIMED_OUT) {
      return "timed out";
    }
    if (r.state() != NodeState.COMPLETED) {
      return r.state() == NodeState.STARTED ? "is decided now" : "waits for a worker";
    }
    List<String> parts = new ArrayList<>();
    parts.add(
        r.newCalls().isEmpty() ? "no new call" : Words.count(r.newCalls().size(), "call", "calls"));
    if (r.newCalls().isEmpty() && !r.decisions().isEmpty()) {
      parts.set(0, r.decisions().get(0).text());
    }
    r.waits().stream()
        .filter(w -> w.at() != null)
        .findFirst()
        .ifPresent(w -> parts.add("stops at " + lineOf(w.at())));
    return String.join(", ", parts);
  }

  private static String lineOf(@Nullable String at) {
    int colon = at == null ? -1 : at.lastIndexOf(':');
    return at == null ? "" : colon < 0 ? at : "line " + at.substring(colon + 1);
  }

  private static List<Call> callsAt(Timeline timeline, Round round, long at) {
    Timeline.Calls c = timeline.calls();
    List<Call> calls = new ArrayList<>();
    List<String> fresh = round.newCalls().stream().map(call -> call.call()).toList();
    for (int i = 0; i < c.id().size(); i++) {
      if (c.calledAt().get(i) > at && !fresh.contains(c.id().get(i))) {
        continue;
      }
      List<Timeline.Attempt> attempts =
          c.attempts().get(i).stream().filter(a -> a.scheduledAt() <= at).toList();
      calls.add(
          new Call(
              c.id().get(i),
              c.label().get(i),
              stateAt(timeline, i, attempts, at),
              c.callSite().get(i),
              c.calledAt().get(i),
              c.needs().get(i),
              attempts,
              fresh.contains(c.id().get(i))));
    }
    return inSourceOrder(calls);
  }

  /** Calls that became known together are told in the order of the source. */
  private static List<Call> inSourceOrder(List<Call> calls) {
    return calls.stream()
        .sorted(Comparator.comparingLong(Call::calledAt).thenComparingInt(Replay::lineNumber))
        .toList();
  }

  private static int lineNumber(Call call) {
    String site = call.callSite();
    String digits = site == null ? "" : site.substring(site.lastIndexOf(':') + 1);
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
  }

  private static NodeState stateAt(
      Timeline timeline, int row, List<Timeline.Attempt> attempts, long at) {
    if (!attempts.isEmpty()) {
      Timeline.Attempt last =
          attempts.stream()
              .max(Comparator.comparingLong(Timeline.Attempt::scheduledAt))
              .orElseThrow();
      if (last.closedAt() != null && last.closedAt() <= at) {
        return last.state();
      }
      return last.startedAt() != null && last.startedAt() <= at
          ? NodeState.STARTED
          : NodeState.SCHEDULED;
    }
    // Signals and derived promises have no events of their own: a barrier that waited for one and
    // was passed tells that it had come.
    NodeKind kind = timeline.calls().kind().get(row);
    if (kind == NodeKind.SIGNAL || kind == NodeKind.DERIVED) {
      Timeline.Barriers b = timeline.barriers();
      for (int i = 0; i < b.id().size(); i++) {
        Long passed = b.passedAt().get(i);
        if (passed != null
            && passed <= at
            && b.on().get(i).contains(timeline.calls().id().get(row))) {
          return NodeState.COMPLETED;
        }
      }
    }
    return NodeState.PENDING;
  }

  /** What people call the calls {@code ids}: the labels of those that are known. */
  public String named(List<String> ids) {
    return ids.stream()
        .map(
            id ->
                calls.stream()
                    .filter(call -> call.id().equals(id))
                    .map(Call::label)
                    .findFirst()
                    .orElse(id))
        .collect(Collectors.joining(", "));
  }

  /** The calls that the round made, in the order of the source. */
  public List<CallRecord> made() {
    List<String> order = calls.stream().map(Call::id).toList();
    return round.newCalls().stream()
        .sorted(Comparator.comparingInt(call -> order.indexOf(call.call())))
        .toList();
  }

  /** How many of the calls stood so. */
  public long count(NodeState state) {
    return calls.stream().filter(c -> c.state() == state).count();
  }

  /** A moment on an axis of {@code width} from the run's start to its end. */
  public int x(long moment, int width) {
    long span = Math.max(1, end - start);
    return (int) (Math.clamp(moment - start, 0, span) * width / span);
  }

  /** The same on an axis that ends with this round. */
  public int xSoFar(long moment, int width) {
    long span = Math.max(1, at - start);
    return (int) (Math.clamp(moment - start, 0, span) * width / span);
  }
}
