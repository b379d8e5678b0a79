package io.flowscope.web.draw;

import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline.Attempt;
import io.flowscope.web.draw.RunModel.Call;
import java.util.List;

/** Draws one lane: its label and its bars. */
final class LanePainter {
  private static final double PITCH = 4.9;
  private static final int DENSE_FROM = 24;

  private final RunModel run;
  private final TimeScale scale;
  private final TimelineOptions options;
  private final boolean narrow;
  private final Svg under;
  private final Svg main;

  LanePainter(RunModel run, TimeScale scale, TimelineOptions options, Svg under, Svg main) {
    this.run = run;
    this.scale = scale;
    this.options = options;
    this.narrow = options.narrow();
    this.under = under;
    this.main = main;
  }

  /** Where a lane stands; {@code middle} is where arrows arrive. */
  record Place(Lane lane, double top, double height, double middle) {}

  Place draw(Lane lane, double top) {
    List<Lane.Slotted> slots = lane.folded() ? lane.slots(run) : List.of();
    int used = slots.stream().mapToInt(bar -> bar.slot() + 1).max().orElse(0);
    double height = height(lane, used);
    double middle = narrow ? top + (lane.folded() ? 38 : 28) : top + height / 2;
    Place place = new Place(lane, top, height, middle);
    boolean selected = lane.calls().stream().anyMatch(c -> c.id().equals(options.select()));
    if (selected) {
      under.rect(-16, top, options.width() + 32, height, 0, "g-row");
    }
    main.line(0, top + height + .5, scale.right(), top + height + .5, "g-grid");
    main.open("lane", "data-lane", lane.first().id());
    label(place, selected);
    if (!lane.folded()) {
      call(lane.first(), middle);
    } else if (used > DENSE_FROM) {
      dense(slots, top + (narrow ? 20 : 6), height - (narrow ? 26 : 12));
    } else {
      slots.forEach(bar -> slotted(bar, top + (narrow ? 20 : 7)));
    }
    if (lane.folded() && !narrow && run.closed()) {
      sum(lane, slots, place);
    }
    main.close();
    return place;
  }

  private double height(Lane lane, int slots) {
    if (!lane.folded()) {
      return narrow ? 40 : 30;
    }
    double bars = slots > 8 && slots <= DENSE_FROM ? 13 + slots * PITCH : 52;
    return narrow ? bars + 10 : bars;
  }

  private void label(Place place, boolean selected) {
    Lane lane = place.lane();
    String state = StateIcon.name(lane.state());
    String strong = selected ? "b" : "";
    if (narrow) {
      main.icon(0, place.top() + 4, state);
      String label = fit(lane.label(), 36);
      main.text(17, place.top() + 14, label, strong);
      main.text(
          17 + (selected ? 7.2 : 6.6) * label.length() + 8,
          place.top() + 14,
          lane.first().line(),
          "t3");
      return;
    }
    double ly = lane.folded() ? place.top() + 19 : place.middle() + 4;
    main.icon(0, ly - 10, state);
    main.text(19, ly, fit(lane.label(), lane.room(scale.left())), strong);
    main.text(scale.left() - 12, ly, lane.first().line(), "t3 e");
    if (lane.folded()) {
      main.text(19, ly + 16, fit(lane.counts(run), 24), "t2 tx");
    }
  }

  private static String fit(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
  }

  private void sum(Lane lane, List<Lane.Slotted> slots, Place place) {
    double last = 0;
    long millis = 0;
    for (Lane.Slotted bar : slots) {
      Long startedAt = bar.attempt().startedAt();
      last = Math.max(last, scale.x(run.end(bar.attempt())));
      millis += startedAt == null ? 0 : run.end(bar.attempt()) - startedAt;
    }
    if (last + 70 < scale.right() && lane.first().isWork()) {
      main.text(last + 8, place.middle() + 4, "Σ " + Durations.words(millis), "t3");
    }
  }

  private void call(Call call, double cy) {
    main.open(
        "call " + StateIcon.name(call.state()),
        "data-id",
        call.id(),
        "data-state",
        StateIcon.json(call.state()));
    waiting(call, cy);
    for (int i = 0; i < call.attempts().size(); i++) {
      Attempt attempt = call.attempts().get(i);
      if (call.kind() == NodeKind.TIMER || call.kind() == NodeKind.SIGNAL) {
        timer(attempt, cy);
      } else {
        attempt(attempt, i + 1, call.attempts().size(), cy);
      }
      retryDelay(call, i, cy);
    }
    main.close();
  }

  /** From the call to the moment at which everything it needed was there. */
  private void waiting(Call call, double cy) {
    Long scheduledAt = call.scheduledAt();
    Long finishedAt = run.finishedAt(call);
    double x0 = scale.x(call.calledAt());
    double x1 =
        scale.x(scheduledAt != null ? scheduledAt : finishedAt != null ? finishedAt : run.now());
    if (x1 - x0 < 3) {
      return;
    }
    main.line(x0, cy, x1, cy, "l-wait", "data-bar", "wait");
    main.rect(x0 - 1, cy - 4, 2, 8, 0, "f-pending");
    if (scheduledAt == null && !call.attempts().isEmpty()) {
      return;
    }
    if (call.kind() == NodeKind.SIGNAL && finishedAt != null) {
      main.path("M" + Svg.num(x1) + " " + Svg.num(cy - 5) + "l5 5l-5 5l-5 -5z", "f-accent");
    }
    if (!call.over() && scheduledAt == null) {
      String text = waitsFor(call);
      double w = text.length() * 5.9 + 10;
      if (w + 40 < x1 - x0) {
        String ground = call.id().equals(options.select()) ? "g-row" : "g-surf";
        main.rect(x0 + 41, cy - 7, w, 14, 0, ground).text(x0 + 46, cy + 4, text, "t2 tx");
      }
    }
  }

  private String waitsFor(Call call) {
    if (call.kind() == NodeKind.SIGNAL) {
      return "waits for the signal";
    }
    List<String> open =
        run.givers(call.needs()).stream().filter(c -> !c.over()).map(Call::label).toList();
    return switch (open.size()) {
      case 0 -> "waits";
      case 1, 2, 3 -> "waits for " + String.join(", ", open);
      default -> "waits for " + open.size() + " tasks";
    };
  }

  private void timer(Attempt attempt, double cy) {
    double x0 = scale.x(attempt.scheduledAt());
    double x1 = scale.x(run.end(attempt));
    main.line(x0, cy, x1, cy, "l-delay", data("timer", attempt));
    main.line(x0, cy - 4, x0, cy + 4, "l-delay");
    if (attempt.closedAt() != null) {
      main.line(x1, cy - 4, x1, cy + 4, "l-delay");
    }
  }

  private void attempt(Attempt attempt, int number, int of, double cy) {
    Long startedAt = attempt.startedAt();
    double xq = scale.x(attempt.scheduledAt());
    double xs = scale.x(startedAt == null ? run.end(attempt) : startedAt);
    main.rect(xq, cy - 3, xs - xq, 6, 0, "f-queued", data("queued", attempt));
    if (startedAt == null) {
      if (attempt.closedAt() != null) {
        ending(attempt.state(), xs + 10, cy, false);
      }
      return;
    }
    double xe = scale.x(run.end(attempt));
    boolean open = attempt.closedAt() == null;
    boolean canceled = attempt.state() == NodeState.CANCELED;
    String cls = canceled ? "f-hatch" : "f-" + StateIcon.name(attempt.state());
    main.rect(xs, cy - 7, xe - xs, 14, open || xe - xs < 4 ? 0 : 2, cls, data("run", attempt));
    if (canceled) {
      hatch(xs, xe, cy);
    }
    ending(attempt.state(), xe, cy, xe - xs > 14);
    inside(attempt, number, of, xs, xe, cy);
  }

  private String[] data(String bar, Attempt attempt) {
    Long startedAt = attempt.startedAt();
    boolean queue = bar.equals("queued");
    Long until = queue && startedAt != null ? startedAt : attempt.closedAt();
    long from = bar.equals("run") && startedAt != null ? startedAt : attempt.scheduledAt();
    String to = until == null ? "" : Long.toString(until);
    return new String[] {"data-bar", bar, "data-from", Long.toString(from), "data-to", to};
  }

  private void hatch(double xs, double xe, double cy) {
    StringBuilder d = new StringBuilder();
    for (double x = xs + 1; x < xe - 1; x += 5) {
      double run45 = Math.min(10, xe - 1 - x);
      d.append('M').append(Svg.num(x)).append(' ').append(Svg.num(cy + 5));
      d.append('l').append(Svg.num(run45)).append(' ').append(Svg.num(-run45));
    }
    main.path(d.toString(), "l-hatch");
  }

  private void ending(NodeState state, double xe, double cy, boolean inside) {
    String cls = inside ? "l-failx" : "l-failq";
    if (state == NodeState.FAILED) {
      double x = inside ? xe - 12 : xe + 4;
      main.path("M" + Svg.num(x) + " " + Svg.num(cy - 3) + "l6 6m0 -6l-6 6", cls);
    } else if (state == NodeState.TIMED_OUT) {
      double x = inside ? xe - 9 : xe + 8;
      String d = "a4 4 0 1 0 .01 0zm0 1.5v2.5l1.8 1.2";
      main.path("M" + Svg.num(x) + " " + Svg.num(cy - 4) + d, cls + " clock");
    }
  }

  private void inside(Attempt attempt, int number, int of, double xs, double xe, double cy) {
    double room = xe - xs - (attempt.state() == NodeState.FAILED ? 14 : 0);
    String length = Durations.words(xe <= xs ? 0 : millis(attempt));
    boolean bad = attempt.state() == NodeState.FAILED || attempt.state() == NodeState.TIMED_OUT;
    String text =
        of > 1 ? bad || room < 90 ? Integer.toString(number) : number + " · " + length : length;
    double needs = text.length() * 6.2 + 10;
    if (room >= Math.max(needs, of > 1 ? 14 : 44)) {
      String cls = attempt.state() == NodeState.CANCELED ? "tx" : "to";
      main.text(xs + 6, cy + 4, text, cls);
    }
  }

  private long millis(Attempt attempt) {
    Long startedAt = attempt.startedAt();
    return startedAt == null ? 0 : run.end(attempt) - startedAt;
  }

  private void retryDelay(Call call, int i, double cy) {
    Attempt attempt = call.attempts().get(i);
    Long closedAt = attempt.closedAt();
    boolean last = i + 1 == call.attempts().size();
    if (closedAt == null || (last && call.over())) {
      return;
    }
    double x0 = scale.x(closedAt);
    double x1 = scale.x(last ? run.now() : call.attempts().get(i + 1).scheduledAt());
    if (x1 - x0 > 1) {
      main.line(x0, cy, x1, cy, "l-delay", "data-bar", "delay");
      if (!last) {
        main.line(x1 - 1, cy - 4, x1 - 1, cy + 4, "l-delay");
      }
    }
  }

  private void slotted(Lane.Slotted bar, double top) {
    Attempt attempt = bar.attempt();
    Call call = bar.call();
    double by = top + bar.slot() * PITCH;
    Long startedAt = attempt.startedAt();
    double xe = scale.x(run.end(attempt));
    double xs = startedAt == null ? xe : scale.x(startedAt);
    main.open(
        "call " + StateIcon.name(call.state()),
        "data-id",
        call.id(),
        "data-state",
        StateIcon.json(call.state()));
    if (xs - scale.x(attempt.scheduledAt()) < 120) {
      main.rect(
          scale.x(attempt.scheduledAt()),
          by + 1,
          xs - scale.x(attempt.scheduledAt()),
          2,
          0,
          "f-queue2",
          data("queued", attempt));
    }
    if (startedAt != null) {
      String cls = "f-" + StateIcon.name(attempt.state());
      double r = attempt.closedAt() == null ? 0 : .8;
      main.rect(xs, by, xe - xs, 3.9, r, cls, data("run", attempt));
    }
    main.close();
  }

  /** So many bars that none could be seen: a column for every two pixels, worst state's colour. */
  private void dense(List<Lane.Slotted> bars, double top, double height) {
    int columns = (int) Math.ceil(scale.width() / 2);
    int[] count = new int[columns + 1];
    NodeState[] worst = new NodeState[columns + 1];
    for (Lane.Slotted bar : bars) {
      Long startedAt = bar.attempt().startedAt();
      if (startedAt != null) {
        int from = column(scale.x(startedAt), columns);
        int to = column(scale.x(run.end(bar.attempt())), columns);
        for (int i = from; i <= to; i++) {
          count[i]++;
          worst[i] = worse(worst[i], bar.attempt().state());
        }
      }
    }
    int peak = 1;
    for (int n : count) {
      peak = Math.max(peak, n);
    }
    for (int i = 0; i <= columns; i++) {
      if (count[i] > 0) {
        double h = Math.max(height * count[i] / peak, 1);
        String cls = "f-" + StateIcon.name(worst[i]);
        main.rect(scale.left() + i * 2, top + height - h, 2, h, 0, cls);
      }
    }
  }

  private int column(double x, int columns) {
    return Math.clamp((int) ((x - scale.left()) / 2), 0, columns);
  }

  private static NodeState worse(@org.jspecify.annotations.Nullable NodeState a, NodeState b) {
    return a == null || rank(b) > rank(a) ? b : a;
  }

  private static int rank(NodeState state) {
    return switch (state) {
      case FAILED -> 6;
      case TIMED_OUT -> 5;
      case CANCELED -> 4;
      case STARTED -> 3;
      case SCHEDULED -> 2;
      case PENDING -> 1;
      case COMPLETED -> 0;
    };
  }
}
