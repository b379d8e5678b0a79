package io.flowscope.web.draw;

import io.flowscope.web.draw.RunModel.Barrier;
import io.flowscope.web.draw.RunModel.Call;
import io.flowscope.web.draw.RunModel.Mark;
import io.flowscope.web.draw.RunModel.Round;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws one timeline: axis, replays, code, lanes, arrows and concurrency over one scale. */
final class TimelinePainter {
  private static final int MAX_CODE_ROWS = 4;
  private static final int MAX_LANES = 400;

  private final RunModel run;
  private final TimelineOptions options;
  private final boolean narrow;
  private final double gutter;
  private final TimeScale scale;
  private final List<Lane> lanes;
  private final Svg under = new Svg();
  private final Svg main = new Svg();
  private final Svg over = new Svg();
  private final Map<String, Double> codeRowOf = new HashMap<>();
  private double y;

  TimelinePainter(RunModel run, TimelineOptions options) {
    this.run = run;
    this.options = options;
    this.narrow = options.narrow();
    this.lanes = Lane.of(run, options.fold());
    this.gutter = narrow ? 0 : Lane.gutter(shown());
    double width = options.width() - gutter - (narrow ? 14 : 30);
    this.scale = TimeScale.whole(run.start(), run.now(), run.closed(), gutter, width);
  }

  /** The content of the {@code svg} element; its size is known afterwards. */
  Drawing draw() {
    if (options.overview()) {
      overview();
    }
    double top = axis();
    replays();
    code();
    marks();
    Map<String, LanePainter.Place> places = lanes();
    new ArrowPainter(run, scale, narrow, codeRowOf, lanes, places).draw(over);
    double bottom = concurrency(y);
    grid(top, places.isEmpty() ? y : bottom);
    now(top, bottom);
    int height = (int) Math.ceil(bottom + 4);
    String content = under.add(main).add(over).toString();
    return new Drawing(content, summary(), options.width(), height);
  }

  private List<Lane> shown() {
    return lanes.size() <= MAX_LANES ? lanes : lanes.subList(0, MAX_LANES);
  }

  private void overview() {
    double w = scale.width();
    main.text(0, 15, "Overview", "t3").rect(gutter, 0, w, 22, 2, "g-sunk");
    double pitch = Math.min(2.6, 18.0 / Math.max(lanes.size(), 1));
    for (int n = 0; n < lanes.size(); n++) {
      for (Call call : lanes.get(n).calls()) {
        for (var attempt : call.attempts()) {
          Long startedAt = attempt.startedAt();
          if (startedAt != null) {
            double x = scale.x(startedAt);
            String cls = "f-" + StateIcon.name(attempt.state());
            main.rect(x, 2.5 + n * pitch, scale.x(run.end(attempt)) - x, pitch * 0.7, 0, cls);
          }
        }
      }
    }
    main.rect(gutter + .5, .5, w - 1, 21, 2, "g-frame");
    y = 32;
  }

  private double axis() {
    List<Double> ticks = scale.ticks(narrow ? 72 : 84);
    for (double tick : ticks) {
      double x = scale.x(tick);
      boolean first = tick == ticks.getFirst();
      boolean last = tick == ticks.getLast();
      boolean nearNow = !run.closed() && Math.abs(x - scale.x(run.now())) < 42;
      if (!nearNow) {
        String anchor = narrow && first ? "" : narrow && last ? " e" : " c";
        double at = narrow && last ? Math.min(x, options.width() - 2) : x;
        main.text(at, y + 12, scale.label(tick, first || last), "t3" + anchor);
      }
    }
    y += 20;
    return y;
  }

  private void grid(double top, double bottom) {
    for (double tick : scale.ticks(narrow ? 72 : 84)) {
      under.line(scale.x(tick), top, scale.x(tick), bottom, "g-grid");
    }
  }

  private void replays() {
    double ry = y + 5;
    int n = run.rounds().size();
    if (!narrow) {
      main.text(0, ry + 8, "Replays", "t2 tx");
      main.text(gutter - 12, ry + 8, n == 1 ? "1 round" : n + " rounds", "t3 e");
    }
    double labelEnd = Double.NEGATIVE_INFINITY;
    double drawnTo = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      Round round = run.rounds().get(i);
      Long startedAt = round.startedAt();
      long from = startedAt == null ? round.scheduledAt() : startedAt;
      Long closedAt = round.closedAt();
      double x = scale.x(from);
      double w = Math.max(2.5, scale.x(closedAt == null ? from : closedAt) - x);
      if (x + w - drawnTo < 1) {
        continue;
      }
      drawnTo = x + w;
      main.rect(x, ry, w, 9, .5, "f-decider", "data-round", Integer.toString(i + 1));
      double next = i + 1 < n ? scale.x(run.rounds().get(i + 1).scheduledAt()) : scale.right();
      String label = Integer.toString(i + 1);
      double labelAt = x + w + 3;
      double width = 7 * label.length();
      if (!narrow && labelAt > labelEnd && labelAt + width < next && beforeNow(labelAt + width)) {
        main.text(labelAt, ry + 8.5, label, "t3");
        labelEnd = labelAt + width;
      }
    }
    y = ry + 23;
  }

  private boolean beforeNow(double x) {
    return run.closed() || x < scale.x(run.now());
  }

  /** Where the code stood, one row for what overlaps; {@code y} is the middle of the first. */
  private void code() {
    List<Double> rowEnds = new ArrayList<>();
    int hidden = 0;
    for (Barrier barrier : run.barriers()) {
      Long passedAt = barrier.passedAt();
      double x0 = scale.x(barrier.reachedAt());
      double x1 = scale.x(passedAt == null ? run.now() : passedAt);
      int row = 0;
      while (row < rowEnds.size() && rowEnds.get(row) > x0 + .01) {
        row++;
      }
      if (row >= MAX_CODE_ROWS) {
        hidden++;
        continue;
      }
      if (row == rowEnds.size()) {
        rowEnds.add(x1);
      } else {
        rowEnds.set(row, x1);
      }
      double by = y + row * 17;
      codeRowOf.put(barrier.id(), by);
      standing(barrier, x0, x1, by, passedAt != null);
    }
    if (!narrow && !rowEnds.isEmpty()) {
      main.text(0, y + 4, "Code stops at", "t2 tx");
      if (hidden > 0) {
        main.text(gutter - 12, y + 4, "+" + hidden, "t3 e");
      }
    }
    y += rowEnds.isEmpty() ? -4 : (rowEnds.size() - 1) * 17 + 14;
  }

  private void standing(Barrier barrier, double x0, double x1, double by, boolean passed) {
    Long passedAt = barrier.passedAt();
    main.open(
        "code",
        "data-id",
        barrier.id(),
        "data-from",
        Long.toString(barrier.reachedAt()),
        "data-to",
        passedAt == null ? "" : Long.toString(passedAt));
    main.line(x0, by, x1, by, "l-stop").line(x0, by - 4, x0, by + 4, "l-stop");
    String file = barrier.site() == null ? "" : " " + barrier.site();
    for (String label : List.of("get()" + file, "get() " + barrier.line(), barrier.line())) {
      double w = label.length() * 6.7 + 12;
      if (w < x1 - x0 - 16 && !label.isBlank()) {
        double mid = (x0 + x1) / 2;
        main.rect(mid - w / 2, by - 8, w, 16, 0, "g-surf").text(mid, by + 4, label, "tb m c");
        break;
      }
    }
    if (passed) {
      main.rect(x1 - 2.5, by - 6, 5, 12, 1, "f-barrier");
    }
    main.close();
  }

  private void marks() {
    if (run.marks().isEmpty()) {
      return;
    }
    double my = y + 6;
    if (!narrow) {
      main.text(0, my + 4, "Signals, marks", "t2 tx");
    }
    double free = Double.NEGATIVE_INFINITY;
    for (Mark mark : run.marks()) {
      double x = scale.x(mark.at());
      main.path(
          "M" + Svg.num(x) + " " + Svg.num(my - 5) + "l5 5l-5 5l-5 -5z",
          mark.kind().startsWith("cancel") ? "f-canceled" : "f-accent",
          "data-mark",
          mark.kind());
      if (x > free && beforeNow(x + 6.2 * mark.name().length())) {
        main.text(x + 9, my + 4, mark.name(), "t3");
        free = x + 14 + 6.2 * mark.name().length();
      }
    }
    y += 18;
  }

  private Map<String, LanePainter.Place> lanes() {
    Map<String, LanePainter.Place> places = new HashMap<>();
    LanePainter painter = new LanePainter(run, scale, options, under, main);
    for (Lane lane : shown()) {
      LanePainter.Place place = painter.draw(lane, y);
      lane.calls().forEach(call -> places.put(call.id(), place));
      y += place.height();
    }
    if (lanes.size() > MAX_LANES) {
      String more = (lanes.size() - MAX_LANES) + " more rows are in the table below the diagram";
      main.text(gutter, y + 16, more, "t2");
      y += 24;
    }
    if (lanes.isEmpty()) {
      String why = run.closed() ? "No task was called." : "No task is called yet.";
      main.text(narrow ? 4 : gutter + 12, y + 24, why, "t2");
      y += 40;
    }
    return places;
  }

  private double concurrency(double from) {
    Concurrency steps = Concurrency.of(run);
    double top = from + 12;
    double height = narrow ? 46 : 54;
    if (narrow) {
      main.text(0, top + 4, "Tasks running", "t2 tx");
      top += 10;
    } else {
      main.text(0, top + 14, "Tasks running", "t2 tx");
      main.text(0, top + 30, steps.figures(run), "t3");
    }
    double base = top + height;
    double perTask = height / steps.ceiling();
    for (int n = 0; n <= steps.ceiling(); n += steps.step()) {
      main.line(gutter, base - n * perTask + .5, scale.right(), base - n * perTask + .5, "g-grid");
      if (!narrow && n < steps.ceiling()) {
        main.text(gutter - 12, base - n * perTask + 4, Integer.toString(n), "t3 e");
      }
    }
    StringBuilder d = new StringBuilder("M" + Svg.num(scale.x(run.start())) + " " + Svg.num(base));
    for (Concurrency.Step step : steps.steps()) {
      d.append('H').append(Svg.num(scale.x(step.at())));
      d.append('V').append(Svg.num(base - step.running() * perTask));
    }
    d.append('H').append(Svg.num(scale.x(run.now())));
    main.path(d + "V" + Svg.num(base) + "Z", run.closed() ? "a-done" : "a-run");
    main.path(d.toString(), run.closed() ? "a-dline" : "a-line");
    return base;
  }

  private void now(double top, double bottom) {
    if (run.closed()) {
      return;
    }
    double x = scale.x(run.now());
    under.rect(x, top, scale.right() - x, bottom - top, 0, "g-future");
    over.line(x, top - 2, x, bottom, "l-now");
    String label = scale.label(Math.round(run.now() / 10.0) * 10.0, false);
    double w = Math.max(38, label.length() * 6.5 + 12);
    over.rect(x - w / 2, top - 20, w, 15, 2, "f-now").text(x, top - 9, label, "to c");
  }

  String summary() {
    return RunSummary.of(run);
  }
}
