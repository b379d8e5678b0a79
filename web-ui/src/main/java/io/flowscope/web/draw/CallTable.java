package io.flowscope.web.draw;

import io.flowscope.engine.view.Timeline;
import io.flowscope.web.draw.RunModel.Call;
import io.flowscope.web.draw.TraceHtml.CallTimes;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of the table below a diagram, in the order of its lanes.
 *
 * @param left how many rows there are beyond those
 */
public record CallTable(List<Row> rows, int left) {
  private static final int SHOWN = 100;

  /** One call in words; times are seconds with three decimals, {@code –} is "not yet". */
  public record Row(
      String id,
      String label,
      String state,
      String icon,
      String words,
      String called,
      String queued,
      String running,
      String waitedFor,
      String callSite) {}

  /** The rows of a timeline; {@code nowMillis} ends the attempts that still run. */
  public static CallTable of(Timeline timeline, long nowMillis) {
    RunModel run = RunModel.of(timeline, nowMillis);
    List<Call> calls = ordered(run);
    List<Row> rows = calls.stream().limit(SHOWN).map(call -> row(run, call)).toList();
    return new CallTable(rows, calls.size() - rows.size());
  }

  /** As the lanes above; what has no lane comes last. */
  private static List<Call> ordered(RunModel run) {
    return Stream.concat(
            Lane.of(run, true).stream().flatMap(lane -> lane.calls().stream()),
            run.calls().stream().filter(call -> !call.hasLane()))
        .toList();
  }

  private static Row row(RunModel run, Call call) {
    CallTimes times = CallTimes.of(run, call);
    int tries = call.attempts().size();
    boolean began = call.attempts().stream().anyMatch(attempt -> attempt.startedAt() != null);
    String waited = String.join(", ", TraceHtml.waitedFor(run, call));
    String site = call.site();
    return new Row(
        call.id(),
        call.label(),
        StateIcon.json(call.state()),
        StateIcon.name(call.state()),
        StateIcon.word(call.state()) + (tries > 1 ? ", attempt " + tries : ""),
        Durations.seconds(call.calledAt() - run.start()),
        tries == 0 ? "–" : Durations.seconds(times.queued()),
        began ? Durations.seconds(times.running()) : call.over() ? "" : "–",
        waited.isEmpty() ? "nothing" : waited,
        site == null ? "" : site);
  }
}
